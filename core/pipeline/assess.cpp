#include "pipeline/assess.hpp"

#include <algorithm>
#include <cmath>

#include "design/contrast.hpp"
#include "design/restricted.hpp"
#include "inference/neighbours.hpp"
#include "pipeline/confounding.hpp"
#include "pipeline/placebos.hpp"
#include "pipeline/reassignment.hpp"
#include "pipeline/replication.hpp"

namespace clusia {
namespace {

/// z and the rest of the variance for one gradient.
struct Combined {
  Totals z;
  double reuse = 0;
};

/// "Rows fall out": incomplete ones, or all rows of a unit with an incomplete row that the design lists.
std::vector<bool> complete_under(const Design& design, const AssessedRows& rows, const std::vector<bool>& complete) {
  if (design.missing == Missing::row) return complete;
  if (!rows.unit.present())
    throw PluginFailure("drops whole units where a value is missing: the dataset needs the role unit");
  std::vector<bool> whole(static_cast<std::size_t>(rows.unit.levels()), true);
  const auto look = [&](const Weights& listed) {
    for (const std::int64_t row : listed.rows) {
      const auto r = static_cast<std::size_t>(row);
      if (!complete[r] && rows.unit.code[r] >= 0) whole[static_cast<std::size_t>(rows.unit.code[r])] = false;
    }
  };
  for (const Cell& cell : design.cells)
    if (cell.own != 0 && !cell.size_only) look(cell.domain);
  for (const Fit& fit : design.fits) look(fit.rows);
  std::vector<bool> result = complete;
  for (std::size_t r = 0; r < result.size(); ++r)
    if (rows.unit.code[r] >= 0 && !whole[static_cast<std::size_t>(rows.unit.code[r])]) result[r] = false;
  return result;
}

/// One more cluster id; a row that is in no pair is alone.
Clustering of_pairs(const Pairs& pairs, std::int64_t rows) {
  Codes codes;
  std::int32_t next = 0;
  for (const std::int32_t p : pairs.pair) next = std::max(next, p + 1);
  codes.code.assign(static_cast<std::size_t>(rows), -1);
  for (std::size_t k = 0; k < pairs.rows.size(); ++k)
    codes.code[static_cast<std::size_t>(pairs.rows[k])] = pairs.pair[k];
  for (std::int32_t& code : codes.code)
    if (code < 0) code = next++;
  return clustering_of(rows, codes, {});
}

const Replicates* replicates_for(const Design& design, const Inference& inference) {
  return inference.population || !serve_replicates(design) ? nullptr : inference.replicates;
}

constexpr const char* too_much = "a value is missing in more rows than the study allows (max_missing)";

class Task {
 public:
  Task(const AssessedIndicator& indicator, const Design& design, const AssessedRows& rows,
       std::shared_ptr<const Clusterings> over, const std::vector<bool>& in_group, const Inference& inference)
      : indicator_(indicator),
        whole_(design),
        rows_(rows),
        inference_(inference),
        replicates_(replicates_for(design, inference)),
        over_(std::move(over)),
        complete_(complete_under(design, rows, indicator.complete)),
        design_(restricted(design, {in_group, complete_, indicator.complete})),
        cells_(indicator.session, indicator.references, whole_, design_, over_, {!inference.population, replicates_}) {
    for (const Cell& cell : design_.cells) psus_of_cells_.emplace_back(over_).add(cell.domain);
    for (const Fit& fit : design_.fits) psus_of_fits_.emplace_back(over_).add(fit.rows);
    count(in_group);
    if (!inference.population && !design_.contrasts.empty()) clusters_.emplace(design_, rows, over_->parts.front());
    if (replicates_ == nullptr) return;
    replicated_ =
        inference.redesigned == nullptr
            ? replicated(indicator.session, indicator.references, whole_, design_, over_, cells_, *replicates_)
            : replicated_anew(indicator.session, indicator.references, *inference.redesigned,
                              {in_group, complete_, indicator.complete}, design_, over_, *replicates_);
  }

