#include "study/plan.hpp"

#include <algorithm>
#include <set>

#include "study/reading.hpp"

namespace clusia {
namespace {

using planning::Analysis;
using planning::Method;
using planning::Rule;

Analysis analysis_of(const std::string& word) {
  return word == "difference" ? Analysis::difference : word == "ancova" ? Analysis::ancova : Analysis::after;
}
Rule rule_of_allocation(const std::string& word) {
  return word == "equal" ? Rule::equal : word == "neyman" ? Rule::neyman : Rule::proportional;
}
Method method_of(const std::string& word) {
  return word == "systematic"       ? Method::systematic
         : word == "pps_systematic" ? Method::pps_systematic
         : word == "pps_pivotal"    ? Method::pps_pivotal
                                    : Method::simple;
}

/// What all outcomes share.
planning::Comparison comparison_of(const Table& plan) {
  planning::Comparison of;
  of.analysis = analysis_of(plan.text("analysis"));
  of.before = static_cast<int>(plan.integer("rounds_before"));
  of.after = static_cast<int>(plan.integer("rounds_after"));
  of.cluster_size = plan.number("cluster_size");
  of.cluster_cv = plan.number("cluster_cv");
  of.strata = static_cast<int>(plan.integer("strata"));
  of.normal = plan.text("test") == "normal";
  of.level = plan.number("level");
  return of;
}

void check_outcome(const Table& table, const planning::PlannedOutcome& outcome, Problems& problems) {
  const bool share = outcome.comparison.outcome.share;
  const char *needs = share ? "share" : "sd", *other = share ? "sd" : "share";
  if (!table.has(needs))
    problems.add(table.at(), "'" + std::string(needs) + "' is missing in " + table.heading(),
                 share ? "add it: the share in the comparison arm" : "add it: the standard deviation within an arm");
  if (table.has(other))
    problems.add(table.at(other), "'" + std::string(other) + "' is given for a " + (share ? "share" : "mean"),
                 "remove it");
  if (!share && table.has("sd") && outcome.comparison.outcome.sd == 0)
    problems.add(table.at("sd"), "'sd' is 0", "give the standard deviation, from a pilot or an earlier survey");
  if (table.has("effect") && outcome.effect == 0)
    problems.add(table.at("effect"), "'effect' is 0", "give the smallest effect that would be worth knowing of");
  const double treated = outcome.comparison.outcome.comparison + outcome.effect;
  if (share && table.has("share") && !(treated >= 0 && treated <= 1))
    problems.add(table.at("effect"), "share plus effect is not between 0 and 1",
                 "give the effect as a difference of shares: 0.1 for ten points");
  if (outcome.comparison.outcome.icc > 0 && outcome.comparison.cluster_size <= 1)
    problems.add(table.at("icc"), "'icc' is given, and there are no clusters",
                 "give 'cluster_size' in [plan], or leave 'icc' out");
}

void read_outcome(Reading& reading, const toml::table& of, const planning::Comparison& shared, PlanSettings& plan) {
  const Table table(of, position_of(of), sections::planned_outcome(), heading_of("[[plan.outcome]]", of),
                    reading.problems);
  planning::PlannedOutcome outcome;
  outcome.name = table.text("name");
  outcome.title = table.has("title") ? table.text("title") : outcome.name;
  outcome.unit = table.text("unit");
  outcome.effect = table.number("effect");
  outcome.comparison = shared;
  planning::Outcome& what = outcome.comparison.outcome;
  what.share = table.text("kind") == "share";
  if (table.has("sd")) what.sd = table.number("sd");
  if (table.has("share")) what.comparison = table.number("share");
  what.icc = table.number("icc");
  what.correlation = table.number("correlation");
  what.cluster_correlation = table.has("cluster_correlation") ? table.number("cluster_correlation") : what.correlation;
  what.explained = table.number("explained");
  if (table.has("kind")) check_outcome(table, outcome, reading.problems);
  check_name(reading, plan.size.outcomes, outcome.name, table.at("name"), "outcomes");
  plan.size.outcomes.push_back(std::move(outcome));
}

void check_frame(const Table& table, const FrameSettings& frame, const PlanSettings& plan, Problems& problems) {
  check_arm(table, frame.treated, frame.comparison, problems);
  const Method method = frame.sampling.method;
  if ((method == Method::pps_systematic || method == Method::pps_pivotal) && !table.has("size"))
    problems.add(table.at("draw"), "draw is \"" + table.text("draw") + "\", and no 'size' is given",
                 "name the column of sizes: size = \"...\"");
  if (frame.sampling.rule == Rule::neyman && !table.has("spread"))
    problems.add(table.at("allocation"), "allocation is \"neyman\", and no 'spread' is given",
                 "name a column whose standard deviation differs between cells: spread = \"...\"");
  if (frame.sampling.clusters && !plan.size.outcomes.empty() && plan.size.outcomes.front().comparison.cluster_size <= 1)
    problems.add(table.at("lists"), "the frame lists clusters, and [plan] has none",
                 "say in [plan] how many people are asked in each: cluster_size = ...");
}

void read_frame(Reading& reading, const toml::table& of, PlanSettings& plan) {
  const Table table(of, position_of(of), sections::frame(), "[plan.frame]", reading.problems);
  FrameSettings frame;
  frame.at = table.at();
  if (const auto unit = table.named("unit")) frame.unit = *unit;
  frame.arm = table.named("arm");
  frame.size = table.named("size");
  frame.spread = table.named("spread");
  frame.treated = table.names("treated");
  frame.comparison = table.names("comparison");
  frame.cells = table.names("cells");
  frame.sampling = {rule_of_allocation(table.text("allocation")), table.integer("minimum"),
                    method_of(table.text("draw")), table.text("lists") == "clusters", reading.study.seed};
  check_frame(table, frame, plan, reading.problems);
  const auto* source = table.table("source");
  if (source == nullptr || !reading.catalogue.find) return;
  const Table part(*source, position_of(*source), sections::source(), "[plan.frame.source]", reading.problems);
  read_setup(reading, Kind::source, part, frame.source);
  plan.frame = std::move(frame);
}

void read_levels(const toml::table& of, QuotaSettings& quota, Problems& problems) {
  for (const auto& [key, node] : of) {
    auto& [column, levels] = quota.levels.emplace_back(std::string(key.str()), std::vector<std::string>{});
    if (const auto* list = node.as_array())
      for (const auto& item : *list)
        if (const auto level = level_of(item)) levels.push_back(*level);
    const std::set<std::string> distinct(levels.begin(), levels.end());
    if (levels.empty() || distinct.size() != levels.size())
      problems.add(position_of(node), "'" + column + "' is no list of levels, each once",
                   "write it so: " + column + " = [\"women\", \"men\"]");
  }
}

void read_quota(Reading& reading, const toml::table& of, bool has_frame, PlanSettings& plan) {
  const Table table(of, position_of(of), sections::quota(), heading_of("[[plan.quota]]", of), reading.problems);
  QuotaSettings quota;
  quota.at = table.at();
  quota.name = table.text("name");
  quota.columns = table.names("columns");
  quota.total = table.integer("total");
  quota.minimum = table.integer("minimum");
  quota.rule = rule_of_allocation(table.text("allocation"));
  if (const auto* levels = table.table("levels")) read_levels(*levels, quota, reading.problems);
  if (table.has("columns") == table.has("levels"))
    reading.problems.add(
        table.at(),
        table.heading() + (table.has("columns") ? " has both 'columns' and 'levels'" : " does not say what it crosses"),
        "give 'columns' of the frame, or 'levels' without one");
  if (table.has("columns") && !has_frame)
    reading.problems.add(table.at("columns"), "'columns' are of the frame, and there is none",
                         "add [plan.frame], or give 'levels'");
  if (table.has("levels") && quota.rule == Rule::proportional)
    reading.problems.add(table.at("allocation"), "without a frame there is nothing to be proportional to",
                         "leave 'allocation' out");
  check_name(reading, plan.quotas, quota.name, table.at("name"), "quotas");
  plan.quotas.push_back(std::move(quota));
}

}  // namespace

void read_plan(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::plan(), "[plan]", reading.problems);
  PlanSettings plan;
  plan.size.power = table.number("power");
  plan.size.ratio = table.number("ratio");
  if (table.has("people")) plan.size.people = static_cast<double>(table.integer("people"));
  plan.size.refusal_treated = table.number("refusal_treated");
  plan.size.refusal_comparison = table.number("refusal_comparison");
  for (const auto* outcome : table.tables("outcome")) read_outcome(reading, *outcome, comparison_of(table), plan);
  if (const auto* frame = table.table("frame")) read_frame(reading, *frame, plan);
  for (const auto* quota : table.tables("quota")) read_quota(reading, *quota, table.has("frame"), plan);
  reading.study.plan = std::make_shared<const PlanSettings>(std::move(plan));
}

}  // namespace clusia
