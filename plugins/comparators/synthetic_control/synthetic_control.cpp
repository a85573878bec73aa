/// Synthetic control: the treated clusters' path less that of the weighted mean of donors that went along with them
/// before the intervention. Weights come from estimates before it; what comes later is never seen here.
#include <map>

#include "clusters.hpp"
#include "simplex.hpp"

using namespace clusia;

namespace {

constexpr const char* several_choices[]{"average", "each", nullptr};
constexpr const char* rank_choices[]{"ratio", "after", nullptr};
constexpr double perfect = 1e-9;  // a fit that leaves less than this share of the largest distance leaves nothing

/// What is compared: clusters that count alike, and the weighted donors that stand for them.
struct Synthetic {
  std::vector<int32_t> of;
  std::vector<std::pair<int32_t, double>> donors;  ///< of a weight above 0
  int64_t freedom = 0;                             ///< dimensions in which other weights fit as well
  double rmspe = 0;                                ///< root mean square of the gaps before
  bool fits_perfectly = false;
};

/// Estimates from before the intervention and who takes part: treated clusters and donors, and the waves to fit.
class Study {
 public:
  Study(const DesignFrame& frame, const clusia_baseline& baseline, int32_t before)
      : clusters(frame), frame_(frame), baseline_(baseline) {
    if (clusters.treated.empty()) throw unsupported("no cluster is in a treated arm: the design needs one");
    for (int32_t wave = 0; wave <= before; ++wave)
      if (std::all_of(clusters.treated.begin(), clusters.treated.end(), [&](int32_t k) { return exists(k, wave); }))
        earlier.push_back(wave);
    if (earlier.empty())
      throw unsupported("the indicator exists in no wave up to '" + std::string(frame.wave.name(before)) +
                        "' in every treated cluster: there is nothing to fit the donors to");
    for (int32_t wave = before + 1; wave < frame.wave.levels(); ++wave) {
      later.push_back(wave);
      for (const int32_t k : clusters.treated)
        if (!clusters.present(k, wave))
          throw unsupported("treated cluster '" + clusters.name(k) + "' has no rows in wave '" +
                            std::string(frame.wave.name(wave)) +
                            "': every treated cluster in every later wave is needed");
    }
    for (const int32_t k : clusters.comparison) (serves(k) ? donors : left_out).push_back(k);
    if (donors.size() < 2)
      throw unsupported(std::to_string(donors.size()) +
                        " comparison clusters have an estimate in every wave that the treated have: two donors are the "
                        "least, since each is a placebo for the others");
  }

  Synthetic synthetic(const std::vector<int32_t>& of, const std::vector<int32_t>& pool, bool each) const {
    const Eigen::MatrixXd series = series_of(of), a = series_of(pool);
    const Eigen::VectorXd mean = series.rowwise().mean();
    Synthetic made;
    made.of = of;
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(a.cols());
    const Eigen::Index fits = each ? series.cols() : 1;
    for (Eigen::Index k = 0; k < fits; ++k) {
      const SimplexFit fit = simplex_fit(a, each ? Eigen::VectorXd(series.col(k)) : mean);
      weights += fit.weights / static_cast<double>(fits);
      made.freedom = std::max<int64_t>(made.freedom, fit.freedom);
    }
    for (Eigen::Index j = 0; j < weights.size(); ++j)
      if (weights[j] > 0) made.donors.emplace_back(pool[static_cast<std::size_t>(j)], weights[j]);
    const Eigen::VectorXd gap = mean - a * weights;
    made.rmspe = std::sqrt(gap.squaredNorm() / static_cast<double>(gap.size()));
    made.fits_perfectly = made.rmspe <= perfect * (a.colwise() - mean).cwiseAbs().maxCoeff();
    return made;
  }

  const Clusters clusters;
  std::vector<int32_t> donors, left_out, earlier, later;

