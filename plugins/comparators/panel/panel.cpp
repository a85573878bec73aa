/// Two-way effects of units and waves as a linear model: one coefficient, an event study, or cohorts by exposures (Sun
/// and Abraham 2021).
#include <numeric>
#include <set>

#include "decomposition.hpp"

using namespace clusia;

namespace {

enum class Model { two_way, event_study, sun_abraham };

constexpr const char* model_choices[]{"two_way", "event_study", "sun_abraham", nullptr};
constexpr const char* shares_choices[]{"estimated", "known", nullptr};
constexpr const char* cluster_choices[]{"psu", "psu_and_wave", nullptr};
constexpr const char* factor_choices[]{"regression", "survey", nullptr};

Model model_of(std::string_view word) {
  return word == "two_way" ? Model::two_way : word == "event_study" ? Model::event_study : Model::sun_abraham;
}

Expression sum_of(const std::vector<Expression>& all) {
  Expression sum = all.front();
  for (std::size_t k = 1; k < all.size(); ++k) sum = sum + all[k];
  return sum;
}

/// One regressor: rows of a cohort (any: none in particular) at an exposure; the two-way model's is `any` at `any`.
constexpr int32_t any = std::numeric_limits<int32_t>::min();
struct Regressor {
  int32_t cohort, exposure;
  bool holds(const PanelRow& r) const {
    if (exposure == any) return r.treated();
    return r.cohort >= 0 && r.exposure() == exposure && (cohort == any || r.cohort == cohort);
  }
};

std::vector<Regressor> regressors_of(Model model, const PanelRows& rows, int32_t reference_cohort) {
  if (model == Model::two_way) return {{any, any}};
  std::set<std::pair<int32_t, int32_t>> levels;
  for (const PanelRow& r : rows)
    if (r.cohort >= 0 && r.cohort != reference_cohort && r.exposure() != -1)
      levels.emplace(model == Model::sun_abraham ? r.cohort : any, r.exposure());
  std::vector<Regressor> all;
  for (const auto& [cohort, exposure] : levels) all.push_back({cohort, exposure});
  return all;
}

}  // namespace

struct Panel {
  static constexpr About about{
      "panel", "Two-way effects", "1.0.0",
      "A linear model with effects of units and waves: one coefficient, an event study, or Sun and Abraham's",
      "Goodman-Bacon 2021; de Chaisemartin and D'Haultfoeuille 2020; Sun and Abraham 2021"};
  static constexpr Parameter parameters[]{
      parameter::choice("model", model_choices,
                        "what the treatment's regressors are: one for all treated rows; one a number of waves since "
                        "treatment; one a cohort and such a number")
          .by_default("\"two_way\""),
      parameter::choice("shares", shares_choices, "shares of cohorts in Sun and Abraham's averages")
          .by_default("\"estimated\"")
          .following("estimated: their error is in the standard error; known: it is not (fixest)"),
      parameter::choice("cluster", cluster_choices, "whose errors go together")
          .by_default("\"psu\"")
          .following("psu: the study's PSUs; psu_and_wave: also all rows of a wave (two-way clustering)"),
      parameter::choice("factor", factor_choices, "small-sample factor of the variance")
          .by_default("\"regression\"")
          .following("regression: G/(G-1) (N-1)/(N-K), as fixest; survey: n/(n-1) in each stratum, centred")};
  static constexpr uint32_t roles = CLUSIA_ROLE_UNIT | CLUSIA_ROLE_WAVE | CLUSIA_ROLE_COHORT;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs = CLUSIA_DESIGN_LONGITUDINAL | CLUSIA_DESIGN_RANDOMISED;

  explicit Panel(const Parameters& p)
      : model(model_of(p.choice("model"))),
        shares_known(p.choice("shares") == "known"),
        cluster_waves(p.choice("cluster") == "psu_and_wave"),
        factor(p.choice("factor") == "survey" ? CLUSIA_FACTOR_DESIGN : CLUSIA_FACTOR_REGRESSION) {}

  void design(const DesignFrame& frame, Answer& answer) const {
    check_waves_are_ordered(frame);
    int32_t reference = -1;
    const PanelRows rows = rows_of(frame, reference);
    const std::vector<Regressor> regressors = regressors_of(model, rows, reference);
    say(answer);
    answer.size_cell("treated rows", listed(rows, [](const PanelRow& r) { return r.treated(); }));
    answer.size_cell("other rows", listed(rows, [](const PanelRow& r) { return !r.treated(); }));
    const int32_t fit = fitted(answer, rows, regressors);
    if (model == Model::two_way) {
      answer.contrast({"effect", "Effect of the treatment, two-way effects"}, Answer::coefficient(fit, 0));
      decompose(answer, frame, rows);
      report_weights(answer, frame, rows);
    } else {
      averages(answer, frame, rows, regressors, fit);
    }
    if (cluster_waves) pair_waves(answer, rows);
    answer.diagnostic("rows", "", static_cast<double>(rows.size()));
  }

