/// The page without charts: a heading, and what a command found, in one file without scripts.
#pragma once

#include <string>
#include <string_view>

#include "report/html.hpp"
#include "report/words.hpp"

namespace clusia::report {

struct Shell {
  std::string kind;  ///< stands above the title: "Voices"
  std::string title, question, made_by;
  std::string style;  ///< after that of the report
};

std::string shell_page(const Shell& shell, const Html& content, const Words& words);

/// The same in English, made by this program.
std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content);

}  // namespace clusia::report
