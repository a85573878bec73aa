/// Weights that make the arms alike, and how they answer to what was estimated for them.
#pragma once

#include <clusia/covariates/propensity.hpp>

/// Parameters gamma that were estimated: each row's phi, and the columns z in which weights move: dd = d slope
/// z'dgamma.
struct Step {
  using ByRow = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;  // as answers want them
  std::string name;
  ByRow z, phi;
};

struct Reweighting {
  Eigen::VectorXd d;      ///< survey weight included; 0: left out
  Eigen::VectorXd score;  ///< empty where none was fitted
  std::vector<Step> steps;
  struct Arm {
    int step = -1;  ///< -1: the survey weights themselves
    Eigen::VectorXd slope;
  } treated, comparison;
  std::vector<std::string> columns_left_out;
};

/// att: 1 and p/(1-p); ate: 1/p and 1/(1-p); ato: 1-p and p. Rows beyond the bounds of the score weigh 0: ate and ato
/// beyond [trim, 1-trim], att above 1-trim.
Reweighting by_propensity(const clusia::Sample& sample, int32_t estimand, double trim);

/// Weights nearest to the survey weights in entropy under which the means of the columns equal those of the target
/// (att: the treated; ate: everyone), to the last digits. Refuses with words where no weights do that.
Reweighting by_entropy(const clusia::Sample& sample, int32_t estimand, int64_t moments);
