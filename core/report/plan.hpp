/// What people read of a plan: a page, and tables for the fieldwork.
#pragma once

#include <filesystem>
#include <string>

#include "planning/plan.hpp"
#include "planning/simulation.hpp"

namespace clusia {

/// What the plan is of.
struct PlanHeading {
  std::string title, question, version;
};

/// One HTML file that carries all that it shows. `simulation`: nullptr where the study was not tried out.
std::string html_plan(const planning::Plan& plan, const PlanHeading& heading,
                      const planning::Simulation* simulation = nullptr);

/// plan.csv: a row a cell, with how many are drawn from it. sample.csv: a row for who is drawn or stands by, cell after
/// cell in the order of visit; empty without a frame. quotas.csv: a row a crossing. Numbers read back to the same bits.
std::string plan_csv(const planning::Plan& plan);
std::string sample_csv(const planning::Plan& plan);
std::string quotas_csv(const planning::Plan& plan);

/// The words that the page and the terminal share.
namespace plan_words {
std::string effect(double value, const std::string& unit, bool sign = true);  ///< "+10 euro"
std::string analysis(const planning::Comparison& of);  ///< "difference in differences, 1 round before and 1 after"
std::string arm(planning::Stratum::Arm arm);
std::string allocation(const planning::Sampling& sampling);  ///< "proportional to the frame, at least 5 in each"
std::string draw(planning::Method method);                   ///< "simple random"
std::string unit(const planning::PlannedOutcome& outcome);   ///< that effects are told in
double shown(const planning::PlannedOutcome& outcome, double effect);  ///< shares in points
}  // namespace plan_words

}  // namespace clusia