 private:
  double estimate(int32_t cluster, int32_t wave) const {
    return baseline_.estimates[static_cast<int64_t>(cluster) * baseline_.n_waves + wave];
  }
  bool exists(int32_t cluster, int32_t wave) const { return !std::isnan(estimate(cluster, wave)); }
  bool serves(int32_t cluster) const {
    return std::all_of(earlier.begin(), earlier.end(), [&](int32_t wave) { return exists(cluster, wave); }) &&
           std::all_of(later.begin(), later.end(), [&](int32_t wave) { return clusters.present(cluster, wave); });
  }
  Eigen::MatrixXd series_of(const std::vector<int32_t>& of) const {
    Eigen::MatrixXd series(earlier.size(), of.size());
    for (std::size_t t = 0; t < earlier.size(); ++t)
      for (std::size_t k = 0; k < of.size(); ++k)
        series(static_cast<Eigen::Index>(t), static_cast<Eigen::Index>(k)) = estimate(of[k], earlier[t]);
    return series;
  }
  const DesignFrame& frame_;
  const clusia_baseline& baseline_;
};

/// Gaps as contrasts over one cell a cluster and wave.
class Paths {
 public:
  Paths(const Study& study, const DesignFrame& frame, Answer& answer) : study_(study), frame_(frame), answer_(answer) {}

  Expression gap(const Synthetic& s, int32_t wave) {
    Expression treated = T(s.of.front(), wave);
    for (std::size_t k = 1; k < s.of.size(); ++k) treated = treated + T(s.of[k], wave);
    Expression gap = s.of.size() == 1 ? treated : treated / static_cast<double>(s.of.size());
    for (const auto& [donor, weight] : s.donors) gap = gap - weight * T(donor, wave);
    return gap;
  }
  template <class Of>
  Expression mean(const std::vector<int32_t>& waves, const Of& of) {
    Expression sum = of(waves.front());
    for (std::size_t k = 1; k < waves.size(); ++k) sum = sum + of(waves[k]);
    return sum / static_cast<double>(waves.size());
  }
  Expression mean_gap(const Synthetic& s, const std::vector<int32_t>& waves) {
    return mean(waves, [&](int32_t wave) { return gap(s, wave); });
  }
  Expression rmspe(const Synthetic& s, const std::vector<int32_t>& waves) {
    return exp(0.5 * log(mean(waves, [&](int32_t wave) {
                 const Expression one = gap(s, wave);
                 return one * one;
               })));
  }

 private:
  Expression T(int32_t cluster, int32_t wave) {
    const auto known = cells_.find({cluster, wave});
    if (known != cells_.end()) return Answer::T(known->second);
    const std::string name = study_.clusters.name(cluster) + ", " + std::string(frame_.wave.name(wave));
    const int32_t cell = answer_.cell(name, wave, study_.clusters.arm(cluster), study_.clusters.rows(cluster, wave));
    cells_[{cluster, wave}] = cell;
    return Answer::T(cell);
  }
  const Study& study_;
  const DesignFrame& frame_;
  Answer& answer_;
  std::map<std::pair<int32_t, int32_t>, int32_t> cells_;
};

}  // namespace

struct SyntheticControl {
  static constexpr About about{"synthetic_control", "Synthetic control", "1.0.0",
                               "The treated clusters less the weighted mean of donor clusters that went along before",
                               "Abadie, Diamond and Hainmueller 2010; Abadie 2021"};
  static constexpr Parameter parameters[]{
      parameter::wave("before", "the last wave before the intervention: donors are fitted to it and those before it"),
      parameter::choice("several", several_choices,
                        "several treated clusters: donors for their average, or for each, and the gaps averaged")
          .by_default("\"average\""),
      parameter::choice("rank", rank_choices,
                        "what placebos are ranked by: gaps after over those before (RMSPE), or gaps after alone")
          .by_default("\"ratio\"")
          .following("ratio: Abadie, Diamond and Hainmueller 2010, section 3.4")};
  static constexpr uint32_t roles = CLUSIA_ROLE_CLUSTER | CLUSIA_ROLE_WAVE | CLUSIA_ROLE_ARM;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs =
      CLUSIA_DESIGN_LONGITUDINAL | CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  explicit SyntheticControl(const Parameters& p)
      : before(p.wave("before")), each(p.choice("several") == "each"), by_ratio(p.choice("rank") == "ratio") {}

  clusia_baseline_need need(const DesignFrame& frame) const {
    check_waves_are_ordered(frame);
    if (before + 1 >= frame.wave.levels())
      throw bad_parameter("before", "wave '" + std::string(frame.wave.name(before)) +
                                        "' is the last of the data: one with a later wave would be right");
    return {sizeof(clusia_baseline_need), CLUSIA_ROLE_CLUSTER, before};
  }

