// What a host would make of a design where each row has a score: fits, cells, contrasts.
#include <cmath>
#include <limits>

#include "design.hpp"

namespace clusia::kit {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Weighted least squares by orthogonalisation, the absorbed effects first; a column that adds nothing has 0.
std::vector<double> coefficients_of(const Fit& fit, const Frame& frame) {
  const std::size_t n = fit.rows.size(), q = std::size_t(fit.regressors);
  std::vector<std::vector<double>> columns;
  const auto add = [&](const auto& value) {
    auto& column = columns.emplace_back();
    for (std::size_t k = 0; k < n; ++k) column.push_back(std::sqrt(fit.rows.weight[k]) * value(k));
  };
  for (const auto& effect : fit.absorbed) {
    std::int32_t levels = 0;
    for (const std::int32_t level : effect) levels = std::max(levels, level + 1);
    for (std::int32_t level = 0; level < levels; ++level)
      add([&](std::size_t k) { return effect[k] == level ? 1.0 : 0.0; });
  }
  const std::size_t dummies = columns.size();
  for (std::size_t j = 0; j < q; ++j) add([&](std::size_t k) { return fit.x[k * q + j]; });
  add([&](std::size_t k) { return frame.outcome[std::size_t(fit.rows.rows[k])]; });
  const auto dot = [](const auto& a, const auto& b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
    return sum;
  };
  const std::size_t p = columns.size() - 1;
  std::vector<std::vector<double>> r(p + 1, std::vector<double>(p + 1));
  std::vector<bool> kept(p);
  for (std::size_t j = 0; j <= p; ++j) {
    const double before = dot(columns[j], columns[j]);
    for (int pass = 0; pass < 2; ++pass)
      for (std::size_t i = 0; i < j; ++i) {
        if (i >= p || !kept[i]) continue;
        const double along = dot(columns[i], columns[j]);
        r[i][j] += along;
        for (std::size_t k = 0; k < n; ++k) columns[j][k] -= along * columns[i][k];
      }
    const double left = dot(columns[j], columns[j]);
    if (j == p || !(left > 1e-18 * before) || !(left > 0)) continue;
    kept[j] = true;
    r[j][j] = std::sqrt(left);
    for (double& x : columns[j]) x /= r[j][j];
  }
  std::vector<double> beta(p);
  for (std::size_t j = p; j-- > 0;) {
    if (!kept[j]) continue;
    beta[j] = r[j][p];
    for (std::size_t i = j + 1; i < p; ++i) beta[j] -= r[j][i] * beta[i];
    beta[j] /= r[j][j];
  }
  return {beta.begin() + std::ptrdiff_t(dummies), beta.end()};
}

}  // namespace

double value_of(const Contrast& contrast, const std::vector<double>& estimates, const std::vector<double>& sizes,
                const std::vector<std::vector<double>>& coefficients) {
  std::vector<double> stack;
  const auto at = [](const std::vector<double>& of, std::int32_t k) {
    return k < 0 || std::size_t(k) >= of.size() ? none : of[std::size_t(k)];
  };
  for (const clusia_step& s : contrast.steps) {
    switch (s.op) {
      case CLUSIA_PUSH_ESTIMATE:
        stack.push_back(at(estimates, s.index));
        continue;
      case CLUSIA_PUSH_SIZE:
        stack.push_back(at(sizes, s.index));
        continue;
      case CLUSIA_PUSH_COEFFICIENT:
        stack.push_back(s.index < 0 || std::size_t(s.index) >= coefficients.size()
                            ? none
                            : at(coefficients[std::size_t(s.index)], s.item));
        continue;
      case CLUSIA_PUSH_NUMBER:
        stack.push_back(s.number);
        continue;
      default:
        break;
    }
    if (stack.empty()) return none;
    if (s.op == CLUSIA_EXP || s.op == CLUSIA_LOG) {
      stack.back() = s.op == CLUSIA_EXP ? std::exp(stack.back()) : std::log(stack.back());
      continue;
    }
    if (stack.size() < 2 || s.op < CLUSIA_ADD || s.op > CLUSIA_DIVIDE) return none;
    const double b = stack.back();
    stack.pop_back();
    double& a = stack.back();
    a = s.op == CLUSIA_ADD ? a + b : s.op == CLUSIA_SUBTRACT ? a - b : s.op == CLUSIA_MULTIPLY ? a * b : a / b;
  }
  return stack.size() == 1 ? stack.back() : none;
}

std::vector<double> values_of(const Design& design, const Frame& frame) {
  std::vector<std::vector<double>> coefficients;
  for (const Fit& fit : design.fits) coefficients.push_back(coefficients_of(fit, frame));
  std::vector<double> estimates, sizes, values;
  for (const Cell& cell : design.cells) {
    double size = 0, sum = 0;
    for (std::size_t k = 0; k < cell.domain.size(); ++k) {
      double score = cell.own * frame.outcome[std::size_t(cell.domain.rows[k])];
      for (const Term& t : cell.terms) {
        const auto& beta = coefficients[std::size_t(t.fit)];
        for (std::size_t j = 0; j < beta.size(); ++j) score += t.factor * t.x[k * beta.size() + j] * beta[j];
      }
      size += cell.domain.weight[k], sum += cell.domain.weight[k] * score;
    }
    sizes.push_back(size), estimates.push_back(sum / size);
  }
  for (const Contrast& c : design.contrasts) values.push_back(value_of(c, estimates, sizes, coefficients));
  return values;
}

}  // namespace clusia::kit
