/// A contrast's value and its exact gradient.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "design/design.hpp"

namespace clusia {

/// What a contrast is a function of; one estimate and one size a cell, one list of coefficients a fit.
struct ContrastArguments {
  std::span<const double> estimates, sizes;
  std::span<const std::vector<double>> coefficients;
};

struct ContrastValue {
  double value = 0;
  std::vector<double> by_estimate, by_size;         ///< one a cell
  std::vector<std::vector<double>> by_coefficient;  ///< one list a fit
};

/// Runs the postfix program and, backwards, its derivatives. A value that does not exist (a division by zero) comes
/// back as it is in floating point: the caller judges with std::isfinite.
ContrastValue evaluate(const Contrast& contrast, const ContrastArguments& arguments);

/// Which cells' estimates it reads.
std::vector<bool> cells_read(const Contrast& contrast, std::size_t cells);

/// "" when it is well formed for so many cells and fits (with so many coefficients each), else what is wrong.
std::string fault_of(const Contrast& contrast, std::size_t cells, std::span<const Fit> fits);

/// The formula in words a reader of the database can follow: "T[treated, after] - T[treated, before]".
std::string formula_of(const Contrast& contrast, const Design& design);

}  // namespace clusia