  void design_with_baseline(const DesignFrame& frame, const clusia_baseline& baseline, Answer& answer) const {
    const Study study(frame, baseline, before);
    const Synthetic main = study.synthetic(study.clusters.treated, study.donors, each);
    const std::string first(frame.wave.name(study.earlier.front())), last(frame.wave.name(before));
    answer.design({frame.side_name(Side::treated) + ", less the weighted mean of " +
                       std::to_string(study.donors.size()) + " donor clusters that fits it best from " + first +
                       " to " + last,
                   "without the programme, {indicator} of the treated clusters would have gone on as that of their "
                   "weighted donors, as it had up to " +
                       last});
    Paths paths(study, frame, answer);
    if (by_ratio && main.fits_perfectly) refuse_ratio("the treated clusters", last);
    compare(paths, frame, study, main, answer);
    say(study, main, answer);
  }

 private:
  [[noreturn]] static void refuse_ratio(const std::string& whom, const std::string& last) {
    throw unsupported("the donors fit " + whom + " without any gap up to '" + last +
                      "', so that no ratio to that gap exists: rank = \"after\" would be right, or more waves before");
  }
  Expression rank_of(Paths& paths, const Study& study, const Synthetic& s) const {
    const Expression after = paths.rmspe(s, study.later);
    return by_ratio ? after / paths.rmspe(s, study.earlier) : after;
  }

  void compare(Paths& paths, const DesignFrame& frame, const Study& study, const Synthetic& main,
               const Answer& answer) const {
    const char* unit = by_ratio ? "" : nullptr;
    const std::string title = by_ratio ? "RMSPE after over before" : "RMSPE after";
    answer.contrast({"rmspe_before", "RMSPE before", nullptr, false}, paths.rmspe(main, study.earlier));
    const int32_t rank = answer.contrast({"rank", title, unit, false}, rank_of(paths, study, main));
    int32_t placebos = 0;
    for (const int32_t donor : study.donors) {
      std::vector<int32_t> others = study.donors;
      std::erase(others, donor);
      const Synthetic placebo = study.synthetic({donor}, others, each);
      const std::string name = study.clusters.name(donor);
      if (by_ratio && placebo.fits_perfectly) {
        answer.diagnostic("placebo_left_out", name, 1, "the others fit it without any gap before: no ratio exists");
        continue;
      }
      answer.diagnostic("rmspe_before", name, placebo.rmspe);
      answer.contrast({"placebo_" + std::to_string(++placebos), title + ", had " + name + " been treated", unit, false,
                       -1, 0, 0, rank},
                      rank_of(paths, study, placebo));
    }
    if (placebos == 0) refuse_ratio("every placebo", std::string(frame.wave.name(before)));
    answer.diagnostic("smallest_p", "", 1.0 / (1 + placebos),
                      "one over the placebos and the treated: p can be no less");
    for (const int32_t wave : study.later) {
      const std::string when(frame.wave.name(wave));
      answer.contrast({"gap_" + name_part(when), "Gap in " + when, nullptr, false, wave}, paths.gap(main, wave));
    }
    answer.contrast({"effect", "Mean gap after", nullptr, true, -1, 0, 0, -1, rank}, paths.mean_gap(main, study.later));
  }

  static void say(const Study& study, const Synthetic& main, const Answer& answer) {
    answer.diagnostic("rmspe_before", "treated", main.rmspe);
    answer.diagnostic("waves_fitted", "", static_cast<double>(study.earlier.size()));
    for (const auto& [donor, weight] : main.donors)
      answer.diagnostic("donor_weight", study.clusters.name(donor), weight);
    for (const int32_t cluster : study.left_out)
      answer.diagnostic("donor_left_out", study.clusters.name(cluster), 1,
                        "it has no estimate in a wave to be fitted, or no rows in a later one");
    if (main.freedom > 0)
      answer.diagnostic("weights_not_unique", "", static_cast<double>(main.freedom),
                        "dimensions in which other weights fit as well: those of the least sum of squares were taken");
  }

  int32_t before;
  bool each, by_ratio;
};
CLUSIA_COMPARATOR_PLUGIN(SyntheticControl);