  TaskResult result() {
    TaskResult all;
    for (std::size_t m = 0; m < cells_.outputs(); ++m) {
      all.cells.push_back(counts_);
      for (std::size_t k = 0; k < design_.cells.size(); ++k) describe_cell(m, k, all.cells[m][k]);
      auto& effects = all.effects.emplace_back();
      for (std::size_t c = 0; c < design_.contrasts.size(); ++c) effects.push_back(effect(m, c));
      rank_among_placebos(design_, effects);
    }
    reassign(all);
    return all;
  }

 private:
  void count(const std::vector<bool>& in_group);
  bool too_much_missing(std::size_t k) const {
    const CellResult& c = counts_[k];
    return static_cast<double>(c.missing) > inference_.most_missing * static_cast<double>(c.rows + c.missing);
  }
  void describe_cell(std::size_t m, std::size_t k, CellResult& cell) const;
  std::optional<double> design_effect(std::size_t m, std::size_t k, double variance) const;
  void take_woodruff(std::size_t m, std::size_t k, CellResult& cell) const;
  EffectResult effect(std::size_t m, std::size_t c) const;
  /// Of a number with these totals: its interval and, in `note`, why there is none.
  struct Asked {
    double estimate = 0, null = 0;
    Factor factor = Factor::design;
    const std::vector<double>* replicates = nullptr;
    bool proportion = false;
  };
  std::optional<Interval> inferred(std::size_t m, const ContrastValue& gradient, const Combined& c, const Asked& asked,
                                   std::string& note) const;
  std::optional<EValue> e_value_of(std::size_t m, std::size_t c, const ContrastValue& gradient,
                                   const EffectResult& effect) const;
  std::optional<EValue> e_value_of_shares(std::size_t m, std::size_t c, std::pair<std::size_t, std::size_t> arms,
                                          const ContrastValue& gradient, bool few) const;
  void reassign(TaskResult& all) const;
  void mind_few_clusters(std::size_t m, const ContrastValue& gradient, double null, EffectResult& effect) const;
  Combined combined(std::size_t m, const ContrastValue& gradient) const;
  void add_neighbours(std::size_t m, const ContrastValue& gradient, Combined& to) const;
  ContrastValue itself(std::size_t k) const;
  Domain domain_of(const ContrastValue& gradient) const;
  std::optional<RegressionSize> largest_regression(std::size_t m, const ContrastValue& gradient) const;

