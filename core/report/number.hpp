/// Numbers as text: exact for programs, rounded for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clusia::report {

/// The fewest digits that read back to the same bits.
std::string shortest(double value);

/// A common number of decimals for a column of figures: three to four significant digits in the largest.
int decimals_for(const std::vector<std::optional<double>>& column);

/// Decimals that the shortest form of a number has.
int decimals_of(double value);

/// "−1,234.50": a true minus, thousands separated. Not one that exists is shown as zero because of rounding.
std::string rounded(double value, int decimals);
std::string rounded(const std::optional<double>& value, int decimals);  ///< "–" where there is none

std::string with_unit(const std::string& number, std::string_view unit);  ///< "5.2%", "5.2 euro", unbreakable
std::string p_value(const std::optional<double>& p);                      ///< "<0.001", "0.042"

}  // namespace clusia::report
