/// Case 4: staggered adoption (Callaway and Sant'Anna 2021): every group-time effect and four aggregations, as did
/// prints them.
#include <algorithm>
#include <set>
#include <sstream>

#include "doubly_robust.hpp"

namespace clusia::test {
namespace {

constexpr int cohorts[]{2004, 2005, 2007};

/// The parts of "nevertreated/dr/x1+x2/unweighted/varying/anticipation0".
struct Specification {
  bool never_treated = true, covariates = false, weighted = false, universal = false, balanced = true;
  Method method = Method::traditional;
  int anticipation = 0;

  Specification(const std::string& data, const std::string& name) : balanced(data == "panel") {
    std::vector<std::string> part;
    std::istringstream text(name);
    for (std::string p; std::getline(text, p, '/');) part.push_back(p);
    never_treated = part[0] == "nevertreated";
    method = part[1] == "dr" ? Method::traditional : part[1] == "reg" ? Method::regression : Method::weighting;
    covariates = part[2] != "1";
    weighted = part[3] == "weighted";
    universal = part[4] == "universal";
    anticipation = part[5].back() - '0';
  }
};

struct GroupTime {
  int cohort, year;
  Program effect;
};

class Staggered {
 public:
  Staggered(const std::string& data, const Specification& of) : table_(data + ".csv"), of_(of) {
    first_treated_ = table_.numbers("first_treated");
    year_ = table_.numbers("year");
    const std::set<double> all(year_.begin(), year_.end());
    years_.assign(all.begin(), all.end());
    const auto n = static_cast<Eigen::Index>(year_.size());
    w_ = of.weighted ? vector_of(table_.numbers("weight")) : Vector::Ones(n);
    x_ = of.covariates ? beside({Vector::Ones(n), vector_of(table_.numbers("x1")), vector_of(table_.numbers("x2"))})
                       : Matrix::Ones(n, 1);
    design.factor = Factor::uncentred;
    add_sizes();
    for (const int g : cohorts)
      for (const int t : years_)
        if (of.universal || t != years_.front()) add_group_time(g, t);
    aggregate();
  }
  AssessedRows rows() const { return rows_of(w_, codes(table_.texts("unit"))); }
  std::vector<double> outcome() const { return table_.numbers("y"); }

  Design design;
  std::vector<std::string> names;  ///< of the contrasts, as the oracle has them

 private:
  template <class Is>
  Vector rows_where(const Is& is) const {
    Vector flag(w_.size());
    for (Eigen::Index k = 0; k < flag.size(); ++k)
      flag[k] = is(static_cast<int>(first_treated_[static_cast<std::size_t>(k)]),
                   static_cast<int>(year_[static_cast<std::size_t>(k)]))
                    ? 1
                    : 0;
    return flag;
  }

  /// One cell a cohort, for its size alone: each unit's weight once.
  void add_sizes() {
    Vector once = w_.cwiseProduct(rows_where([&](int, int t) { return t == years_.front(); }));
    if (!of_.balanced) {
      std::map<std::string, double> waves;
      for (const auto& unit : table_.texts("unit")) waves[unit] += 1;
      for (Eigen::Index k = 0; k < once.size(); ++k)
        once[k] = w_[k] / waves.at(table_.texts("unit")[static_cast<std::size_t>(k)]);
    }
    for (const int g : cohorts) {
      Cell c = cell("cohort " + std::to_string(g),
                    once.cwiseProduct(rows_where([g](int first, int) { return first == g; })));
      c.size_only = true;
      design.cells.push_back(std::move(c));
    }
  }
  static Program size_of(int cohort) {
    return size(static_cast<std::size_t>(std::find(std::begin(cohorts), std::end(cohorts), cohort) - cohorts));
  }

  int base_of(int g, int t) const {
    int last = 0, before = 0;
    for (const int y : years_) {
      if (y + of_.anticipation < g) last = y;
      if (y < t) before = y;
    }
    return of_.universal || t >= g ? last : before;
  }

  void add_group_time(int g, int t) {
    const int b = base_of(g, t);
    if (b == t) return group_times_.push_back({g, t, number(0)});
    const Vector treated = rows_where([g](int first, int) { return first == g; });
    const Vector comparison = rows_where([&](int first, int) {
      return first == 0 || (!of_.never_treated && first > std::max(t, b) + of_.anticipation && first != g);
    });
    const Vector now = rows_where([t](int, int year) { return year == t; }),
                 then = rows_where([b](int, int year) { return year == b; });
    const Vector w = w_.cwiseProduct(treated + comparison).cwiseProduct(now + then);
    const Vector propensity = of_.balanced ? now : Vector::Ones(w.size());
    const std::string name = "g=" + std::to_string(g) + "/t=" + std::to_string(t);
    const Program effect = add_doubly_robust(design, name, of_.method, {x_, treated, now, w, propensity, of_.balanced});
    group_times_.push_back({g, t, effect});
    add("att/" + name, effect);
  }

  void add(const std::string& name, Program steps) {
    names.push_back(name);
    design.contrasts.push_back(contrast("c" + std::to_string(names.size()), std::move(steps)));
  }

