#include "cli/plan_summary.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/simulation_summary.hpp"
#include "cli/summary.hpp"
#include "report/number.hpp"
#include "report/plan.hpp"
#include "study/problem.hpp"

namespace clusia::cli {
namespace {

using planning::Answer;
using planning::Plan;
using planning::PlannedOutcome;
using planning::Stratum;

constexpr std::size_t most_rows = 40;  // of a table; plan.csv has them all

/// Rows of texts under headings; the first columns stand to the left, figures to the right.
class Columns {
 public:
  Columns(std::vector<std::string> heading, std::size_t left) : rows_{std::move(heading)}, left_(left) {}
  void row(std::vector<std::string> fields) { rows_.push_back(std::move(fields)); }
  void print(std::ostream& to, const Style& style) const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_)
      for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], width_of(row[k]));
    for (std::size_t r = 0; r < rows_.size() && r <= most_rows; ++r) {
      std::string line;
      for (std::size_t k = 0; k < rows_[r].size(); ++k)
        line += (k > 0 ? "  " : "") + padded(rows_[r][k], widths[k], k >= left_);
      line.erase(line.find_last_not_of(' ') + 1);
      to << (r == 0 ? style.dim : "") << line << (r == 0 ? style.plain : "") << "\n";
    }
    if (rows_.size() > most_rows + 1) to << "and " << rows_.size() - most_rows - 1 << " more in plan.csv\n";
  }

 private:
  std::vector<std::vector<std::string>> rows_;
  std::size_t left_;
};

std::string searchable(std::string text) {  // figures that can be searched and copied
  for (const auto& [from, into] : {std::pair<std::string, std::string>{"−", "-"}, {"\u00a0", " "}, {"\u202f", " "}})
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;) text.replace(at, from.size(), into);
  return text;
}

std::string effect_of(const PlannedOutcome& outcome, double effect) {
  return searchable(plan_words::effect(plan_words::shown(outcome, effect), plan_words::unit(outcome)));
}

void print_needs(const Plan& plan, std::ostream& to, const Style& style) {
  Columns needs({"to see", "at least", "treated", "comparison", "in all", "to approach"}, 1);
  const auto row = [&](const std::string& title, const std::string& effect, const planning::Arms& n) {
    needs.row({title, effect, plain(n.treated, 0), plain(n.comparison, 0), plain(n.sum(), 0),
               plain(plan.approach(n).sum(), 0)});
  };
  for (std::size_t k = 0; k < plan.answers.size(); ++k) {
    const PlannedOutcome& outcome = plan.settings.outcomes[k];
    if (plan.answers[k].needed.sum() > 0)
      row(outcome.title, effect_of(outcome, outcome.effect), plan.answers[k].needed);
    else
      needs.row({outcome.title, effect_of(outcome, outcome.effect), plan.answers[k].trouble});
  }
  if (plan.answers.size() > 1) row("all of them", "", plan.needed);
  needs.print(to, style);
}

void print_seen(const Plan& plan, std::ostream& to, const Style& style) {
  to << "\n"
     << style.bold << "The sample: " << plain(plan.sample.treated, 0) << " treated and "
     << plain(plan.sample.comparison, 0) << " of the comparison" << style.plain
     << (plan.settings.people ? ", what the study can afford" : "") << "\n";
  Columns seen({"outcome", "sees from", "worth seeing", "chance to find that"}, 1);
  for (std::size_t k = 0; k < plan.answers.size(); ++k) {
    const PlannedOutcome& outcome = plan.settings.outcomes[k];
    const Answer& answer = plan.answers[k];
    seen.row({outcome.title, answer.detectable ? effect_of(outcome, *answer.detectable) : answer.trouble,
              effect_of(outcome, outcome.effect), std::isnan(answer.power) ? "none" : plain(answer.power, 2)});
  }
  seen.print(to, style);
}

