/// A formula over named values, by muParser. It knows nothing of plugins.
#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace mu {
class Parser;
}

/// Why a formula cannot be reckoned; `subject` is the parameter or input that has to be mended.
struct FormulaError : std::runtime_error {
  FormulaError(const char* of, const std::string& what) : std::runtime_error(what), subject(of) {}
  const char* subject;
};

class Formula {
 public:
  /// Throws FormulaError, with the position in the formula and what would be right.
  Formula(const std::string& text, const std::vector<std::string>& names);
  ~Formula();
  Formula(const Formula&) = delete;  // the parser holds the address of every variable
  Formula& operator=(const Formula&) = delete;

  /// The variables, in the order of the names.
  std::span<double> variables() { return variables_; }
  /// NaN where the formula, or a part of it that counts, has no finite value: log(0), 1 / 0.
  double value();

 private:
  std::vector<double> variables_;
  std::unique_ptr<mu::Parser> parser_;
};
