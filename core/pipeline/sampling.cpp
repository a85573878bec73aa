#include <algorithm>

#include "pipeline/loader.hpp"
#include "study/nearest.hpp"

namespace clusia {

void Loader::take_weights() {
  const Roles& r = dataset_.roles;
  AssessedRows& rows = loaded_.rows;
  rows.weight.assign(static_cast<std::size_t>(rows.rows), 1.0);
  const std::size_t known = problems_.size();
  if (r.weight) rows.weight = numbers(*r.weight, "weight");
  if (r.persons) {
    const std::vector<double> persons = numbers(*r.persons, "persons");
    for (std::size_t k = 0; k < persons.size(); ++k) rows.weight[k] *= persons[k];
  }
  if (problems_.size() == known && std::all_of(rows.weight.begin(), rows.weight.end(), [](double w) { return w == 0; }))
    refuse(r.weight ? r.weight->at : dataset_.at, "all weights of data '" + dataset_.name + "' are zero",
           "name the column that holds the survey weights");
}

std::vector<double> Loader::fpc(const std::optional<Named>& role) {
  return role ? numbers(*role, "fpc") : std::vector<double>{};
}

void Loader::take_sampling(const Codes& psu) {
  AssessedRows& rows = loaded_.rows;
  const Roles& r = dataset_.roles;
  std::vector<Stage> stages{{psu, stratum_, fpc(r.fpc)}};
  for (const LaterStage& later : dataset_.stages)
    stages.push_back({codes(later.unit, "stage", true), codes(later.stratum, "stage", true), fpc(later.fpc)});
  rows.finite = r.fpc.has_value();
  std::shared_ptr<const Calibration> calibration;
  if (dataset_.calibration && problems_.empty()) calibration = calibrated();
  if (!problems_.empty()) return;
  try {
    rows.over = std::make_shared<const Clusterings>(clusterings_of_stages(stages_of(rows.rows, stages), calibration));
  } catch (const std::invalid_argument& e) {
    refuse(r.fpc ? r.fpc->at : dataset_.at, std::string("the finite population correction ") + e.what(),
           "give the number of units in the stratum's population in each of its rows");
  }
}

/// Who is observed counts once (or as many persons as there are), whomever the survey has him stand for; nothing was
/// drawn, so there are no strata and no corrections, and who was assigned together or lives together errs together.
void Loader::take_sample(const Codes& assigned) {
  AssessedRows rows = loaded_.rows;
  rows.of_sample = true;
  rows.finite = false;
  const std::vector<double> persons =
      dataset_.roles.persons ? numbers(*dataset_.roles.persons, "persons") : std::vector<double>(rows.weight.size(), 1);
  for (std::size_t row = 0; row < persons.size(); ++row)
    if (rows.weight[row] != 0) rows.weight[row] = persons[row];
  rows.over = std::make_shared<const Clusterings>(clusterings_of({clustering_of(rows.rows, assigned, {})}));
  loaded_.of_sample = std::make_shared<const AssessedRows>(std::move(rows));
}

// ---- calibration ------------------------------------------------------------------------------------------

/// One variable a total: 1 for everyone, 1 in the level, or the column's number.
std::vector<double> Loader::calibrated_variable(const CalibrationTotal& total) {
  std::vector<double> x(static_cast<std::size_t>(loaded_.frame.rows()), 1);
  if (!total.column) return x;
  if (!total.level) return numbers(*total.column, "calibration");
  const Codes of = codes(total.column, "calibration", true);
  const std::int32_t level = of.find(total.level->text);
  if (level < 0)
    refuse(total.level->at, "'" + total.level->text + "' is no level of column '" + total.column->text + "'",
           mend_of(total.level->text, of.names, "levels"));
  for (std::size_t row = 0; row < x.size(); ++row) x[row] = of.code.empty() || of.code[row] != level ? 0 : 1;
  return x;
}

std::shared_ptr<const Calibration> Loader::calibrated() {
  const CalibrationSettings& settings = *dataset_.calibration;
  AssessedRows& rows = loaded_.rows;
  CalibrationProblem problem;
  problem.variables = settings.totals.size();
  problem.raking = settings.raking;
  problem.x.resize(problem.variables * static_cast<std::size_t>(rows.rows));
  for (std::size_t k = 0; k < problem.variables; ++k) {
    problem.totals.push_back(settings.totals[k].total);
    const std::vector<double> x = calibrated_variable(settings.totals[k]);
    for (std::size_t row = 0; row < x.size(); ++row) problem.x[row * problem.variables + k] = x[row];
  }
  if (rows.wave.present()) {
    problem.wave = rows.wave.code;
    problem.waves = rows.wave.levels();
  }
  if (!problems_.empty()) return nullptr;
  try {
    return std::make_shared<const Calibration>(std::move(problem), rows.weight);
  } catch (const CalibrationFailed& failed) {
    refuse(settings.at, failed.what(), "correct the totals, or take fewer of them");
    return nullptr;
  }
}

// ---- replicates -------------------------------------------------------------------------------------------

void Loader::take_replicates() {
  const InferenceSettings& inference = study_.inference;
  const Clustering& design = loaded_.rows.over->parts.front();
  if (inference.variance == "bootstrap")
    loaded_.replicates =
        std::make_shared<const Replicates>(Replicates::bootstrap(design, inference.replicates, study_.seed));
  if (inference.variance == "jackknife")
    loaded_.replicates = std::make_shared<const Replicates>(Replicates::jackknife(design));
  if (inference.variance == "replicate_weights") take_supplied_replicates();
  if (inference.variance != "brr") return;
  try {
    loaded_.replicates = std::make_shared<const Replicates>(Replicates::balanced(design));
  } catch (const std::invalid_argument& e) {
    refuse(inference.at, e.what(), "choose another variance");
  }
}

void Loader::take_supplied_replicates() {
  const ReplicateWeights& given = *dataset_.replicate_weights;
  const std::vector<double> survey = dataset_.roles.weight
                                         ? numbers(*dataset_.roles.weight, "weight")
                                         : std::vector<double>(static_cast<std::size_t>(loaded_.rows.rows), 1);
  std::vector<double> factors;
  for (const Named& name : given.columns) {
    std::vector<double> column = numbers(name, "replicate weight");
    for (std::size_t row = 0; given.combined && row < column.size(); ++row)
      column[row] = survey[row] > 0 ? column[row] / survey[row] : 0;
    factors.insert(factors.end(), column.begin(), column.end());
  }
  if (given.columns.size() < 2)
    refuse(given.at, "one column of replicate weights says nothing of how much they differ", "name all of them");
  if (!problems_.empty()) return;
  loaded_.replicates = std::make_shared<const Replicates>(
      Replicates::supplied(std::move(factors), static_cast<std::int64_t>(given.columns.size()), given.scale));
}

}  // namespace clusia
