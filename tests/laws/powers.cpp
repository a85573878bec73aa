// What an indicator offers beside evaluate() says what evaluate() says; and that says the same whenever it is asked.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>

#include "laws/instance.hpp"
#include "laws/laws.hpp"

namespace clusia::test {

void batches(const Case& of, Ledger& ledger) {
  if (!of.plugin().has_power(CLUSIA_INDICATOR_BATCH)) return;
  constexpr std::size_t psus = 7, replicates = 12;
  const auto bound = of.bind();
  const std::size_t rows = bound->data().rows.weight.size();
  std::vector<std::int32_t> psu(rows);
  for (std::size_t row = 0; row < rows; ++row) psu[row] = static_cast<std::int32_t>(drawn(7, row, psus));
  std::vector<double> factors(psus * replicates);  // the first replicate has nobody, the second everyone
  for (std::size_t k = psus; k < factors.size(); ++k) factors[k] = k < 2 * psus ? 1 : double(drawn(8, k, 3));
  const Weights reference = bound->reference();
  for (const Group* group : bound->groups()) {
    const Weights domain = bound->domain(*group);
    const std::vector<double> at_once = bound->session().batch(domain, reference, {psu, psus, replicates, factors});
    for (std::size_t b = 0; b < replicates; ++b) {
      const auto weighed = [&](Weights of_replicate) {
        for (std::size_t k = 0; k < of_replicate.size(); ++k)
          of_replicate.weight[k] *=
              factors[b * psus + static_cast<std::size_t>(psu[static_cast<std::size_t>(of_replicate.rows[k])])];
        return of_replicate;
      };
      const Answered one = asked(*bound, weighed(domain), weighed(reference));
      for (std::size_t m = 0; m < one.estimates.size(); ++m) {
        const double x = at_once[b * one.estimates.size() + m];
        ledger.judge_near(Law::batch, bound->outputs()[m].name, "estimate",
                          std::isnan(x) ? std::nullopt : std::optional(x), one.estimates[m],
                          1e-11 * std::fabs(one.estimates[m].value_or(0)) + 1e-14,
                          group->label + ", replicate " + std::to_string(b));
      }
    }
  }
}

namespace {

/// Of one output: sum d s / sum d over the rows that have a score (a plugin may leave some out, as it does in T) is T,
/// and its derivatives are those of T.
void mean_of_scores(Bound& bound, const Weights& domain, const Weights& reference, std::size_t m, const double* s,
                    const Answered& plain, Ledger& ledger, const std::string& where) {
  const std::string& name = bound.outputs()[m].name;
  std::vector<double> l(bound.data().rows.weight.size());
  double people = 0, sum = 0;
  for (std::size_t k = 0; k < domain.size(); ++k)
    if (!std::isnan(s[domain.rows[k]])) people += domain.weight[k];
  for (std::size_t k = 0; k < domain.size(); ++k)
    if (const std::int64_t row = domain.rows[k]; !std::isnan(s[row]))
      sum += s[row] * (l[static_cast<std::size_t>(row)] = domain.weight[k] / people);
  ledger.judge_near(Law::scores, name, "estimate", sum, *plain.estimates[m],
                    1e-11 * std::fabs(*plain.estimates[m]) + 1e-14, where);
  const auto near = [&](const std::string& figure, double is, double should_be, std::int64_t row) {
    ledger.judge_near(Law::scores, name, figure, is, should_be,
                      1e-9 * std::fabs(should_be) + 1e-12 * (1 + std::fabs(sum)) / people,
                      where + ", row " + std::to_string(row));
  };
  for (std::size_t k = 0; k < domain.size(); ++k) {
    const std::int64_t row = domain.rows[k];
    near("u", std::isnan(s[row]) ? 0 : (s[row] - sum) / people, plain.u[m][k], row);
  }
  if (reference.size() == 0) return;
  try {
    const std::vector<double> v = bound.session().score_reference(m, reference, l);
    for (std::size_t k = 0; k < v.size(); ++k) near("v", v[k], plain.v[m][k], reference.rows[k]);
  } catch (const PluginFailure& f) {  // a score that jumps at an estimated line has no slope
    ledger.judge(Law::scores, name, "v", f.status == CLUSIA_UNSUPPORTED, where + ": " + f.what());
  }
}

}  // namespace

void unit_scores(const Case& of, Ledger& ledger) {
  if (!of.plugin().has_power(CLUSIA_INDICATOR_LINEAR)) return;
  const auto bound = of.bind();
  const std::size_t rows = bound->data().rows.weight.size();
  const Weights reference = bound->reference();
  const std::vector<double> scores = bound->session().scores(reference);
  for (const Group* group : bound->groups()) {
    const Weights domain = bound->domain(*group);
    const Answered plain = asked(*bound, domain, reference, true);
    for (std::size_t m = 0; m < plain.estimates.size(); ++m) {
      const double* s = scores.data() + m * rows;
      const bool such_a_mean = std::ranges::any_of(domain.rows, [&](std::int64_t row) { return !std::isnan(s[row]); });
      if (plain.estimates[m] && such_a_mean)
        mean_of_scores(*bound, domain, reference, m, s, plain, ledger, group->label);
    }
  }
}

void same_bits(const Case& of, Ledger& ledger) {
  const auto bound = of.bind();
  const OneInstance instance(*bound);
  const Weights domain = bound->domain(*bound->groups().back()), reference = bound->reference();
  constexpr int times = 10;
  const std::vector<double> first = instance.evaluate(domain, reference);
  std::vector<std::vector<double>> again(2 * times);
  const auto work = [&](int thread) {
    for (int k = 0; k < times; ++k)
      again[static_cast<std::size_t>(thread * times + k)] = instance.evaluate(domain, reference);
  };
  std::thread beside(work, 1);
  work(0);
  beside.join();
  for (const auto& answer : again)
    ledger.judge(Law::same_bits, "all", "estimate",
                 answer.size() == first.size() && std::memcmp(answer.data(), first.data(), 8 * first.size()) == 0,
                 "asked again, or from two threads at once, it says something else");
}

}  // namespace clusia::test
