#include "frame.hpp"

#include <algorithm>
#include <cmath>

#include "arrow_columns.hpp"

namespace clusia::kit {
namespace {

constexpr std::int32_t units_an_arm = 24;

template <class T>
std::vector<T> by_rows(const std::vector<T>& from, const std::vector<std::size_t>& rows) {
  std::vector<T> taken;
  for (const std::size_t row : rows) taken.push_back(from[row]);
  return taken;
}

/// A unit, before it has waves.
struct Unit {
  double x1, x2, weight, level, growth;
  std::int32_t category, stratum, block;
};

}  // namespace

Frame Frame::taken(const std::vector<std::size_t>& rows) const {
  Frame f = *this;
  for (auto* codes : {&f.unit, &f.wave, &f.cluster, &f.stratum, &f.block, &f.arm, &f.cohort})
    *codes = by_rows(*codes, rows);
  f.weight = by_rows(f.weight, rows), f.outcome = by_rows(f.outcome, rows);
  for (Column& c : f.covariates) {
    if (!c.numbers.empty()) c.numbers = by_rows(c.numbers, rows);
    if (!c.codes.empty()) c.codes = by_rows(c.codes, rows);
    c.valid = by_rows(c.valid, rows);
  }
  return f;
}

Frame make_frame(Random random, bool twins) {
  std::vector<Unit> of_arm;
  Frame f;
  f.covariates.resize(3);
  f.covariates[0].name = "x1", f.covariates[1].name = "x2", f.covariates[2].name = "x3";
  f.covariates[2].type = CLUSIA_COLUMN_CATEGORY, f.covariates[2].levels = {words()[0], words()[1]};
  const auto draw = [&](std::int32_t arm) {
    const double shift = !twins && arm == 0 ? 0.4 : 0;
    Unit u{random.normal() + shift,
           random.normal(),
           0.5 + 2 * random.uniform(),
           0,
           twins ? 0 : 0.3 * random.normal(),
           std::int32_t(random.below(2)),
           std::int32_t(random.below(n_strata)),
           std::int32_t(random.below(n_blocks))};
    u.level = 5 + 0.5 * u.x1 - 0.3 * u.x2 + 0.2 * u.category + 0.5 * random.normal();
    return u;
  };
  for (std::int32_t arm = 0; arm < n_arms; ++arm)
    for (std::int32_t k = 0; k < units_an_arm; ++k) {
      if (arm == 0 || !twins) of_arm.push_back(draw(arm));
      const Unit& u = of_arm[std::size_t(twins ? k : std::int32_t(of_arm.size()) - 1)];
      for (std::int32_t wave = 0; wave < n_waves; ++wave) {
        f.unit.push_back(arm * units_an_arm + k), f.wave.push_back(wave), f.arm.push_back(arm);
        f.cluster.push_back(arm * (n_clusters / n_arms) + k % (n_clusters / n_arms));
        f.stratum.push_back(u.stratum), f.block.push_back(u.block);
        f.cohort.push_back(arm != 0 ? -1 : twins || k % 2 == 0 ? 1 : 2);
        f.weight.push_back(u.weight);
        f.outcome.push_back(u.level + u.growth * wave);
        f.covariates[0].numbers.push_back(u.x1), f.covariates[1].numbers.push_back(u.x2);
        f.covariates[2].codes.push_back(u.category);
        for (Column& c : f.covariates) c.valid.push_back(1);
      }
    }
  return f;
}

clusia_design_frame lend_frame(const Frame& frame, Memory& memory, std::uint64_t scramble) {
  Random random(scramble, 9);
  const auto lent = [&](auto of, const std::string& what) {
    for (int k = 0; k < 16; ++k) of.push_back(static_cast<typename decltype(of)::value_type>(5 + 2 * random.normal()));
    return memory.copy(of.data(), of.size(), what);
  };
  const auto codes = [&](const std::vector<std::int32_t>& of, std::int32_t levels, const std::string& what, int first) {
    std::vector<const char*> names;
    std::vector<double> values;
    for (std::int32_t k = 0; k < levels; ++k) {
      const bool is_arm = what == "the arms";
      names.push_back(memory.text(is_arm ? words()[std::size_t(k)] : std::to_string(first + k)));
      values.push_back(is_arm ? std::nan("") : first + k);
    }
    return clusia_codes{lent(of, what), levels, memory.copy(names.data(), names.size(), what),
                        memory.copy(values.data(), values.size(), what)};
  };
  const std::uint8_t treated[n_arms] = {1, 0, 0};
  clusia_design_frame f{};
  f.size = sizeof f;
  f.n_rows = std::int64_t(frame.rows());
  f.estimand = frame.estimand;
  f.unit = codes(frame.unit, n_arms * units_an_arm, "the units", 1);
  f.wave = codes(frame.wave, n_waves, "the waves", 2001);
  f.cluster = f.psu = codes(frame.cluster, n_clusters, "the clusters", 1);
  f.stratum = codes(frame.stratum, n_strata, "the strata", 1);
  f.block = codes(frame.block, n_blocks, "the blocks", 1);
  f.arm = codes(frame.arm, n_arms, "the arms", 0);
  f.arm_treated = memory.copy(treated, n_arms, "which arms are treated");
  f.cohort = {lent(frame.cohort, "the cohorts"), n_waves, nullptr, nullptr};
  f.weight = lent(frame.weight, "the weights");
  f.n_covariates = std::int64_t(frame.covariates.size());
  f.covariates = lend_columns(frame.covariates, 0, memory);
  return f;
}

}  // namespace clusia::kit
