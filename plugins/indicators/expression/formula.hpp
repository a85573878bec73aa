/// A formula over columns, computed row by row.
#pragma once

#include <muParser.h>

#include <clusia/indicator.hpp>
#include <string>
#include <vector>

class Formula {
 public:
  /// Errors: bad_parameter says the position in the formula and what would be right.
  Formula(const std::string& text, const std::vector<clusia::Numbers>& columns);
  Formula(const Formula&) = delete;  // the parser holds the address of every variable
  Formula& operator=(const Formula&) = delete;

  /// NaN where the formula, or a part of it that counts, has no finite value: log(0), 1 / 0.
  double operator()(int64_t row);

 private:
  std::vector<clusia::Numbers> columns_;
  std::vector<double> variables_;
  mu::Parser parser_;
};
