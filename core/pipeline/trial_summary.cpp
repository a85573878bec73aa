#include "pipeline/trial_summary.hpp"

#include <charconv>
#include <cmath>
#include <iomanip>
#include <map>
#include <span>
#include <sstream>

#include "pipeline/simulated_power.hpp"

namespace clusia {
namespace {

using planning::SimulatedEffect;

/// "+0.3": with its sign, without a trace of binary fractions.
std::string signed_text(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, std::round(1e9 * value) / 1e9).ptr;
  return (value > 0 ? "+" : "") + std::string(digits, end);
}

/// "0.12"
std::string in_words(double value) {
  std::ostringstream text;
  text << std::setprecision(2) << value;
  return text.str();
}

/// An effect's answers, one a study that gave any.
struct Gathered {
  std::shared_ptr<const AboutEffect> about;
  std::vector<planning::Trial> trials;
};
using ByEffect = std::map<std::pair<std::size_t, std::string>, Gathered>;

ByEffect gathered(std::size_t job, const std::vector<std::vector<Tried>>& studies) {
  ByEffect effects;
  for (const auto& study : studies)
    for (const TriedEffect& effect : study[job].effects) {
      Gathered& of = effects[{effect.about->output, effect.about->contrast.name}];
      of.about = effect.about;
      of.trials.push_back(effect.trial);
    }
  return effects;
}

/// Studies that gave no answer at all, with the reason.
std::vector<planning::Trial> failed(std::size_t job, const std::vector<std::vector<Tried>>& studies) {
  std::vector<planning::Trial> all;
  for (const auto& study : studies)
    if (!study[job].reason.empty()) all.emplace_back().reason = study[job].reason;
  return all;
}

SimulatedEffect named(const TriedQuestion& of) {
  const Group& group = of.ground.dataset->groups[of.group];
  SimulatedEffect effect;
  effect.data = of.ground.dataset->study->name;
  effect.indicator = of.indicator.name;
  effect.title = of.indicator.indicator().title;
  effect.comparator = of.comparator.comparator->name;
  effect.comparator_title = of.comparator.comparator->title;
  effect.group = group.label;
  effect.everyone = group.columns.empty();
  return effect;
}

void take_formula(const TriedQuestion& of, const AboutEffect& about, double confidence, SimulatedEffect& to) {
  if (!of.comparator.design || !to.found.truth) {
    to.no_formula = "the design is made anew in each study";
    return;
  }
  const std::span<const double> own =
      of.scores.empty() ? std::span<const double>{} : std::span<const double>(of.scores[about.output]);
  to.formula = power_by_formula(
      {*of.comparator.design, about.contrast, *of.ground.dataset, *of.ground.donors, of.indicator.ties,
       of.ground.dataset->groups[of.group].rows, own, *to.found.truth - about.contrast.null_value, 1 - confidence},
      to.no_formula);
}

}  // namespace

std::vector<SimulatedEffect> summed_up(const TriedQuestion& question, const std::vector<std::vector<Tried>>& studies,
                                       double confidence) {
  const std::vector<planning::Trial> without_answer = failed(question.job, studies);
  std::vector<SimulatedEffect> all;
  const SimulatedEffect name = named(question);
  ByEffect effects = gathered(question.job, studies);
  if (effects.empty()) all.emplace_back(name).found = planning::characteristics_of(without_answer, 0);
  for (auto& [key, of] : effects) {
    of.trials.insert(of.trials.end(), without_answer.begin(), without_answer.end());
    SimulatedEffect one = name;
    one.output = of.about->as.name;
    one.contrast = of.about->contrast.name;
    one.unit = of.about->contrast.unit.value_or("");
    one.found = planning::characteristics_of(of.trials, of.about->contrast.null_value);
    const bool never_moves = one.found.sd && one.found.sd->value == 0 && one.found.tested == 0;
    if (never_moves) continue;  // a line that the study sets, for one
    take_formula(question, *of.about, confidence, one);
    all.push_back(std::move(one));
  }
  return all;
}

std::string words_of(const PlantedChange& change) {
  std::string text = change.column.text + " of " + change.data + ": ";
  text += change.way == PlantedChange::multiply ? "times " + signed_text(change.by).substr(1)
          : change.way == PlantedChange::points ? signed_text(100 * change.by) + " points"
                                                : signed_text(change.by);
  text += change.is_effect                          ? ""
          : change.arm == PlantedChange::treated    ? ", a trend of the treated arm"
          : change.arm == PlantedChange::comparison ? ", a trend of the comparison arm"
                                                    : ", a trend of everyone";
  for (const auto& [column, level] : change.levels) text += ", " + column + " = " + level;
  return text;
}

std::vector<std::string> notes_of(const Ground& ground, const SimulateSettings& settings) {
  std::vector<std::string> notes;
  const std::string data = "data " + ground.dataset->study->name + ": ";
  if (ground.donors->strangers() > 0)
    notes.push_back(data + counted(ground.donors->strangers(), "row") +
                    " with fewer than five alike in the first wave, who draw from all of their arm");
  if (const double narrowing = ground.donors->narrowing(); narrowing > 0.05)
    notes.push_back(data + "few are alike, so outcomes vary by " + in_words(100 * narrowing) +
                    " % less than in the data: name fewer columns in 'like'");
  for (const TriedIndicator& of : ground.indicators) {
    if (settings.icc && ground.donors->clustered() && of.ties.icc < *settings.icc - 0.005)
      notes.push_back("indicator " + of.name +
                      ": PSUs of the data differ too little for that: intraclass correlation " + in_words(of.ties.icc));
    if (ground.donors->waves() && std::fabs(of.ties.correlation() - settings.correlation) > 0.005)
      notes.push_back("indicator " + of.name + ": what a PSU keeps is more than that: correlation " +
                      in_words(of.ties.correlation()));
  }
  return notes;
}

}  // namespace clusia
