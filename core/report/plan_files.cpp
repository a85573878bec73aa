#include "report/csv.hpp"
#include "report/number.hpp"
#include "report/plan.hpp"

namespace clusia {
namespace {

using planning::Plan;
using planning::Stratum;
using report::csv_text;
using report::shortest;

std::string line(const std::vector<std::string>& fields) {
  std::string out;
  for (const std::string& field : fields) out += (&field == &fields.front() ? "" : ",") + field;
  return out + "\r\n";
}

void add(std::vector<std::string>& fields, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) fields.push_back(csv_text(text));
}

}  // namespace

std::string plan_csv(const Plan& plan) {
  std::vector<std::string> heading{"arm"};
  add(heading, plan.columns);
  for (const char* name : {"frame", "sample", "reserves"}) heading.emplace_back(name);
  std::string out = line(heading);
  for (const Stratum& s : plan.strata) {
    std::vector<std::string> fields{plan_words::arm(s.arm)};
    add(fields, s.levels);
    for (const std::int64_t n : {static_cast<std::int64_t>(s.units.size()), s.sample, s.reserves})
      fields.push_back(std::to_string(n));
    out += line(fields);
  }
  if (!plan.strata.empty()) return out;
  const planning::Arms approach = plan.approach(plan.sample);
  out += line({"treated", "", shortest(plan.sample.treated), shortest(approach.treated - plan.sample.treated)});
  return out + line({"comparison", "", shortest(plan.sample.comparison),
                     shortest(approach.comparison - plan.sample.comparison)});
}

std::string sample_csv(const Plan& plan) {
  std::vector<std::string> heading{"unit", "arm"};
  add(heading, plan.columns);
  for (const char* name : {"visit", "role", "probability", "weight"}) heading.emplace_back(name);
  if (plan.sampling.clusters) heading.emplace_back("people");
  std::string out = line(heading);
  for (const Stratum& s : plan.strata) {
    int visit = 0;
    for (const planning::Drawn& drawn : s.drawn) {
      std::vector<std::string> fields{csv_text(s.units[drawn.place].id), plan_words::arm(s.arm)};
      add(fields, s.levels);
      fields.push_back(std::to_string(++visit));
      fields.emplace_back(drawn.reserve ? "reserve" : "sample");
      fields.push_back(shortest(drawn.probability));
      fields.push_back(shortest(1 / drawn.probability));
      if (plan.sampling.clusters) fields.push_back(shortest(plan.settings.outcomes.front().comparison.cluster_size));
      out += line(fields);
    }
  }
  return out;
}

std::string quotas_csv(const Plan& plan) {
  std::string out = line({"quota", "who", "frame", "people"});
  for (const planning::Quota& quota : plan.quotas)
    for (const planning::Quota::Part& part : quota.parts) {
      std::string who;
      for (std::size_t k = 0; k < part.levels.size(); ++k)
        who += (k > 0 ? "; " : "") + quota.columns[k] + " = " + part.levels[k];
      out += line({csv_text(quota.name), csv_text(who), part.frame ? std::to_string(*part.frame) : "",
                   std::to_string(part.people)});
    }
  return out;
}

}  // namespace clusia
