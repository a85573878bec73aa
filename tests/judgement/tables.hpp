/// The tables of tests/oracles/judgement, by their cases.
#pragma once

#include <cmath>
#include <limits>

#include "studies/csv.hpp"

namespace clusia::test {

inline const fs::path judgement_oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/judgement";

/// [rows x columns], row by row; an empty field is NaN.
struct Matrix {
  std::size_t columns = 0;
  std::vector<double> values;
};

/// Of a file with a row, a column and a value a line.
inline std::map<std::string, Matrix> matrices(const std::string& file, const char* row, const char* column,
                                              const char* value) {
  std::map<std::string, std::map<std::pair<int, int>, double>> cells;
  for (const auto& line : csv(judgement_oracles / file)) {
    const std::string& text = line.at(value);
    cells[line.at("case")][{std::stoi(line.at(row)), std::stoi(line.at(column))}] =
        text.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(text);
  }
  std::map<std::string, Matrix> out;
  for (const auto& [name, of] : cells) {
    for (const auto& [at, x] : of) {
      out[name].columns = std::max(out[name].columns, static_cast<std::size_t>(at.second));
      out[name].values.push_back(x);
    }
  }
  return out;
}

inline std::map<std::string, Matrix> rankings() { return matrices("rankings.csv", "judge", "item", "rank"); }

}  // namespace clusia::test