void print_allocation(const Plan& plan, std::ostream& to, const Style& style) {
  if (plan.strata.empty()) return;
  to << "\n"
     << style.bold << "From the frame" << style.plain << ", " << plan_words::allocation(plan.sampling) << "; "
     << plan_words::draw(plan.sampling.method) << ", seed " << plan.sampling.seed << "\n";
  std::vector<std::string> heading{"arm"};
  heading.insert(heading.end(), plan.columns.begin(), plan.columns.end());
  const std::size_t left = heading.size();
  for (const char* name : {"frame", "sample", "reserves"}) heading.emplace_back(name);
  Columns cells(heading, left);
  for (const Stratum& s : plan.strata) {
    std::vector<std::string> row{plan_words::arm(s.arm)};
    row.insert(row.end(), s.levels.begin(), s.levels.end());
    for (const std::int64_t n : {static_cast<std::int64_t>(s.units.size()), s.sample, s.reserves})
      row.push_back(plain(static_cast<double>(n), 0));
    cells.row(std::move(row));
  }
  cells.print(to, style);
}

void print_quotas(const Plan& plan, std::ostream& to, const Style& style) {
  for (const planning::Quota& quota : plan.quotas) {
    std::int64_t people = 0, nobody = 0;
    for (const planning::Quota::Part& part : quota.parts) {
      people += part.people;
      nobody += part.frame == 0 ? 1 : 0;
    }
    to << "\n"
       << style.bold << "Sought out, " << quota.name << style.plain << ": " << plain(static_cast<double>(people), 0)
       << " people in " << counted(std::ssize(quota.parts), "crossing");
    if (nobody > 0) to << "; nobody in the frame in " << nobody << " of them";
    to << "\n";
  }
}

nlohmann::ordered_json json_of(const planning::Arms& n) {
  return {{"treated", n.treated}, {"comparison", n.comparison}, {"all", n.sum()}};
}

}  // namespace

void print_plan(const Plan& plan, const std::string& title, std::ostream& to, const Style& style) {
  const planning::Comparison& of = plan.settings.outcomes.front().comparison;
  to << style.bold << title << style.plain << "\n"
     << plan_words::analysis(of) << "; chance to find an effect " << report::shortest(plan.settings.power)
     << ", two-sided test at " << report::shortest(of.level);
  if (of.cluster_size > 1) to << "; clusters of " << report::shortest(of.cluster_size);
  to << "\n\n";
  print_needs(plan, to, style);
  print_seen(plan, to, style);
  print_allocation(plan, to, style);
  print_quotas(plan, to, style);
  to << "\n";
  for (const std::string& note : plan.notes) to << "note      " << note << "\n";
}

std::string json_plan(const Plan& plan, const planning::Simulation* simulation) {
  nlohmann::ordered_json out = {{"power", plan.settings.power},
                                {"needed", json_of(plan.needed)},
                                {"to_approach", json_of(plan.approach(plan.needed))},
                                {"sample", json_of(plan.sample)},
                                {"outcomes", nlohmann::json::array()},
                                {"cells", nlohmann::json::array()},
                                {"quotas", nlohmann::json::array()},
                                {"notes", plan.notes}};
  for (std::size_t k = 0; k < plan.answers.size(); ++k) {
    const PlannedOutcome& outcome = plan.settings.outcomes[k];
    const Answer& answer = plan.answers[k];
    nlohmann::ordered_json one = {
        {"name", outcome.name},  {"effect", outcome.effect}, {"needed", json_of(answer.needed)},
        {"detectable", nullptr}, {"power", nullptr},         {"trouble", answer.trouble}};
    if (answer.detectable) one["detectable"] = *answer.detectable;
    if (!std::isnan(answer.power)) one["power"] = answer.power;
    out["outcomes"].push_back(std::move(one));
  }
  for (const Stratum& s : plan.strata)
    out["cells"].push_back({{"arm", plan_words::arm(s.arm)},
                            {"levels", s.levels},
                            {"frame", s.units.size()},
                            {"sample", s.sample},
                            {"reserves", s.reserves}});
  for (const planning::Quota& quota : plan.quotas) {
    nlohmann::ordered_json parts = nlohmann::json::array();
    for (const planning::Quota::Part& part : quota.parts)
      parts.push_back({{"levels", part.levels}, {"people", part.people}});
    out["quotas"].push_back({{"name", quota.name}, {"columns", quota.columns}, {"parts", std::move(parts)}});
  }
  if (simulation != nullptr) out["simulation"] = json_of(*simulation);
  return out.dump(2);
}

}  // namespace clusia::cli
