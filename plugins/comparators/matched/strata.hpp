/// Strata of rows that are alike: subclasses of the score, and coarsened exact matching.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "space.hpp"

/// Subclasses between quantiles of the score of the treated (ate: of everyone), as many rows of them in each.
std::vector<int> subclasses(const clusia::Sample& sample, const Space& space, int32_t estimand, int64_t count);

/// How numbers are coarsened: at cut points that were given (a value at a cut point belongs above it), else into `bins`
/// intervals of equal width, else into as many as Sturges's rule has.
struct Coarsening {
  std::map<std::string, std::vector<double>> cutpoints;
  std::optional<int64_t> bins;
};
/// Numbers with blanks between, as the study writes them.
std::vector<double> cutpoints_of(const std::string& name, const std::string& text);
std::vector<int> coarsened(const clusia::Sample& sample, const Coarsening& how);

/// A number for each combination of the values of these columns.
std::vector<int> combinations(std::size_t rows, const std::vector<std::vector<double>>& columns);
/// The same, of these covariates; they are named by parameter `exact`.
std::vector<int> alike_in(const clusia::Sample& sample, const std::vector<std::string>& covariates);
/// Refuses a name that is no covariate.
void check_covariate(const clusia::Sample& sample, const std::string& parameter, const std::string& name);

/// Weights by stratum, from r = weight of its treated over weight of its comparison rows. att: comparison w r; ate:
/// treated w (1 + 1/r), comparison w (1 + r). A row whose stratum lacks an arm weighs 0.
struct Stratified {
  Eigen::VectorXd d;
  std::vector<int> stratum;  ///< of each row, 0 .. n_strata - 1; -1 where it lacks an arm
  int n_strata = 0, one_armed = 0;
  Eigen::VectorXd slope;  ///< dd/dr = d slope
  Eigen::VectorXd
      influence;  ///< what each row adds to the r of its stratum: w (t - r (1 - t)) / weight of comparison rows
};
Stratified stratified(const clusia::Sample& sample, const std::vector<int>& strata, int32_t estimand);