 private:
  /// Who takes part, and the cohort that the others are compared with. Those treated in all waves tell nothing of
  /// exposures; where everybody is treated in the end, Sun and Abraham compare with the last cohort while it is not.
  PanelRows rows_of(const DesignFrame& frame, int32_t& reference) const {
    PanelRows rows;
    for (int64_t row = 0; row < frame.rows(); ++row)
      if (frame.unit[row] >= 0 && frame.wave[row] >= 0 && frame.weight(row) > 0)
        rows.push_back({row, frame.unit[row], frame.wave[row], frame.cohort[row], frame.weight(row)});
    const auto drop = [&](const auto& is) { rows.erase(std::remove_if(rows.begin(), rows.end(), is), rows.end()); };
    if (model != Model::two_way) drop([](const PanelRow& r) { return r.cohort == 0; });
    const bool never = std::any_of(rows.begin(), rows.end(), [](const PanelRow& r) { return r.cohort < 0; });
    if (model == Model::event_study && !never)
      throw unsupported(
          "nobody is never treated, so that exposures and waves cannot be told apart: model = "
          "\"sun_abraham\" or the comparator 'staggered' would be right");
    if (model == Model::sun_abraham && !never) {
      for (const PanelRow& r : rows) reference = std::max(reference, r.cohort);
      drop([&](const PanelRow& r) { return r.wave >= reference; });
    }
    const auto somebody = [&](bool treated) {
      return std::any_of(rows.begin(), rows.end(), [&](const PanelRow& r) { return r.treated() == treated; });
    };
    if (!somebody(true) || !somebody(false))
      throw unsupported(
          "nobody is left who is treated, or nobody who is not: a cohort first treated after the first "
          "wave, and units to compare it with, would be right");
    return rows;
  }

  void say(const Answer& answer) const {
    static const std::string parallel =
        "without the programme, {indicator} would have changed by as much from wave to wave among all units";
    const char* summary =
        model == Model::two_way ? "treated rows against others, units and waves held fixed"
        : model == Model::event_study
            ? "rows by waves since treatment against the wave before it, units and waves held fixed"
            : "rows by cohort and waves since treatment against the wave before it, units and waves held "
              "fixed";
    answer.design(
        {summary,
         parallel + (model == Model::two_way ? ", and the effect is the same for every cohort in every wave"
                     : model == Model::event_study
                         ? ", nothing changed ahead of the treatment, and the effect so many waves after it is "
                           "the same for every cohort"
                         : ", and nothing changed ahead of the treatment"),
         CLUSIA_MISSING_ROW, factor});
  }

  static int32_t fitted(Answer& answer, const PanelRows& rows, const std::vector<Regressor>& regressors) {
    std::vector<double> x;
    std::vector<int32_t> units, waves;
    for (const PanelRow& r : rows) {
      for (const Regressor& of : regressors) x.push_back(of.holds(r) ? 1 : 0);
      units.push_back(r.unit);
      waves.push_back(r.wave);
    }
    const int32_t* absorbed[]{units.data(), waves.data()};
    const Rows all = listed(rows, [](const PanelRow&) { return true; });
    clusia_fit f{};
    f.size = sizeof f;
    f.name = "two-way effects";
    f.rows = all.view();
    f.jacobian.first_step = -1;
    f.n_regressors = static_cast<int32_t>(regressors.size());
    f.regressors = x.data();
    f.n_absorbed = 2;
    f.absorbed = absorbed;
    return answer.fit(f);
  }

  /// By waves since treatment, over cohorts by their share where there is one coefficient a cohort.
  void averages(Answer& answer, const DesignFrame& frame, const PanelRows& rows,
                const std::vector<Regressor>& regressors, int32_t fit) const {
    std::vector<Expression> share;
    for (const Regressor& of : regressors) share.push_back(share_of(answer, frame, rows, of));
    std::set<int32_t> exposures;
    for (const Regressor& of : regressors) exposures.insert(of.exposure);
    const auto mean = [&](const auto& keep) {
      std::vector<Expression> terms, shares;
      for (std::size_t k = 0; k < regressors.size(); ++k) {
        if (!keep(regressors[k].exposure)) continue;
        terms.push_back(share[k] * Answer::coefficient(fit, static_cast<int32_t>(k)));
        shares.push_back(share[k]);
      }
      return sum_of(terms) / sum_of(shares);
    };
    answer.contrast({"simple", "Effect on the treated, all treated rows"}, mean([](int32_t e) { return e >= 0; }));
    for (const int32_t e : exposures) {
      const std::string n = std::to_string(std::abs(e)), waves = n + (n == "1" ? " wave" : " waves");
      const std::string name = (e < 0 ? "event_minus_" : "event_") + n;
      const std::string title = e == 0  ? "Effect in the first treated wave"
                                : e > 0 ? "Effect " + waves + " later"
                                        : "Difference " + waves + " before the first treated wave";
      answer.contrast({name, title, nullptr, e >= 0}, mean([e](int32_t at) { return at == e; }));
    }
  }
  Expression share_of(Answer& answer, const DesignFrame& frame, const PanelRows& rows, const Regressor& of) const {
    const Rows members = listed(rows, [&](const PanelRow& r) { return of.holds(r); });
    if (shares_known) {
      std::vector<double> weight = members.weight;  // in an order of their own: the same sum however the data stand
      std::sort(weight.begin(), weight.end());
      return std::accumulate(weight.begin(), weight.end(), 0.0);
    }
    const std::string whose =
        of.cohort == any ? "" : "first treated in " + std::string(frame.wave.name(of.cohort)) + ", ";
    return Answer::size(answer.size_cell(whose + "exposure " + std::to_string(of.exposure), members));
  }

  static void pair_waves(const Answer& answer, const PanelRows& rows) {
    std::vector<int64_t> row;
    std::vector<int32_t> wave;
    for (const PanelRow& r : rows) row.push_back(r.row), wave.push_back(r.wave);
    answer.pairs({sizeof(clusia_pairs), static_cast<int64_t>(row.size()), row.data(), wave.data()});
  }

  Model model;
  bool shares_known, cluster_waves;
  int32_t factor;
};
CLUSIA_COMPARATOR_PLUGIN(Panel);