  const AssessedIndicator& indicator_;
  const Design& whole_;
  const AssessedRows& rows_;
  const Inference& inference_;
  const Replicates* replicates_;
  std::shared_ptr<const Clusterings> over_;
  std::vector<bool> complete_;
  Design design_;
  Cells cells_;
  Replicated replicated_;
  std::vector<Domain> psus_of_cells_, psus_of_fits_;
  std::vector<CellResult> counts_;
  std::optional<ClustersOfDesign> clusters_;  ///< where effects are tested
};

void Task::count(const std::vector<bool>& in_group) {
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    CellResult c;
    const Weights &before = whole_.cells[k].domain, &domain = design_.cells[k].domain;
    if (domain.size() < before.size())
      for (std::size_t j = 0; j < before.size(); ++j) {
        const auto row = static_cast<std::size_t>(before.rows[j]);
        if (before.weight[j] != 0 && in_group[row] && !complete_[row]) ++c.missing;
      }
    c.rows = std::ranges::count_if(domain.weight, [](double weight) { return weight != 0; });
    // Pairs and further ids are no PSUs of the sample.
    if (over_ == rows_.over) {
      c.psus = psus_of_cells_[k].psus();
    } else {
      Domain sampled(rows_.over);
      sampled.add(domain);
      c.psus = sampled.psus();
    }
    c.size = cells_.sizes()[k];
    counts_.push_back(c);
  }
}

/// The gradient of a cell's own estimate.
ContrastValue Task::itself(std::size_t k) const {
  ContrastValue gradient;
  gradient.by_estimate.assign(design_.cells.size(), 0);
  gradient.by_size.assign(design_.cells.size(), 0);
  gradient.by_estimate[k] = 1;
  gradient.by_coefficient = cells_.no_directions();
  return gradient;
}

void Task::describe_cell(std::size_t m, std::size_t k, CellResult& cell) const {
  const CellInfluence& c = cells_.of(m, k);
  cell.note = c.note;
  if (c.estimate && too_much_missing(k)) {
    cell.note = too_much;
    return;
  }
  cell.estimate = c.estimate;
  if (!c.estimate || inference_.population) return;
  const ContrastValue gradient = itself(k);
  const bool proportion = indicator_.session.outputs()[m].kind == CLUSIA_PROPORTION;
  cell.interval = inferred(
      m, gradient, {*c.z, 0},
      {*c.estimate, 0, design_.factor, replicates_ != nullptr ? &replicated_.cells[m][k] : nullptr, proportion},
      cell.note);
  if (cell.interval) {
    cell.design_effect = design_effect(m, k, cell.interval->std_error * cell.interval->std_error);
    if (indicator_.quantiles && replicates_ == nullptr && design_.cells[k].terms.empty()) take_woodruff(m, k, cell);
  }
  if (inference_.keep_totals)
    cell.kept = {*c.z, domain_of(gradient), replicates_ == nullptr ? std::vector<double>{} : replicated_.cells[m][k]};
}

std::optional<double> Task::design_effect(std::size_t m, std::size_t k, double variance) const {
  const double n = static_cast<double>(counts_[k].rows), size = counts_[k].size;
  const auto deviation = deviation_of_scores(cells_.of(m, k), size, counts_[k].rows);
  if (!deviation || design_.cells[k].jacobian.first_step >= 0) return std::nullopt;
  double simple = *deviation * *deviation / n;
  if (rows_.finite && size > n) simple *= (size - n) / size;
  return simple > 0 ? std::optional(variance / simple) : std::nullopt;
}

/// Woodruff 1952: the ends of the distribution's interval at the quantile, turned back into values.
void Task::take_woodruff(std::size_t m, std::size_t k, CellResult& cell) const {
  const Weights& domain = design_.cells[k].domain;
  try {
    std::vector<double> u;
    const double level = indicator_.session.distribution(m, domain, *cell.estimate, u);
    Combined of_level{Totals(over_), 0};
    of_level.z.add(domain, u);
    std::string note;
    const auto interval = inferred(m, itself(k), of_level, {level, 0, design_.factor, nullptr, false}, note);
    if (!interval) return;
    constexpr double least = 1e-9;  // an end beyond all values is the least or the largest of them
    cell.interval->low = indicator_.session.inverse(m, domain, std::clamp(interval->low, least, 1 - least));
    cell.interval->high = indicator_.session.inverse(m, domain, std::clamp(interval->high, least, 1 - least));
  } catch (const Undefined&) {  // this output is no quantile
  }
}

EffectResult Task::effect(std::size_t m, std::size_t c) const {
  EffectResult effect;
  const Contrast& contrast = design_.contrasts[c];
  const std::vector<bool> read = cells_read(contrast, design_.cells.size());
  std::vector<double> estimates(design_.cells.size(), 0);
  for (std::size_t k = 0; k < estimates.size(); ++k) {
    const CellInfluence& cell = cells_.of(m, k);
    if (cell.estimate) estimates[k] = *cell.estimate;
    if (!read[k] || !effect.note.empty()) continue;
    if (!cell.estimate) effect.note = design_.cells[k].name + ": " + cell.note;
    if (cell.estimate && too_much_missing(k)) effect.note = design_.cells[k].name + ": " + too_much;
  }
  if (!effect.note.empty()) return effect;
  const ContrastValue value = evaluate(contrast, {estimates, cells_.sizes(), cells_.coefficients(m)});
  if (!std::isfinite(value.value)) {
    effect.note =
        "does not exist: a division by zero, the logarithm of a number that is not positive, or a collinear regressor";
    return effect;
  }
  effect.estimate = value.value;
  if (inference_.population) return effect;
  Combined of = combined(m, value);
  effect.interval = inferred(m, value, of,
                             {value.value, contrast.null_value, contrast.factor.value_or(design_.factor),
                              replicates_ != nullptr ? &replicated_.effects[m][c] : nullptr, false},
                             effect.note);
  if (effect.interval) {
    effect.test = replicates_ != nullptr ? "replicates" : "t";
    effect.p_value = effect.interval->p_value;
  }
  mind_few_clusters(m, value, contrast.null_value, effect);
  effect.e_value = e_value_of(m, c, value, effect);
  if (inference_.keep_totals)
    effect.kept = {std::move(of.z), domain_of(value),
                   replicates_ == nullptr ? std::vector<double>{} : replicated_.effects[m][c]};
  return effect;
}

/// Of shares and of means of scores; no other number has a known way to a risk ratio.
std::optional<EValue> Task::e_value_of(std::size_t m, std::size_t c, const ContrastValue& gradient,
                                       const EffectResult& effect) const {
  const bool of_shares = indicator_.session.outputs()[m].kind == CLUSIA_PROPORTION;
  if ((!of_shares && !indicator_.mean_of_scores) || is_ranked(design_)) return std::nullopt;
  const auto arms = arms_compared(design_, design_.contrasts[c], gradient);
  if (!arms) return std::nullopt;
  if (of_shares) return e_value_of_shares(m, c, *arms, gradient, effect.few);
  const auto [a, b] = *arms;
  const auto in_a = deviation_of_scores(cells_.of(m, a), counts_[a].size, counts_[a].rows);
  const auto in_b = deviation_of_scores(cells_.of(m, b), counts_[b].size, counts_[b].rows);
  if (!in_a || !in_b || !(*in_a + *in_b > 0)) return std::nullopt;
  return e_value_of_means(*effect.estimate, effect.interval, {*in_a, counts_[a].rows}, {*in_b, counts_[b].rows});
}

/// Of the ratio of two shares; its interval is made on the logarithm, where few clusters have none.
std::optional<EValue> Task::e_value_of_shares(std::size_t m, std::size_t c, std::pair<std::size_t, std::size_t> arms,
                                              const ContrastValue& gradient, bool few) const {
  const auto [a, b] = arms;
  const double share = *cells_.of(m, a).estimate, other = *cells_.of(m, b).estimate;
  if (!(share > 0 && other > 0)) return std::nullopt;
  EValue result{e_value(share / other), std::nullopt};
  if (few) return result;
  ContrastValue logarithm = gradient;
  logarithm.by_estimate[a] = 1 / share;
  logarithm.by_estimate[b] = -1 / other;
  std::vector<double> replicates;
  if (replicates_ != nullptr)
    for (std::size_t r = 0; r < replicated_.cells[m][a].size(); ++r)
      replicates.push_back(std::log(replicated_.cells[m][a][r] / replicated_.cells[m][b][r]));
  std::string note;
  const auto interval = inferred(m, logarithm, combined(m, logarithm),
                                 {std::log(share / other), 0, design_.contrasts[c].factor.value_or(design_.factor),
                                  replicates_ != nullptr ? &replicates : nullptr, false},
                                 note);
  if (interval) result.of_limit = e_value_of_interval(std::exp(interval->low), std::exp(interval->high));
  return result;
}

std::optional<Interval> Task::inferred(std::size_t m, const ContrastValue& gradient, const Combined& c,
                                       const Asked& asked, std::string& note) const {
  Variance v;
  double df = domain_of(gradient).degrees_of_freedom();
  if (asked.replicates != nullptr) {
    const Replicates::Spread spread = replicates_->spread(*asked.replicates);
    v.value = spread.variance;
    df = replicates_->df().value_or(df);
    if (spread.left_out > 0) note = "does not exist in " + std::to_string(spread.left_out) + " replicates, left out";
  } else {
    v = variance(c.z, asked.factor, asked.factor == Factor::regression ? largest_regression(m, gradient) : std::nullopt,
                 inference_.single_psu);
  }
  v.value += c.reuse;
  const auto interval = interval_or_note(asked.estimate, v, df, inference_.confidence, asked.null, note);
  return interval && asked.proportion ? on_logit_scale(*interval, asked.estimate, inference_.confidence) : interval;
}

/// Counts the clusters behind an effect; where they are few, its test becomes one that holds.
void Task::mind_few_clusters(std::size_t m, const ContrastValue& gradient, double null, EffectResult& effect) const {
  constexpr std::int64_t most_told = 1000;  // beyond, how much each of them says is of no concern
  const Clustering& clusters = over_->parts.front();
  ClustersCompared& counted = effect.clusters = clusters_->compared(gradient);
  if (replicates_ != nullptr || counted.all > most_told || is_ranked(design_)) return;
  const auto reduced = clusters_->bias_reduced(cells_, m, gradient);
  if (reduced) counted.effective = reduced->effective_clusters();
  if (counted.decisive() >= inference_.few_clusters.limit || !effect.interval) return;
  if (!reduced || over_->ids > 1 || clusters.strata.size() > 1 || !design_.neighbours.empty()) {
    effect.note =
        "few clusters (" + words_of(counted) +
        "): the test is that of many and finds too much; none for few is known here (strata, pairs, neighbours)";
    return;
  }
  effect.interval.reset();
  if (counted.decisive() > 1)
    effect.interval = interval_for_few(*reduced, *effect.estimate, null, inference_.few_clusters);
  effect.test = effect.interval ? name_of(inference_.few_clusters.test) : "";
  effect.note = effect.interval ? "few clusters (" + words_of(counted) + ")"
                                : "no standard error: " + words_of(counted) +
                                      " clusters, and one alone does not show how much they differ";
  if (effect.interval) effect.p_value = effect.interval->p_value;
  effect.few = true;
}

/// p-values of few clusters by other choices of them, where the study asks for that and a contrast allows it.
void Task::reassign(TaskResult& all) const {
  if (inference_.few_clusters.test != FewClustersTest::randomisation) return;
  PValues found;
  bool any = false;
  for (const auto& effects : all.effects) {
    auto& of = found.emplace_back();
    for (const EffectResult& e : effects) {
      of.push_back(e.few && e.clusters.assigned ? e.estimate : std::nullopt);
      any |= of.back().has_value();
    }
  }
  if (!any) return;
  const PValues p =
      p_values_of_reassignment(indicator_.session, indicator_.references, design_, rows_, over_->parts.front(), found,
                               inference_.few_clusters.draws, inference_.few_clusters.seed);
  for (std::size_t m = 0; m < found.size(); ++m)
    for (std::size_t c = 0; c < found[m].size(); ++c) {
      EffectResult& e = all.effects[m][c];
      if (!e.few) continue;
      e.test = p[m][c] ? "randomisation" : e.interval ? "cr2" : "";
      if (p[m][c]) e.p_value = p[m][c];
    }
}

/// Of units that serve in several waves one value, their sum over these, tells how much a unit varies.
void Task::add_neighbours(std::size_t m, const ContrastValue& gradient, Combined& to) const {
  std::vector<std::pair<const Neighbours*, MatchedInfluence>> serving;
  for (const Neighbours& n : design_.neighbours) {
    const auto t = static_cast<std::size_t>(n.treated), c = static_cast<std::size_t>(n.comparison);
    const std::vector<double>&u_t = cells_.of(m, t).u, &u_c = cells_.of(m, c).u;
    // A cell by itself is a weighted mean of rows as any other; only their difference pairs them.
    if (gradient.by_estimate[t] == 0 || gradient.by_estimate[c] == 0 || u_t.empty() || u_c.empty()) continue;
    MatchedInfluence influence{&design_.cells[t].domain, &design_.cells[c].domain, u_t, u_c};
    for (double& u : influence.treated_u) u *= gradient.by_estimate[t];
    for (double& u : influence.comparison_u) u *= gradient.by_estimate[c];
    const auto take_out = [&](const Weights& domain, const std::vector<double>& u) {
      for (std::size_t j = 0; j < u.size(); ++j) to.z.add(domain.rows[j], -domain.weight[j] * u[j]);
    };
    take_out(*influence.treated, influence.treated_u);
    take_out(*influence.comparison, influence.comparison_u);
    if (!rows_.of_sample) add_matched_rows(n, influence, to.z);
    const auto takes = [&](auto& earlier) { return add_occasion(earlier.second, influence, rows_.unit.code); };
    try {
      if (std::ranges::none_of(serving, takes)) serving.emplace_back(&n, std::move(influence));
    } catch (const std::invalid_argument& why) {
      throw PluginFailure(why.what());
    }
  }
  for (const auto& [n, influence] : serving)
    to.reuse += rows_.of_sample ? variance_given_covariates(*n, influence) : variance_of_reuse(*n, influence);
}

Combined Task::combined(std::size_t m, const ContrastValue& gradient) const {
  Combined result{Totals(over_), 0};
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    if (gradient.by_estimate[k] != 0) result.z.add(gradient.by_estimate[k], *cells_.of(m, k).z);
    if (gradient.by_size[k] != 0) result.z.add(gradient.by_size[k], *cells_.size(k).z);
  }
  if (!std::all_of(gradient.by_coefficient.begin(), gradient.by_coefficient.end(), all_zero))
    result.z.add(1, *cells_.along(m, gradient.by_coefficient).z);
  add_neighbours(m, gradient, result);
  return result;
}

