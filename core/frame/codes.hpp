/// A column read as categories with ordered levels: waves, arms, groups, strata, PSUs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "clusia/abi.h"
#include "frame/column.hpp"

namespace clusia {

/// Codes of every row (-1 missing) into levels that ascend: as numbers where all are numbers, else as bytes.
struct Codes {
  std::vector<std::int32_t> code;
  std::vector<std::string> names;
  std::vector<double> values;  ///< NaN where a level is no number

  bool present() const { return !code.empty(); }
  std::int32_t levels() const { return static_cast<std::int32_t>(names.size()); }
  /// -1 when there is no such level.
  std::int32_t find(std::string_view name) const;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(code, names, values);
  }
};

Codes codes_of(const Column& column);

/// The crossing of several: names joined by " · "; only crossings that occur become levels; a missing part makes the
/// whole missing.
Codes crossed(std::span<const Codes* const> parts);

/// A view for plugins; valid as long as `codes` and `names` (filled here) stay.
clusia_codes view_of(const Codes& codes, std::vector<const char*>& names);

}  // namespace clusia
