#include "report/simulation.hpp"

#include <algorithm>
#include <cmath>

#include "report/csv.hpp"
#include "report/drawing.hpp"
#include "report/number.hpp"

namespace clusia {

using planning::SimulatedEffect;
using planning::Simulation;

namespace simulation_words {

std::string what(const Simulation& of) {
  return std::to_string(of.studies) + " simulated studies on the rows of the data, seed " + std::to_string(of.seed);
}

std::string effect(const SimulatedEffect& of, const Simulation& simulation) {
  const auto others = [&](auto SimulatedEffect::*part) {
    return std::ranges::any_of(simulation.effects, [&](const SimulatedEffect& other) {
      return other.indicator == of.indicator && other.comparator == of.comparator && other.*part != of.*part;
    });
  };
  std::string text = of.title;
  if (others(&SimulatedEffect::output)) text += ", " + of.output;
  if (others(&SimulatedEffect::contrast)) text += ", " + of.contrast;
  if (!of.everyone) text += ", " + of.group;
  return text;
}

std::optional<double> error_told(const SimulatedEffect& of) {
  if (!of.found.std_error || !of.found.sd || of.found.sd->value <= 0) return std::nullopt;
  return *of.found.std_error / of.found.sd->value;
}

std::vector<const SimulatedEffect*> in_order(const Simulation& simulation) {
  std::vector<const SimulatedEffect*> all;
  for (const SimulatedEffect& of : simulation.effects) all.push_back(&of);
  std::ranges::stable_partition(all, &SimulatedEffect::everyone);
  return all;
}

int decimals(const SimulatedEffect& of) {
  const double sd = of.found.sd ? of.found.sd->value : 0;
  return sd > 0 ? std::clamp(1 - static_cast<int>(std::floor(std::log10(sd))), 0, 9) : 2;
}

std::string failures(const SimulatedEffect& of) {
  const auto& found = of.found;
  const std::int64_t failed = found.studies - found.tested;
  if (failed == 0) return "";
  std::string text = "no estimate or test in " + std::to_string(failed) + " of " + std::to_string(found.studies);
  const auto most = std::ranges::max_element(found.reasons, {}, [](const auto& reason) { return reason.second; });
  return most == found.reasons.end() ? text : text + ": " + most->first;
}

}  // namespace simulation_words

namespace {

using namespace report;

Html number(const std::optional<double>& value, int decimals) {
  return value ? text(rounded(*value, decimals)) : Html{};
}

Html with_error(const std::optional<planning::Simulated>& value, int decimals) {
  return value ? text(rounded(value->value, decimals) + " ± " + rounded(2 * value->error, decimals)) : Html{};
}

Json around(const std::optional<planning::Simulated>& value) {
  if (!value) return nullptr;
  return {{"value", value->value},
          {"low", std::max(0.0, value->value - 2 * value->error)},
          {"high", std::min(1.0, value->value + 2 * value->error)}};
}

constexpr std::size_t most_rows = 40;  // of a chart; the table has them all

Html chart_of(const Simulation& simulation) {
  Json data = {{"kind", "trial"}, {"confidence", simulation.confidence}, {"rows", Json::array()}};
  for (const SimulatedEffect* effect : simulation_words::in_order(simulation)) {
    const SimulatedEffect& of = *effect;
    if (!of.found.power || data["rows"].size() == most_rows) continue;
    data["rows"].push_back({{"row", simulation_words::effect(of, simulation) + " (" + of.comparator_title + ")"},
                            {"power", around(of.found.power)},
                            {"size", around(of.found.size)},
                            {"coverage", around(of.found.coverage)},
                            {"formula", json(of.formula)}});
  }
  if (data["rows"].empty()) return {};
  return drawing(
      data,
      "How often the study finds what was planted and, where nothing was, finds something all the same; and how "
      "often its intervals hold the truth. Lines are two standard errors of the simulation.");
}

Html table_of(const Simulation& simulation) {
  Table table("What the simulated studies found", {{"Outcome"},
                                                   {"Compared by"},
                                                   {"True effect", Align::number},
                                                   {"Bias", Align::number},
                                                   {"SE / SD", Align::number},
                                                   {"Coverage", Align::number},
                                                   {"Power", Align::number},
                                                   {"By formula", Align::number},
                                                   {"False alarms", Align::number},
                                                   {"Note"}});
  for (const SimulatedEffect* effect : simulation_words::in_order(simulation)) {
    const SimulatedEffect& of = *effect;
    const auto& found = of.found;
    const int d = simulation_words::decimals(of);
    table.row({text(simulation_words::effect(of, simulation)), text(of.comparator_title), number(found.truth, d),
               with_error(found.bias, d), number(simulation_words::error_told(of), 2), with_error(found.coverage, 2),
               with_error(found.power, 2), number(of.formula, 2), with_error(found.size, 2),
               text(simulation_words::failures(of))});
  }
  return table.html();
}

std::string field(const std::optional<double>& value) { return value && std::isfinite(*value) ? shortest(*value) : ""; }

void add(std::vector<std::string>& fields, const std::optional<planning::Simulated>& value) {
  fields.push_back(value ? shortest(value->value) : "");
  fields.push_back(value ? shortest(value->error) : "");
}

}  // namespace

Html html_simulation(const Simulation& simulation) {
  Html planted;
  for (const std::string& change : simulation.planted) planted += tag("li", text(change));
  Html notes;
  for (const std::string& note : simulation.notes) notes += tag("li", text(capitalised(note) + "."));
  return tag("p",
             text(capitalised(simulation_words::what(simulation)) +
                  ". Outcomes are drawn from those of the first wave, of rows that the programme had not reached; no "
                  "other outcome was looked at. A unit's outcomes in two waves have a correlation of " +
                  shortest(simulation.correlation) + ", a PSU's levels one of " +
                  shortest(simulation.cluster_correlation) + ". Planted:")) +
         tag("ul", planted) + chart_of(simulation) + table_of(simulation) +
         (notes.empty() ? Html{} : tag("ul", notes)) +
         tag("p", text("After ± stand two standard errors of the simulation. Coverage should be " +
                       shortest(simulation.confidence) + " and false alarms " +
                       shortest(std::round(1e9 * (1 - simulation.confidence)) / 1e9) +
                       ". SE / SD is the mean standard error over the standard deviation of the estimates: below 1 "
                       "it promises too much. Formulas are for means and "
                       "shares, for two arms as they weigh in the "
                       "survey; they know of no bias."));
}

std::string simulation_csv(const Simulation& simulation) {
  std::string out =
      "data,indicator,output,comparator,contrast,group,truth,bias,bias_error,sd,sd_error,std_error,coverage,"
      "coverage_error,power,power_error,formula,size,size_error,studies,estimated,tested,note\r\n";
  for (const SimulatedEffect& of : simulation.effects) {
    const auto& found = of.found;
    std::vector<std::string> fields;
    for (const std::string& name : {of.data, of.indicator, of.output, of.comparator, of.contrast, of.group})
      fields.push_back(csv_text(name));
    fields.push_back(field(found.truth));
    add(fields, found.bias), add(fields, found.sd);
    fields.push_back(field(found.std_error));
    add(fields, found.coverage), add(fields, found.power);
    fields.push_back(field(of.formula));
    add(fields, found.size);
    for (const std::int64_t n : {found.studies, found.estimated, found.tested}) fields.push_back(std::to_string(n));
    fields.push_back(csv_text(simulation_words::failures(of)));
    for (std::size_t k = 0; k < fields.size(); ++k) out += (k > 0 ? "," : "") + fields[k];
    out += "\r\n";
  }
  return out;
}

}  // namespace clusia
