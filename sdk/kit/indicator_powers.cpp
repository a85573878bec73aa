// What an indicator offers beside evaluate says what evaluate says.
#include <cmath>

#include "indicator_rules.hpp"

namespace clusia::kit {
namespace {

constexpr std::int64_t psus = 7, replicates = 6;

struct Replicates {
  std::vector<std::int32_t> domain_psu, reference_psu;
  std::vector<double> factors;
};

/// The first replicate has nobody, the second everyone.
Replicates make_replicates(const Asked& a, Random random) {
  Replicates r;
  const auto psu_of = [&](std::int64_t row) { return a.table.unit[std::size_t(row)] % std::int32_t(psus); };
  for (const std::int64_t row : a.domain.rows) r.domain_psu.push_back(psu_of(row));
  for (const std::int64_t row : a.reference.rows) r.reference_psu.push_back(psu_of(row));
  for (std::int64_t k = 0; k < psus * replicates; ++k)
    r.factors.push_back(k < psus ? 0 : k < 2 * psus ? 1 : double(random.below(3)));
  return r;
}

Weights weighed(Weights of, const std::vector<std::int32_t>& psu, const double* factors) {
  for (std::size_t k = 0; k < of.size(); ++k) of.weight[k] *= factors[psu[k]];
  return of;
}

}  // namespace

void batch(Trial& t) {
  const auto* power = power_of<clusia_indicator_batch>(t.library.indicator(), CLUSIA_INDICATOR_BATCH);
  if (power == nullptr) throw Skipped("it declares no batch");
  over_cases(t, [&](const Case& of) {
    const Asked a(of);
    const Replicates r = make_replicates(a, t.random(6));
    const std::size_t outputs = a.outputs.size();
    std::vector<double> estimates(outputs * replicates, std::nan(""));
    clusia_batch asked{};
    asked.size = sizeof asked;
    asked.domain = a.domain.view(), asked.reference = a.reference.view();
    asked.domain_psu = r.domain_psu.data(), asked.reference_psu = r.reference_psu.data();
    asked.n_psus = psus, asked.n_replicates = replicates;
    asked.factors = r.factors.data(), asked.estimates = estimates.data();
    clusia_error error{};
    const Ending status(power->evaluate(a.instance->raw(), &asked, &error), error);
    if (!status.ok()) throw Failed("the batch fails where evaluate does not: " + status.words);
    for (std::size_t b = 0; b < replicates; ++b) {
      const double* factors = r.factors.data() + b * psus;
      const Answer one = a.instance->evaluate(weighed(a.domain, r.domain_psu, factors),
                                              weighed(a.reference, r.reference_psu, factors), false);
      for (std::size_t m = 0; m < outputs; ++m) {
        const double x = estimates[b * outputs + m];
        if (std::isnan(x) ? !one.has(m) : one.has(m) && near(x, one.estimates[m], 1e-11, 1e-13)) continue;
        throw Failed("replicate " + std::to_string(b) + ", output '" + a.outputs[m].name + "': the batch says " +
                     number(x) + ", evaluate " + (one.has(m) ? number(one.estimates[m]) : "nothing") +
                     ": both should be alike (NaN where undefined)");
      }
    }
  });
}

void scores(Trial& t) {
  const auto* power = power_of<clusia_indicator_linear>(t.library.indicator(), CLUSIA_INDICATOR_LINEAR);
  if (power == nullptr) throw Skipped("it declares no unit scores");
  over_cases(t, [&](const Case& of) {
    const Asked a(of);
    const std::size_t rows = a.table.rows();
    std::vector<double> s(a.outputs.size() * rows);
    const clusia_weighting reference = a.reference.view();
    clusia_error error{};
    const Ending status(power->scores(a.instance->raw(), &reference, s.data(), &error), error);
    if (!status.ok()) throw Failed("gives no scores: " + status.words);
    const Answer plain = a.evaluate();
    for (std::size_t m = 0; m < a.outputs.size() && plain.ok(); ++m) {
      double sum = 0, people = 0;
      for (std::size_t k = 0; k < a.domain.size(); ++k)
        if (const double x = s[m * rows + std::size_t(a.domain.rows[k])]; !std::isnan(x))
          people += a.domain.weight[k], sum += a.domain.weight[k] * x;
      if (!plain.has(m) || people == 0) continue;  // it is no such mean
      if (!near(sum / people, plain.estimates[m], 1e-11, 1e-13))
        throw Failed("output '" + a.outputs[m].name + "': the mean of the scores is " + number(sum / people) +
                     ", the estimate " + number(plain.estimates[m]) + ": both should be alike");
      for (std::size_t k = 0; k < a.domain.size(); ++k) {
        const double x = s[m * rows + std::size_t(a.domain.rows[k])], u = plain.u_of(m, k);
        const double should_be = std::isnan(x) ? 0 : (x - sum / people) / people;
        if (std::isfinite(u) && !near(u, should_be, 1e-9, 1e-11 * (1 + std::fabs(sum / people)) / people))
          throw Failed("output '" + a.outputs[m].name + "': u is " + number(u) + ", the scores give " +
                       number(should_be) + ": u = (score - estimate) / sum of weights");
      }
    }
  });
}

}  // namespace clusia::kit
