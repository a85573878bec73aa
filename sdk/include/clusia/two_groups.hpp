/// clusia/two_groups.hpp: two levels of a category that a study names by parameters and an indicator sets side by side.
#pragma once

#include "indicator.hpp"

namespace clusia {

class TwoGroups {
 public:
  /// `input` is the category; `first` and `second` are text parameters that each name one of its levels.
  TwoGroups(const IndicatorData& data, std::string_view input, const char* first, const char* second)
      : names{std::string(data.parameters.text(first)), std::string(data.parameters.text(second))},
        category_(data.category(input)),
        codes_{code_of(names[0], first), code_of(names[1], second)} {
    if (codes_[0] == codes_[1])
      throw bad_parameter(second, "names '" + names[1] + "', as '" + first + "' does: a gap is between two levels");
  }

  const std::array<std::string, 2> names;
  /// Row is of the first (0) or of the second (1) of the two.
  bool is(std::size_t group, int64_t row) const { return category_[row] == codes_[group]; }

 private:
  int32_t code_of(const std::string& level, const char* parameter) const {
    const auto& levels = category_.names();
    for (std::size_t k = 0; k < levels.size(); ++k)
      if (levels[k] == level) return static_cast<int32_t>(k);
    std::string known;
    for (const auto& l : levels) known += (known.empty() ? "'" : ", '") + std::string(l) + "'";
    throw bad_parameter(parameter, "names '" + level + "', which is no level of column '" + category_.name() +
                                       "': its levels are " + known);
  }

  Categories category_;
  std::array<int32_t, 2> codes_;
};

}  // namespace clusia
