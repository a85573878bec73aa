#include "pipeline/trial_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "design/contrast.hpp"
#include "pipeline/bench.hpp"
#include "pipeline/unit_scores.hpp"

namespace clusia {
namespace {

constexpr std::int64_t before_a_new_channel = 16;  // a worker keeps the columns of all studies that it has served

/// Cells with people whom the programme has reached.
std::vector<bool> reached_cells(const Design& design, const std::vector<bool>& treated) {
  std::vector<bool> reached;
  for (const Cell& cell : design.cells) {
    bool any = false;
    for (std::size_t j = 0; j < cell.domain.size(); ++j)
      any = any || (cell.domain.weight[j] != 0 && treated[static_cast<std::size_t>(cell.domain.rows[j])]);
    reached.push_back(any);
  }
  return reached;
}

/// Both answers of one task.
struct Twice {
  const TaskResult &with, &without;
};

/// The contrast were there no error: its null, and what the effect adds to it. In cells of the untreated the effect is
/// left out, for a relative line that the treated have moved is no part of the effect on them. The coefficients of a
/// regression cannot be told apart so.
std::optional<double> truth_of(const Design& design, const Contrast& contrast, const std::vector<bool>& reached,
                               const Twice& of, std::size_t m, std::size_t c) {
  const EffectResult &with = of.with.effects[m][c], &without = of.without.effects[m][c];
  if (!with.estimate || !without.estimate) return std::nullopt;
  if (!design.fits.empty()) return contrast.null_value + *with.estimate - *without.estimate;
  std::vector<double> mixed, none, sizes;
  for (std::size_t k = 0; k < design.cells.size(); ++k) {
    const CellResult &a = of.with.cells[m][k], &b = of.without.cells[m][k];
    mixed.push_back((reached[k] ? a : b).estimate.value_or(0));
    none.push_back(b.estimate.value_or(0));
    sizes.push_back(b.size);
  }
  return contrast.null_value + evaluate(contrast, {mixed, sizes, {}}).value -
         evaluate(contrast, {none, sizes, {}}).value;
}

/// 1 above no effect, -1 below it, 0 neither; nothing where there is no test.
std::optional<int> found(const EffectResult& e, const Contrast& contrast, double confidence) {
  if (contrast.ranked_by >= 0) {
    if (!e.placebo_p || !e.estimate) return std::nullopt;
    return *e.placebo_p > 1 - confidence ? 0 : *e.estimate > contrast.null_value ? 1 : -1;
  }
  if (!e.interval) return std::nullopt;
  return e.interval->low > contrast.null_value ? 1 : e.interval->high < contrast.null_value ? -1 : 0;
}

planning::Trial trial_of(const EffectResult& with, const EffectResult& without, const Contrast& contrast,
                         double confidence) {
  planning::Trial trial;
  trial.planted = with.estimate;
  trial.nothing = without.estimate;
  if (with.interval && contrast.ranked_by < 0) {  // else it is the survey's alone
    trial.std_error = with.interval->std_error;
    trial.low = with.interval->low, trial.high = with.interval->high;
  }
  trial.found = found(with, contrast, confidence);
  trial.found_nothing = found(without, contrast, confidence);
  if (!with.estimate || !trial.found) trial.reason = with.note;
  return trial;
}

}  // namespace

const Indicator& TriedIndicator::indicator() const {
  return *std::ranges::find(study.indicators, name, &Indicator::name);
}

/// The indicator (and those whose scores it reads) on the columns of one simulated study.
struct TrialRun::Outcomes {
  std::vector<LoadedIndicator> loaded;
  std::size_t ours = 0;
  std::unique_ptr<Session> session;

