#include "report/plan.hpp"

#include <algorithm>
#include <cmath>

#include "report/drawing.hpp"
#include "report/html.hpp"
#include "report/number.hpp"
#include "report/shell.hpp"
#include "report/simulation.hpp"
#include "report/web.hpp"

namespace clusia {
namespace plan_words {

using planning::Analysis;
using planning::Method;
using planning::Rule;

std::string effect(double value, const std::string& unit, bool sign) {
  const std::string number =
      report::rounded(value, std::min(report::decimals_for({value}), report::decimals_of(value)));
  return (sign && value > 0 ? "+" : "") + report::with_unit(number, unit);
}

std::string analysis(const planning::Comparison& of) {
  const auto rounds = [](int n, const char* when) {
    return std::to_string(n) + (n == 1 ? " round " : " rounds ") + when;
  };
  if (of.analysis == Analysis::after)
    return "difference of arms" + (of.after > 1 ? ", " + rounds(of.after, "after the programme") : "");
  return (of.analysis == Analysis::difference ? std::string("difference in differences, ")
                                              : std::string("difference of arms given the baseline, ")) +
         rounds(of.before, "before") + " and " + std::to_string(of.after) + " after";
}

std::string arm(planning::Stratum::Arm arm) {
  return arm == planning::Stratum::treated      ? "treated"
         : arm == planning::Stratum::comparison ? "comparison"
                                                : "everyone";
}

std::string allocation(const planning::Sampling& sampling) {
  const std::string rule = sampling.rule == Rule::equal    ? "the same from each"
                           : sampling.rule == Rule::neyman ? "by size times standard deviation (Neyman)"
                                                           : "in proportion to the frame";
  return rule + (sampling.minimum > 0 ? ", at least " + std::to_string(sampling.minimum) : "");
}

std::string draw(planning::Method method) {
  switch (method) {
    case Method::simple:
      return "simple random";
    case Method::systematic:
      return "systematic";
    case Method::pps_systematic:
      return "proportional to size, systematic";
    case Method::pps_pivotal:
      return "proportional to size, pivotal";
  }
  return "";
}

std::string unit(const planning::PlannedOutcome& outcome) {
  return outcome.comparison.outcome.share ? "points" : outcome.unit;
}

double shown(const planning::PlannedOutcome& outcome, double effect) {
  return outcome.comparison.outcome.share ? std::round(1e11 * effect) / 1e9 : effect;  // no trace of binary fractions
}

}  // namespace plan_words

namespace {

using namespace report;
using planning::Answer;
using planning::Plan;
using planning::PlannedOutcome;
using planning::Stratum;

Html number(double value) { return text(rounded(value, 0)); }

std::string effect_of(const PlannedOutcome& outcome, double effect) {
  return plan_words::effect(plan_words::shown(outcome, effect), plan_words::unit(outcome));
}

Html size_of(const Plan& plan) {
  const planning::Arms approach = plan.approach(plan.needed);
  Html out =
      tag("p", {{"class", "verdict"}},
          text("The study needs " + rounded(plan.needed.sum(), 0) + " answers: " + rounded(plan.needed.treated, 0) +
               " from the treated and " + rounded(plan.needed.comparison, 0) +
               " from the comparison. To have them, it has to approach " + rounded(approach.sum(), 0) + "."));
  Table table("What each outcome needs", {{"Outcome"},
                                          {"Smallest effect worth seeing", Align::number},
                                          {"Treated", Align::number},
                                          {"Comparison", Align::number},
                                          {"In all", Align::number},
                                          {"To approach", Align::number},
                                          {"Note"}});
  for (std::size_t k = 0; k < plan.answers.size(); ++k) {
    const PlannedOutcome& outcome = plan.settings.outcomes[k];
    const Answer& answer = plan.answers[k];
    const bool any = answer.needed.sum() > 0;
    const auto shown = [&](double n) { return any ? number(n) : Html{}; };
    table.row({text(outcome.title), text(effect_of(outcome, outcome.effect)), shown(answer.needed.treated),
               shown(answer.needed.comparison), shown(answer.needed.sum()), shown(plan.approach(answer.needed).sum()),
               text(any ? "" : answer.trouble)});
  }
  return out + table.html();
}

Html chart_of(const Plan& plan, const PlannedOutcome& outcome, const Answer& answer) {
  if (answer.detectable_by_people.empty() || answer.power_by_effect.empty()) return {};
  Json data = {{"kind", "power"},
               {"unit", plan_words::unit(outcome)},
               {"effect", plan_words::shown(outcome, outcome.effect)},
               {"people", plan.sample.sum()},
               {"power", plan.settings.power},
               {"by_people", Json::array()},
               {"by_effect", Json::array()}};
  for (const auto& [people, effect] : answer.detectable_by_people)
    data["by_people"].push_back({{"people", people}, {"effect", plan_words::shown(outcome, effect)}});
  for (const auto& [effect, power] : answer.power_by_effect)
    data["by_effect"].push_back({{"effect", plan_words::shown(outcome, effect)}, {"power", power}});
  return drawing(data, outcome.title + ": the smallest effect that is found with a chance of " +
                           rounded(100 * plan.settings.power, 0) + "%, by the number of people; and the chance that " +
                           rounded(plan.sample.sum(), 0) + " people find an effect, by its size.");
}

Html seen_of(const Plan& plan) {
  Html charts;
  Table table("What the sample sees", {{"Outcome"},
                                       {"Treated", Align::number},
                                       {"Comparison", Align::number},
                                       {"Smallest effect found", Align::number},
                                       {"Smallest worth seeing", Align::number},
                                       {"Chance to find that", Align::number},
                                       {"Note"}});
  for (std::size_t k = 0; k < plan.answers.size(); ++k) {
    const PlannedOutcome& outcome = plan.settings.outcomes[k];
    const Answer& answer = plan.answers[k];
    charts += chart_of(plan, outcome, answer);
    table.row({text(outcome.title), number(plan.sample.treated), number(plan.sample.comparison),
               answer.detectable ? text(effect_of(outcome, *answer.detectable)) : Html{},
               text(effect_of(outcome, outcome.effect)),
               std::isnan(answer.power) ? Html{} : text(rounded(answer.power, 2)), text(answer.trouble)});
  }
  return charts + table.html();
}

Html allocation_of(const Plan& plan) {
  std::vector<Table::Column> columns{{"Arm"}};
  for (const std::string& name : plan.columns) columns.push_back({capitalised(name)});
  for (const char* name : {"In the frame", "Sample", "Reserves"}) columns.push_back({name, Align::number});
  Table table("The sample over the cells of the frame", columns);
  for (const Stratum& s : plan.strata) {
    std::vector<Html> row{text(capitalised(plan_words::arm(s.arm)))};
    for (const std::string& level : s.levels) row.push_back(text(level));
    for (const std::int64_t n : {static_cast<std::int64_t>(s.units.size()), s.sample, s.reserves})
      row.push_back(number(static_cast<double>(n)));
    table.row(std::move(row));
  }
  return tag("p", text("Spread over cells " + plan_words::allocation(plan.sampling) + "; drawn " +
                       plan_words::draw(plan.sampling.method) + ", seed " + std::to_string(plan.sampling.seed) +
                       ". The list is in sample.csv: who is drawn, in the order of visit, and who stands by for "
                       "those who refuse.")) +
         table.html();
}

Html quota_of(const planning::Quota& quota) {
  std::vector<Table::Column> columns;
  for (const std::string& name : quota.columns) columns.push_back({capitalised(name)});
  columns.push_back({"In the frame", Align::number});
  columns.push_back({"To talk to", Align::number});
  Table table("Sought out: " + quota.name, columns);
  for (const planning::Quota::Part& part : quota.parts) {
    std::vector<Html> row;
    for (const std::string& level : part.levels) row.push_back(text(level));
    row.push_back(part.frame ? number(static_cast<double>(*part.frame)) : Html{});
    row.push_back(number(static_cast<double>(part.people)));
    table.row(std::move(row));
  }
  return table.html();
}

Html who_is_asked(const Plan& plan) {
  Html out = plan.strata.empty() ? tag("p", "The study names no frame, so nobody is drawn."_html) : allocation_of(plan);
  for (const planning::Quota& quota : plan.quotas) out += quota_of(quota);
  return out;
}

Html method_of(const Plan& plan) {
  const planning::Comparison& of = plan.settings.outcomes.front().comparison;
  Html list = tag("li", text("Analysis: " + plan_words::analysis(of) + ".")) +
              tag("li", text("Two-sided test at " + shortest(of.level) + ", chance to find the effect " +
                             shortest(plan.settings.power) +
                             ", by the noncentral t distribution; the normal one where "
                             "shares are compared without clusters" +
                             (of.normal ? ", and here for all" : "") + "."));
  if (of.cluster_size > 1)
    list += tag("li", text("People come in clusters of " + shortest(of.cluster_size) +
                           (of.cluster_cv > 0 ? " (coefficient of variation " + shortest(of.cluster_cv) + ")" : "") +
                           "; degrees of freedom are those of the clusters."));
  for (const PlannedOutcome& outcome : plan.settings.outcomes)
    list += tag("li", text(outcome.title + ": design effect of clusters " +
                           rounded(planning::design_effect(outcome.comparison), 2) + ", factor of rounds " +
                           rounded(planning::rounds_factor(outcome.comparison), 2) + "."));
  list +=
      tag("li", text("Refusal, absence and loss: " + shortest(100 * plan.settings.refusal_treated) +
                     "% of the treated, " + shortest(100 * plan.settings.refusal_comparison) + "% of the comparison."));
  for (const std::string& note : plan.notes) list += tag("li", text(capitalised(note) + "."));
  return tag("ul", list) +
         tag("p",
             "The figures hold if what was assumed holds: standard deviations, correlations and refusals. A pilot tells."_html);
}

}  // namespace

std::string html_plan(const Plan& plan, const PlanHeading& heading, const planning::Simulation* simulation) {
  Html tried, link;
  if (simulation != nullptr) {
    tried =
        tag("section", {{"id", "tried"}, {"aria-labelledby", "tried-title"}},
            tag("h2", {{"id", "tried-title"}}, "What a trial of the study finds"_html) + html_simulation(*simulation));
    link = tag("a", {{"href", "#tried"}}, "A trial of the study"_html) + " "_html;
  }
  return fill(web::plan_page(), {{"style", std::string(web::style())},
                                 {"charts", charts({web::power_script(), web::trial_script()})},
                                 {"tried", tried.string()},
                                 {"tried_link", link.string()},
                                 {"title", text(heading.title).string()},
                                 {"question", text(heading.question).string()},
                                 {"made_by", text("Clusia " + heading.version).string()},
                                 {"size", size_of(plan).string()},
                                 {"seen", seen_of(plan).string()},
                                 {"who", who_is_asked(plan).string()},
                                 {"method", method_of(plan).string()}});
}

}  // namespace clusia