  /// Weighted by the size of each one's cohort.
  template <class Keep>
  Program by_size(const Keep& keep) const {
    Program sum, total;
    for (const GroupTime& gt : group_times_) {
      if (!keep(gt)) continue;
      const Program term = size_of(gt.cohort) * gt.effect;
      sum = sum.empty() ? term : sum + term;
      total = total.empty() ? size_of(gt.cohort) : total + size_of(gt.cohort);
    }
    return sum / total;
  }
  static Program mean_of(const std::vector<Program>& all) {
    Program sum = all.front();
    for (std::size_t k = 1; k < all.size(); ++k) sum = sum + all[k];
    return sum / number(static_cast<double>(all.size()));
  }

  void aggregate() {
    add("simple/overall", by_size([](const GroupTime& gt) { return gt.year >= gt.cohort; }));
    std::set<int> exposures;
    for (const GroupTime& gt : group_times_) exposures.insert(gt.year - gt.cohort);
    std::vector<Program> after, by_year, by_cohort;
    for (const int e : exposures) {
      const Program of = by_size([e](const GroupTime& gt) { return gt.year - gt.cohort == e; });
      add("dynamic/" + std::to_string(e), of);
      if (e >= 0) after.push_back(of);
    }
    add("dynamic/overall", mean_of(after));
    Program sum, total;
    for (const int g : cohorts) {
      std::vector<Program> own;
      for (const GroupTime& gt : group_times_)
        if (gt.cohort == g && gt.year >= g) own.push_back(gt.effect);
      add("group/" + std::to_string(g), mean_of(own));
      const Program term = size_of(g) * mean_of(own);
      sum = sum.empty() ? term : sum + term;
      total = total.empty() ? size_of(g) : total + size_of(g);
    }
    add("group/overall", sum / total);
    for (const int t : years_) {
      if (t < cohorts[0]) continue;
      by_year.push_back(by_size([t](const GroupTime& gt) { return gt.year == t && gt.cohort <= t; }));
      add("calendar/" + std::to_string(t), by_year.back());
    }
    add("calendar/overall", mean_of(by_year));
  }

  Table table_;
  Specification of_;
  std::vector<double> first_treated_, year_;
  std::vector<int> years_;
  Vector w_;
  Matrix x_;
  std::vector<GroupTime> group_times_;
};

class StaggeredCases : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(StaggeredCases, AsDidPrints) {
  const auto [data, name] = GetParam();
  const Staggered staggered(data, Specification(data, name));
  BoundIndicator mean(shipped_library("mean"), "", staggered.outcome());
  const TaskResult result = mean.assess(staggered.design, staggered.rows());

  const Table oracle("values_effects.csv");
  std::map<std::string, std::pair<std::string, std::string>> printed;
  for (std::size_t row = 0; row < oracle.rows(); ++row)
    if (oracle.texts("data")[row] == data && oracle.texts("case")[row] == name)
      printed[oracle.texts("name")[row]] = {oracle.texts("estimate")[row], oracle.texts("std_error")[row]};

  std::size_t compared = 0;
  for (std::size_t k = 0; k < staggered.names.size(); ++k) {
    const EffectResult& effect = result.effects[0][k];
    const auto& [estimate, std_error] = printed.at(staggered.names[k]);
    ++compared;
    if (std_error == "NA") {  // the base period itself
      EXPECT_EQ(effect.estimate.value(), 0) << staggered.names[k];
      EXPECT_FALSE(effect.interval);
      continue;
    }
    EXPECT_NEAR(effect.estimate.value(), std::stod(estimate), 1e-8 * std::abs(std::stod(estimate)) + 1e-12)
        << staggered.names[k];
    expect_close(effect.interval.value().std_error, std::stod(std_error), 1e-8, "SE of " + staggered.names[k]);
  }
  // At a universal base did also prints the base periods themselves: 0, without a standard error.
  const std::size_t bases = Specification(data, name).universal ? std::size(cohorts) : 0;
  EXPECT_EQ(compared + bases, printed.size());
}

INSTANTIATE_TEST_SUITE_P(Specifications, StaggeredCases,
                         testing::Values(std::pair{"panel", "nevertreated/dr/1/unweighted/varying/anticipation0"},
                                         std::pair{"panel", "nevertreated/dr/1/unweighted/universal/anticipation0"},
                                         std::pair{"panel", "nevertreated/dr/1/unweighted/varying/anticipation1"},
                                         std::pair{"panel", "nevertreated/dr/x1+x2/unweighted/varying/anticipation0"},
                                         std::pair{"panel", "nevertreated/ipw/1/unweighted/varying/anticipation0"},
                                         std::pair{"panel", "nevertreated/ipw/x1+x2/unweighted/varying/anticipation0"},
                                         std::pair{"panel", "nevertreated/reg/1/unweighted/varying/anticipation0"},
                                         std::pair{"panel", "nevertreated/reg/x1+x2/unweighted/varying/anticipation0"},
                                         std::pair{"panel", "notyettreated/dr/1/unweighted/varying/anticipation0"},
                                         std::pair{"panel", "notyettreated/dr/x1+x2/weighted/varying/anticipation0"},
                                         std::pair{"panel", "notyettreated/ipw/1/unweighted/varying/anticipation0"},
                                         std::pair{"panel", "notyettreated/reg/1/unweighted/varying/anticipation0"},
                                         std::pair{"panel_unbalanced",
                                                   "nevertreated/reg/1/unweighted/varying/anticipation0"}));

}  // namespace
}  // namespace clusia::test
