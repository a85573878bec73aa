/// Where something stands in a study file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace clusia {

struct Position {
  std::uint32_t line = 0, column = 0;
  std::shared_ptr<const std::string> option = nullptr;  ///< of the command line, where it stands there: "--set a.b=1"
};

/// A name of a column (or a level) with the place where the study wrote it.
struct Named {
  std::string text;
  Position at;
};

}  // namespace clusia
