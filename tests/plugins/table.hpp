/// A CSV file of the oracles, and the design-based standard error of one value a row.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace clusia::test {

/// No quoting rules but the quotes that R puts around a whole field; an empty field is a missing value.
class Table {
 public:
  explicit Table(const std::string& name) {
    std::ifstream file(std::string(CLUSIA_SOURCE_DIR) + "/tests/oracles/" + name);
    EXPECT_TRUE(file) << name;
    std::string line;
    std::getline(file, line);
    const std::vector<std::string> names = split(line);
    while (std::getline(file, line)) {
      const std::vector<std::string> fields = split(line);
      for (std::size_t k = 0; k < names.size(); ++k) columns_[names[k]].push_back(fields.at(k));
    }
  }
  const std::vector<std::string>& texts(const std::string& name) const { return columns_.at(name); }
  /// NaN where missing.
  std::vector<double> numbers(const std::string& name) const {
    std::vector<double> out;
    for (const auto& text : texts(name))
      out.push_back(text.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(text));
    return out;
  }
  std::size_t rows() const { return columns_.begin()->second.size(); }
  /// The number in `column` of the one row where every named column holds the text that is given.
  double value(const std::map<std::string, std::string>& where, const std::string& column) const {
    double found = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t row = 0; row < rows(); ++row) {
      bool all = true;
      for (const auto& [name, text] : where) all = all && texts(name)[row] == text;
      if (!all) continue;
      EXPECT_TRUE(std::isnan(found)) << "several rows fit";
      found = std::stod(texts(column)[row]);
    }
    EXPECT_FALSE(std::isnan(found)) << "no row fits";
    return found;
  }

 private:
  static std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
      if (c == ',')
        fields.emplace_back();
      else if (c != '"' && c != '\r')
        fields.back() += c;
    }
    return fields;
  }
  std::map<std::string, std::vector<std::string>> columns_;
};

/// sqrt(sum_h n_h/(n_h-1) sum_psu (t - mean)^2) over the PSU totals of z.
inline double design_error(const std::vector<double>& z, const std::vector<std::string>& stratum,
                           const std::vector<std::string>& psu) {
  std::map<std::string, std::map<std::string, double>> totals;
  for (std::size_t k = 0; k < z.size(); ++k) totals[stratum[k]][psu[k]] += z[k];
  double variance = 0;
  for (const auto& [h, of] : totals) {
    double mean = 0, squares = 0;
    for (const auto& [name, total] : of) mean += total;
    const auto n = static_cast<double>(of.size());
    mean /= n;
    for (const auto& [name, total] : of) squares += (total - mean) * (total - mean);
    variance += squares * n / (n - 1);
  }
  return std::sqrt(variance);
}

/// Equal to `tolerance` of the expected value.
inline void expect_close(double actual, double expected, double tolerance, const std::string& what) {
  EXPECT_NEAR(actual, expected, tolerance * std::max(std::abs(expected), 1e-300)) << what;
}

}  // namespace clusia::test
