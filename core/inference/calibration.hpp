/// Weights calibrated to known totals of a population, and what that takes out of a variance (Deville and Sarndal
/// 1992). Post-stratification is the case of one categorical variable.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace clusia {

/// The variables that are calibrated to, and their totals. Rows in different waves are calibrated apart, each wave to
/// the same totals.
struct CalibrationProblem {
  std::size_t variables = 0;
  std::vector<double> x;           ///< [rows x variables]; times persons where the weights count persons
  std::vector<double> totals;      ///< [variables]
  std::vector<std::int32_t> wave;  ///< [rows]; empty: one wave
  std::int32_t waves = 1;
  bool raking = false;  ///< distance: raking (w = d exp(x'l)); else linear (w = d (1 + x'l), the GREG estimator)
};

/// No weights reach the totals; the text says why.
struct CalibrationFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Calibration {
 public:
  /// Changes `weight` into the calibrated weights. Rows of weight 0 stay as they are.
  Calibration(CalibrationProblem problem, std::vector<double>& weight);

  /// Numbers that the regression on x needs: one a variable and wave.
  std::size_t variables() const { return problem_.variables * static_cast<std::size_t>(problem_.waves); }
  /// Adds what a row value contributes to them: x z / g, g the ratio of the weights after and before.
  void add(std::int64_t row, double z, std::vector<double>& to) const {
    const auto r = static_cast<std::size_t>(row);
    if (!problem_.wave.empty() && problem_.wave[r] < 0) return;  // not calibrated
    const std::size_t first = block(r);
    for (std::size_t k = 0; k < problem_.variables; ++k)
      to[first + k] += problem_.x[r * problem_.variables + k] * z * inverse_g_[r];
  }
  /// b: the regression of z/w on x with the weights before calibration. The variance of a calibrated estimate is that
  /// of its residuals w (z/w - x'b) (Deville and Sarndal 1992, eq. 3.4; as R's survey).
  Eigen::VectorXd coefficients(const std::vector<double>& auxiliary) const;
  /// Sums of w x by PSU: [PSUs x variables()].
  Eigen::MatrixXd totals_of_x(std::span<const std::int32_t> psu, std::int32_t psus) const;

 private:
  std::size_t block(std::size_t row) const {
    return problem_.wave.empty() ? 0 : static_cast<std::size_t>(problem_.wave[row]) * problem_.variables;
  }
  Eigen::Map<const Eigen::VectorXd> x(std::size_t row) const {
    return {problem_.x.data() + row * problem_.variables, static_cast<Eigen::Index>(problem_.variables)};
  }
  void solve(std::int32_t wave, const std::vector<double>& before, std::vector<double>& weight) const;
  bool in(std::size_t row, std::int32_t wave) const { return problem_.wave.empty() || problem_.wave[row] == wave; }

  CalibrationProblem problem_;
  std::vector<double> inverse_g_, weight_;
  std::vector<Eigen::MatrixXd> inverse_gram_;  ///< one a wave: pseudo-inverse of sum d x x'
};

}  // namespace clusia
