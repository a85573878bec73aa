#include "aggregation.hpp"

#include <set>

using namespace clusia;

namespace {

using Chosen = std::vector<const Estimated*>;

template <class Keep>
Chosen chosen(const std::vector<Estimated>& from, const Keep& keep) {
  Chosen all;
  for (const Estimated& e : from)
    if (keep(e.of)) all.push_back(&e);
  return all;
}

Expression sum_of(const std::vector<Expression>& all) {
  Expression sum = all.front();
  for (std::size_t k = 1; k < all.size(); ++k) sum = sum + all[k];
  return sum;
}
Expression mean_of(const std::vector<Expression>& all) { return sum_of(all) / static_cast<double>(all.size()); }

/// Weighted by the size of each one's cohort, which is estimated, too.
Expression by_size(const Chosen& all) {
  std::vector<Expression> terms, sizes;
  for (const Estimated* e : all) {
    terms.push_back(e->cohort_size * e->effect);
    sizes.push_back(e->cohort_size);
  }
  return sum_of(terms) / sum_of(sizes);
}

std::string waves(int32_t n) { return std::to_string(n) + (n == 1 ? " wave" : " waves"); }

class Aggregation {
 public:
  Aggregation(const Answer& answer, const DesignFrame& frame, const std::vector<Estimated>& effects)
      : answer_(answer), frame_(frame), effects_(effects) {}

  void simple() const { tell("simple", "Effect on the treated, all cohorts and waves", by_size(after())); }
  /// By the number of waves since the treatment began.
  void event(int32_t anticipation) const {
    std::set<int32_t> exposures;
    for (const Estimated& e : effects_) exposures.insert(e.of.exposure());
    std::vector<Expression> since, before;
    for (const int32_t e : exposures) {
      const Expression one = by_size(chosen(effects_, [e](const GroupTime& gt) { return gt.exposure() == e; }));
      if (e >= 0)
        tell("event_" + std::to_string(e),
             e == 0 ? "Effect in the first treated wave" : "Effect " + waves(e) + " later", one);
      else
        tell("event_minus_" + std::to_string(-e), "Difference " + waves(-e) + " before the first treated wave", one,
             false);
      if (e >= 0) since.push_back(one);
      if (e < -anticipation) before.push_back(one);
    }
    tell("event", "Effect on the treated, mean over waves since treatment", mean_of(since));
    if (!before.empty()) tell("event_before", "Mean difference before treatment", mean_of(before), false);
  }
  void cohort() const {
    std::vector<Expression> terms, sizes;
    for (const int32_t g : cohorts()) {
      const Chosen own = chosen(effects_, [g](const GroupTime& gt) { return gt.cohort == g && gt.after(); });
      std::vector<Expression> effects;
      for (const Estimated* e : own) effects.push_back(e->effect);
      const Expression mean = mean_of(effects);
      tell("cohort_" + name_part(name(g)), "Effect on those first treated in " + name(g), mean);
      terms.push_back(own.front()->cohort_size * mean);
      sizes.push_back(own.front()->cohort_size);
    }
    tell("cohort", "Effect on the treated, mean over cohorts", sum_of(terms) / sum_of(sizes));
  }
  void calendar() const {
    std::set<int32_t> when;
    for (const Estimated* e : after()) when.insert(e->of.wave);
    std::vector<Expression> all;
    for (const int32_t t : when) {
      all.push_back(by_size(chosen(effects_, [t](const GroupTime& gt) { return gt.wave == t && gt.after(); })));
      tell("calendar_" + name_part(name(t)), "Effect on the treated in " + name(t), all.back(), true, t);
    }
    tell("calendar", "Effect on the treated, mean over waves", mean_of(all));
  }

 private:
  std::string name(int32_t wave) const { return std::string(frame_.wave.name(wave)); }
  Chosen after() const {
    return chosen(effects_, [](const GroupTime& gt) { return gt.after(); });
  }
  std::set<int32_t> cohorts() const {
    std::set<int32_t> all;
    for (const Estimated* e : after()) all.insert(e->of.cohort);
    return all;
  }
  void tell(const std::string& name, const std::string& title, const Expression& of, bool is_effect = true,
            int32_t wave = -1) const {
    answer_.contrast({name, title, nullptr, is_effect, wave, 0}, of);
  }
  const Answer& answer_;
  const DesignFrame& frame_;
  const std::vector<Estimated>& effects_;
};

}  // namespace

void aggregate(const Answer& answer, const DesignFrame& frame, const std::vector<Estimated>& effects,
               int32_t anticipation) {
  const Aggregation of(answer, frame, effects);
  of.simple();
  of.event(anticipation);
  of.cohort();
  of.calendar();
}