  AssessedIndicator assessed() {
    const LoadedIndicator& of = loaded[ours];
    return {*session, *of.references, of.complete, of.plugin->has_power(CLUSIA_INDICATOR_QUANTILE)};
  }
};

TrialRun::TrialRun(const Study& study, const Catalogue& catalogue, const LoadedStudy& loaded,
                   const std::vector<Ground>& grounds, const ChannelOptions& options)
    : study_(study), catalogue_(catalogue), loaded_(loaded), grounds_(grounds), options_(options) {
  for (const Ground& ground : grounds) datasets_.push_back(*ground.dataset);
}

TrialRun::~TrialRun() = default;

TrialRun::Outcomes TrialRun::outcomes(std::size_t ground, const TriedIndicator& of,
                                      const std::vector<std::int64_t>& donors, const Lots& lots, bool effects) {
  LoadedDataset& dataset = datasets_[ground];
  dataset.frame = grounds_[ground].planting->columns(of.columns, donors, lots, effects);
  std::vector<Problem> problems;
  Outcomes made;
  made.loaded = load_indicators(of.study, catalogue_, dataset, options_, problems);
  if (!problems.empty()) {
    std::vector<std::string> texts;
    for (const Problem& problem : sorted(problems)) texts.push_back(text_of(problem));
    throw StudyRefused(texts);
  }
  const auto ours = std::ranges::find(made.loaded, of.name, [](const LoadedIndicator& i) { return i.study->name; });
  made.ours = static_cast<std::size_t>(ours - made.loaded.begin());
  made.session = std::make_unique<Session>(*channel_, ours->bind, ours->segments);
  return made;
}

std::vector<Tried> TrialRun::study(std::int64_t number) {
  if (served_++ % before_a_new_channel == 0) channel_ = open_channel(options_);
  const Lots lots(study_.seed, number);
  std::vector<Tried> all;
  for (std::size_t g = 0; g < grounds_.size(); ++g)
    for (const TriedIndicator& of : grounds_[g].indicators) {
      const std::vector<std::int64_t> donors = grounds_[g].donors->draw(lots, of.ties);
      Outcomes with = outcomes(g, of, donors, lots, true), without = outcomes(g, of, donors, lots, false);
      for (const TriedComparator& comparator : grounds_[g].comparators)
        try_comparator(g, of, comparator, with, without, all);
    }
  return all;
}

void TrialRun::try_comparator(std::size_t ground, const TriedIndicator& of, const TriedComparator& comparator,
                              Outcomes& with, Outcomes& without, std::vector<Tried>& to) {
  const Ground& on = grounds_[ground];
  if (!comparator.design && comparator.reason.empty()) return try_by_output(ground, of, comparator, with, without, to);
  for (const std::size_t group : on.groups)
    to.push_back(comparator.design ? tried(ground, group, comparator.comparator->name, *comparator.design,
                                           comparator.over, with, without, std::nullopt)
                                   : Tried{{}, comparator.reason});
}

/// Designs that rest on outcomes from before are made of this study's: no effect is in these.
void TrialRun::try_by_output(std::size_t ground, const TriedIndicator& of, const TriedComparator& comparator,
                             Outcomes& with, Outcomes& without, std::vector<Tried>& to) {
  const Ground& on = grounds_[ground];
  LoadedStudy now;
  now.indicators = without.loaded;
  now.settings = loaded_.settings;
  const std::size_t first = to.size();
  to.resize(first + on.groups.size());
  DesignMaker maker(of.study, catalogue_, now, options_, nullptr);
  maker.make(*comparator.comparator, datasets_[ground], [&](const MadeDesign& made) {
    if (made.only && made.only->indicator != without.ours) return;
    for (std::size_t g = 0; g < on.groups.size(); ++g) {
      if (!made.design) {
        to[first + g].reason = made.reason;
        continue;
      }
      Tried one = tried(ground, on.groups[g], comparator.comparator->name, *made.design,
                        clusterings_under(*made.design, on.dataset->compared()), with, without,
                        made.only ? std::optional(made.only->output) : std::nullopt);
      for (TriedEffect& effect : one.effects) to[first + g].effects.push_back(std::move(effect));
      if (!one.reason.empty()) to[first + g].reason = one.reason;
    }
  });
}

/// By the names of what it is of.
std::shared_ptr<const AboutEffect> TrialRun::about(const std::string& whose, std::size_t output,
                                                   const OutputDeclaration& as, const Contrast& contrast) {
  auto& known = about_[whose + " " + std::to_string(output) + " " + contrast.name];
  if (known == nullptr) known = std::make_shared<const AboutEffect>(AboutEffect{output, as, contrast});
  return known;
}

Tried TrialRun::tried(std::size_t on, std::size_t group, const std::string& comparator, const Design& design,
                      std::shared_ptr<const Clusterings> over, Outcomes& with, Outcomes& without,
                      std::optional<std::size_t> only) {
  const Ground& ground = grounds_[on];
  const LoadedDataset& dataset = *ground.dataset;
  const std::vector<bool>& rows = dataset.groups[group].rows;
  const Inference inference = inference_for(study_, dataset, false);
  const auto answer = [&](Outcomes& of) {
    return asked_twice([&] { return assess(of.assessed(), design, dataset.compared(), over, rows, inference); });
  };
  const std::string whose = std::to_string(on) + " " + with.loaded[with.ours].study->name + " " + comparator;
  Tried tried;
  try {
    const TaskResult a = answer(with), b = answer(without);
    const auto& outputs = with.session->outputs();
    const std::vector<bool> reached = reached_cells(design, ground.donors->treated());
    for (std::size_t m = 0; m < outputs.size(); ++m)
      for (std::size_t c = 0; c < design.contrasts.size() && (!only || *only == m); ++c) {
        const Contrast& contrast = design.contrasts[c];
        if (!contrast.is_effect || contrast.placebo_of >= 0) continue;
        planning::Trial trial = trial_of(a.effects[m][c], b.effects[m][c], contrast, study_.confidence);
        trial.truth = truth_of(design, contrast, reached, {a, b}, m, c);
        tried.effects.push_back({about(whose, m, outputs[m], contrast), std::move(trial)});
      }
  } catch (const PluginFailure& failure) {
    tried.reason = failure.sentence();
  } catch (const Crash& crash) {
    tried.reason = crash.what();
  }
  return tried;
}

OwnScores TrialRun::own_scores(std::size_t ground, const TriedIndicator& of) {
  if (channel_ == nullptr) channel_ = open_channel(options_);
  const std::vector<bool>& gives = grounds_[ground].donors->gives();
  std::vector<std::int64_t> own(gives.size(), -1);
  for (std::size_t row = 0; row < own.size(); ++row)
    if (gives[row]) own[row] = static_cast<std::int64_t>(row);
  Outcomes outcomes = this->outcomes(ground, of, own, Lots(study_.seed, 0), false);
  const LoadedIndicator& loaded = outcomes.loaded[outcomes.ours];
  if (!loaded.plugin->has_power(CLUSIA_INDICATOR_LINEAR)) return {};
  const Design no_fits;
  const UnitScores scores(*outcomes.session, no_fits, *loaded.references);
  OwnScores all;
  for (std::size_t m = 0; m < outcomes.session->outputs().size(); ++m) {
    auto& of_output = all.emplace_back(own.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t row = 0; row < own.size(); ++row)
      if (own[row] >= 0 && loaded.complete[row]) of_output[row] = scores.score(m, std::nullopt, own[row]);
  }
  return all;
}

}  // namespace clusia
