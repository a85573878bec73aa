#include "laws/ledger.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace clusia::test {
namespace {

std::string name_of(Law law) {
  static const char* const names[]{"shuffled rows",
                                   "rescaled weights",
                                   "weight 2 is twice",
                                   "missing is left out",
                                   "missing is no zero",
                                   "other currency",
                                   "a number or words",
                                   "derivative",
                                   "Euler",
                                   "bootstrap",
                                   "batch",
                                   "scores",
                                   "same bits"};
  return names[static_cast<int>(law)];
}

std::string shown(const std::optional<double>& x) { return x ? text_of_number(*x) : "nothing"; }

}  // namespace

void Ledger::judge(Law law, const std::string& output, const std::string& figure, bool holds,
                   const std::string& words) {
  if (holds) return;
  for (const Exemption& e : exemptions())
    if (e.law == law && e.plugin == plugin_ && (e.parameter.empty() || case_->parameter(e.parameter) == e.value) &&
        (e.figure.empty() || e.figure == figure || e.figure == output)) {
      needed_.insert(&e);
      return;
    }
  ADD_FAILURE() << name_of(law) << ": " << plugin_ << " '" << case_->indicator().name << "', " << output << " "
                << figure << ": " << words;
}

void Ledger::judge_near(Law law, const std::string& output, const std::string& figure, std::optional<double> is,
                        std::optional<double> should_be, double tolerance, const std::string& where) {
  const bool holds = is.has_value() == should_be.has_value() && (!is || std::fabs(*is - *should_be) <= tolerance);
  judge(law, output, figure, holds, where + ": " + shown(is) + ", should be " + shown(should_be));
}

void Ledger::close() const {
  for (const Exemption& e : exemptions()) {
    if (e.plugin != plugin_) continue;
    EXPECT_TRUE(needed_.count(&e) > 0) << "exempt from '" << name_of(e.law) << "', and keeps it: " << e.plugin << " "
                                       << e.parameter << " " << e.value << " " << e.figure << " (" << e.reason << ")";
  }
}

}  // namespace clusia::test