/// What the estimate is about: the rows of every cell and fit that it moves with.
Domain Task::domain_of(const ContrastValue& gradient) const {
  Domain domain(over_);
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    if (gradient.by_estimate[k] == 0 && gradient.by_size[k] == 0) continue;
    domain.add(psus_of_cells_[k]);
    for (const FitTerm& term : design_.cells[k].terms) domain.add(psus_of_fits_[static_cast<std::size_t>(term.fit)]);
  }
  for (std::size_t f = 0; f < design_.fits.size(); ++f)
    if (!all_zero(gradient.by_coefficient[f])) domain.add(psus_of_fits_[f]);
  return domain;
}

/// Of the fits whose coefficients it names, the one with the most parameters.
std::optional<RegressionSize> Task::largest_regression(std::size_t m, const ContrastValue& gradient) const {
  std::optional<RegressionSize> largest;
  for (std::size_t f = 0; f < design_.fits.size(); ++f) {
    if (all_zero(gradient.by_coefficient[f])) continue;
    const RegressionSize size = regression_size(design_.fits[f], cells_.model(f, m), *over_);
    if (!largest || size.parameters > largest->parameters) largest = size;
  }
  return largest;
}

}  // namespace

SinglePsu single_psu_of(const std::string& word) {
  return word == "adjust"      ? SinglePsu::adjust
         : word == "certainty" ? SinglePsu::certainty
         : word == "average"   ? SinglePsu::average
                               : SinglePsu::fail;
}

bool serve_replicates(const Design& design) { return design.neighbours.empty() && design.pairs.empty(); }

std::shared_ptr<const Clusterings> clusterings_under(const Design& design, const AssessedRows& rows) {
  if (design.pairs.empty()) return rows.over;
  std::vector<Clustering> ids{rows.over->parts.front()};
  for (const Pairs& pairs : design.pairs) ids.push_back(of_pairs(pairs, rows.rows));
  Clusterings all = clusterings_of(std::move(ids));
  return all.ids == 1 && all.parts.front().psu == rows.over->parts.front().psu
             ? rows.over
             : std::make_shared<const Clusterings>(std::move(all));
}

TaskResult assess(const AssessedIndicator& indicator, const Design& design, const AssessedRows& rows,
                  std::shared_ptr<const Clusterings> over, const std::vector<bool>& in_group,
                  const Inference& inference) {
  return Task(indicator, design, rows, std::move(over), in_group, inference).result();
}

}  // namespace clusia
