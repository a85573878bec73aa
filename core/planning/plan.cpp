#include "planning/plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace clusia::planning {
namespace {

constexpr const char* arm_names[] = {"comparison", "treated", "everyone"};

double refusal_of(const Settings& settings, Stratum::Arm arm) {
  if (arm == Stratum::treated) return settings.refusal_treated;
  if (arm == Stratum::comparison) return settings.refusal_comparison;
  return (settings.ratio * settings.refusal_treated + settings.refusal_comparison) / (settings.ratio + 1);
}

/// People that one row of the frame stands for in the sample.
double people_of_row(const Plan& plan) {
  return plan.sampling.clusters && !plan.settings.outcomes.empty()
             ? plan.settings.outcomes.front().comparison.cluster_size
             : 1;
}

Arms split(double people, double ratio) {
  const double treated = std::round(people * ratio / (1 + ratio));
  return {treated, people - treated};
}

void ask_what_is_needed(Plan& plan) {
  for (const PlannedOutcome& outcome : plan.settings.outcomes) {
    Answer& answer = plan.answers.emplace_back();
    try {
      answer.needed = rounded_up(outcome.comparison, sample_size(outcome.comparison, outcome.effect,
                                                                 plan.settings.power, plan.settings.ratio));
    } catch (const NoSample& no) {
      answer.trouble = no.what();
    }
    plan.needed.treated = std::max(plan.needed.treated, answer.needed.treated);
    plan.needed.comparison = std::max(plan.needed.comparison, answer.needed.comparison);
  }
}

/// Rows of the frame that an arm gives: what is wanted, or all that there are.
std::int64_t rows_of(Plan& plan, Stratum::Arm arm, double people) {
  std::int64_t there = 0;
  bool any = false;
  for (const Stratum& s : plan.strata)
    if (s.arm == arm) there += static_cast<std::int64_t>(s.units.size()), any = true;
  const auto wanted = static_cast<std::int64_t>(std::ceil(people / people_of_row(plan) - 1e-9));
  if (any && wanted > there)
    plan.notes.push_back("the frame has " + std::to_string(there) + " in arm '" + arm_names[arm] + "', and " +
                         std::to_string(wanted) + " are wanted: all are taken");
  return std::min(wanted, there);
}

void draw_from(Plan& plan, Stratum::Arm arm, std::int64_t rows) {
  std::vector<Cell> cells;
  std::vector<Stratum*> of;
  for (Stratum& s : plan.strata)
    if (s.arm == arm) of.push_back(&s), cells.push_back({static_cast<std::int64_t>(s.units.size()), s.sd});
  if (of.empty()) return;
  const auto n = allocate(cells, rows, plan.sampling.rule, plan.sampling.minimum);
  std::int64_t missing = 0;
  for (std::size_t k = 0; k < of.size(); ++k) {
    Stratum& s = *of[k];
    s.sample = n[k];
    // Of a cluster other people are asked in the place of those who refuse: no cluster stands by for that.
    const double stand_by =
        plan.sampling.clusters
            ? 0
            : to_approach(static_cast<double>(n[k]), refusal_of(plan.settings, arm)) - static_cast<double>(n[k]);
    std::string stream = arm_names[arm];
    for (const std::string& level : s.levels) stream += '\x1f' + level;
    s.drawn =
        draw(s.units, s.sample, static_cast<std::int64_t>(stand_by), plan.sampling.method, plan.sampling.seed, stream);
    s.reserves = static_cast<std::int64_t>(s.drawn.size()) - s.sample;
    missing += static_cast<std::int64_t>(stand_by) - s.reserves;
  }
  if (missing > 0)
    plan.notes.push_back("reserves are " + std::to_string(missing) + " short in arm '" + arm_names[arm] +
                         "': the frame has no more in those cells");
}

void take_sample(Plan& plan) {
  plan.sample = plan.settings.people ? split(*plan.settings.people, plan.settings.ratio) : plan.needed;
  if (plan.strata.empty()) return;
  const double each = people_of_row(plan);
  const bool arms = plan.strata.front().arm != Stratum::everyone;
  if (arms) {
    const std::int64_t treated = rows_of(plan, Stratum::treated, plan.sample.treated),
                       comparison = rows_of(plan, Stratum::comparison, plan.sample.comparison);
    plan.sample = {static_cast<double>(treated) * each, static_cast<double>(comparison) * each};
    draw_from(plan, Stratum::treated, treated);
    draw_from(plan, Stratum::comparison, comparison);
  } else {
    const std::int64_t rows = rows_of(plan, Stratum::everyone, plan.sample.sum());
    plan.sample = split(static_cast<double>(rows) * each, plan.settings.ratio);
    draw_from(plan, Stratum::everyone, rows);
  }
}

void ask_what_is_seen(Plan& plan) {
  const double ratio = plan.settings.ratio;
  for (std::size_t k = 0; k < plan.answers.size(); ++k) {
    const PlannedOutcome& outcome = plan.settings.outcomes[k];
    Answer& answer = plan.answers[k];
    const auto detectable = [&](const Arms& n) -> std::optional<double> {
      try {
        return detectable_effect(outcome.comparison, n, plan.settings.power, outcome.effect);
      } catch (const NoSample& no) {
        if (answer.trouble.empty() && n.sum() == plan.sample.sum()) answer.trouble = no.what();
        return std::nullopt;
      }
    };
    answer.detectable = detectable(plan.sample);
    answer.power = power(outcome.comparison, plan.sample, outcome.effect);
    const double most = 2 * std::max(plan.sample.sum(), answer.needed.sum());
    constexpr int points = 40;
    for (int i = 1; i <= points; ++i) {
      const double people =
          most * (0.1 + 0.9 * i / points);  // below a tenth the curve is all that is seen of the chart
      if (const auto effect = detectable({people * ratio / (1 + ratio), people / (1 + ratio)}))
        answer.detectable_by_people.emplace_back(people, *effect);
      const double effect = 2 * outcome.effect * i / points;
      if (const double chance = power(outcome.comparison, plan.sample, effect); !std::isnan(chance))
        answer.power_by_effect.emplace_back(effect, chance);
    }
  }
}

}  // namespace

Arms Plan::approach(const Arms& people) const {
  return {to_approach(people.treated, settings.refusal_treated),
          to_approach(people.comparison, settings.refusal_comparison)};
}

Plan make_plan(Settings settings, Sampling sampling, std::vector<std::string> columns, std::vector<Stratum> strata) {
  Plan plan;
  plan.settings = std::move(settings);
  plan.sampling = sampling;
  plan.columns = std::move(columns);
  plan.strata = std::move(strata);
  ask_what_is_needed(plan);
  take_sample(plan);
  ask_what_is_seen(plan);
  return plan;
}

}  // namespace clusia::planning
