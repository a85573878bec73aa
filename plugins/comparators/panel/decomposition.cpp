#include "decomposition.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

using namespace clusia;

namespace {

constexpr int most_sweeps = 20000;
constexpr double settled = 1e-14;

/// By unit and wave: sums over it are the same in whatever order the data stand.
PanelRows ordered(PanelRows rows) {
  const auto before = [](const PanelRow& a, const PanelRow& b) {
    return std::tuple(a.unit, a.wave, a.weight) < std::tuple(b.unit, b.wave, b.weight);
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::stable_sort(rows.begin(), rows.end(), before);
  return rows;
}

/// Takes the weighted mean of each level out of x; returns the largest.
template <class Level>
double take_means(const PanelRows& rows, std::vector<double>& x, int32_t levels, const Level& level) {
  std::vector<double> sum(static_cast<std::size_t>(levels), 0), weight(sum);
  const auto of = [&](std::size_t k) { return static_cast<std::size_t>(level(rows[k])); };
  for (std::size_t k = 0; k < rows.size(); ++k) {
    sum[of(k)] += rows[k].weight * x[k];
    weight[of(k)] += rows[k].weight;
  }
  double largest = 0;
  for (std::size_t l = 0; l < sum.size(); ++l)
    if (weight[l] > 0) largest = std::max(largest, std::abs(sum[l] /= weight[l]));
  for (std::size_t k = 0; k < rows.size(); ++k) x[k] -= sum[of(k)];
  return largest;
}

/// The treatment less what units and waves explain of it; nothing where they do not settle.
std::optional<std::vector<double>> residual_treatment(const DesignFrame& frame, const PanelRows& rows) {
  std::vector<double> x;
  for (const PanelRow& r : rows) x.push_back(r.treated() ? 1 : 0);
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    const double units = take_means(rows, x, frame.unit.levels(), [](const PanelRow& r) { return r.unit; });
    const double waves = take_means(rows, x, frame.wave.levels(), [](const PanelRow& r) { return r.wave; });
    if (std::max(units, waves) < settled) return x;
  }
  return std::nullopt;
}

/// Of a balanced panel with weights that do not change: each cohort's share of the units. Else why there is none.
struct Balanced {
  std::map<int32_t, double> share;
  std::string problem;

  Balanced(const DesignFrame& frame, const PanelRows& by_unit_and_wave) {
    std::size_t units = 0;
    bool twice = false;
    const PanelRow* last = nullptr;
    for (const PanelRow& r : by_unit_and_wave) {
      if (last == nullptr || last->unit != r.unit) {
        share[r.cohort] += r.weight;
        ++units;
      } else {
        if (last->weight != r.weight) problem = "weights of units change from wave to wave";
        twice |= last->wave == r.wave;
      }
      last = &r;
    }
    if (twice || by_unit_and_wave.size() != units * static_cast<std::size_t>(frame.wave.levels()))
      problem = "not every unit is once in every wave";
  }
};

/// A difference in differences of two cohorts in the waves [from, turn) and [turn, until).
struct TwoByTwo {
  int32_t treated, comparison, from, turn, until;
  double weight;
};

/// Goodman-Bacon 2021, eq. 10e to 10g, up to a common factor; D: the share of waves in which a cohort is treated.
std::vector<TwoByTwo> pairs_of(const std::map<int32_t, double>& share, int32_t waves) {
  std::vector<TwoByTwo> pairs;
  double sum = 0;
  const auto D = [&](int32_t cohort) { return static_cast<double>(waves - cohort) / waves; };
  const auto add = [&](const TwoByTwo& pair) {
    if (!(pair.weight > 0)) return;
    pairs.push_back(pair);
    sum += pair.weight;
  };
  for (const auto& [k, n_k] : share)
    for (const auto& [l, n_l] : share) {
      if (k < 0) continue;
      if (l < 0) add({k, l, 0, k, waves, n_k * n_l * D(k) * (1 - D(k))});
      if (l <= k) continue;
      add({k, l, 0, k, l, n_k * n_l * (D(k) - D(l)) * (1 - D(k))});
      add({l, k, k, l, waves, n_k * n_l * D(l) * (D(k) - D(l))});
    }
  for (TwoByTwo& pair : pairs) pair.weight /= sum;
  return pairs;
}

/// The mean of a cohort over waves, wave by wave: each is judged by its own wave's reference.
class CohortMeans {
 public:
  CohortMeans(Answer& answer, const DesignFrame& frame, const PanelRows& rows)
      : answer_(answer), frame_(frame), rows_(rows) {}
  Expression over(int32_t cohort, int32_t from, int32_t until) {
    Expression sum = in(cohort, from);
    for (int32_t wave = from + 1; wave < until; ++wave) sum = sum + in(cohort, wave);
    return sum / static_cast<double>(until - from);
  }

 private:
  Expression in(int32_t cohort, int32_t wave) {
    const auto known = cells_.find({cohort, wave});
    if (known != cells_.end()) return Answer::T(known->second);
    const std::string name =
        "first treated: " + cohort_name(frame_, cohort) + ", in " + std::string(frame_.wave.name(wave));
    const int32_t cell = answer_.cell(
        name, wave, -1, listed(rows_, [&](const PanelRow& r) { return r.cohort == cohort && r.wave == wave; }));
    cells_[{cohort, wave}] = cell;
    return Answer::T(cell);
  }
  Answer& answer_;
  const DesignFrame& frame_;
  const PanelRows& rows_;
  std::map<std::pair<int32_t, int32_t>, int32_t> cells_;
};

}  // namespace

void report_weights(const Answer& answer, const DesignFrame& frame, const PanelRows& rows_as_given) {
  const PanelRows rows = ordered(rows_as_given);
  const auto residual = residual_treatment(frame, rows);
  if (!residual) return;  // the host's own fit says that units and waves are hardly connected
  std::map<std::pair<int32_t, int32_t>, double> weight;
  double sum = 0;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (!rows[k].treated()) continue;
    const double w = rows[k].weight * (*residual)[k];
    weight[{rows[k].cohort, rows[k].wave}] += w;
    sum += w;
  }
  double negative = 0;
  int64_t count = 0;
  for (const auto& [where, w] : weight) {
    const double part = w / sum;
    if (part < 0) negative += part, ++count;
    answer.diagnostic("weight_of_effect",
                      cohort_name(frame, where.first) + " in " + std::string(frame.wave.name(where.second)), part);
  }
  answer.diagnostic("negative_weights", "number", static_cast<double>(count),
                    count == 0 ? "" : "effects on these cohorts in these waves enter with the wrong sign");
  answer.diagnostic("negative_weights", "sum", negative);
}

void decompose(Answer& answer, const DesignFrame& frame, const PanelRows& rows) {
  const Balanced panel(frame, ordered(rows));
  if (!panel.problem.empty())
    return answer.diagnostic("decomposition_left_out", "", 1,
                             panel.problem + ": the decomposition is of balanced panels with fixed weights");
  CohortMeans means(answer, frame, rows);
  for (const TwoByTwo& pair : pairs_of(panel.share, frame.wave.levels())) {
    const auto change = [&](int32_t cohort) {
      return means.over(cohort, pair.turn, pair.until) - means.over(cohort, pair.from, pair.turn);
    };
    const std::string title =
        "First treated " + cohort_name(frame, pair.treated) + " against " + cohort_name(frame, pair.comparison);
    answer.contrast(
        {"pair_" + name_part(cohort_name(frame, pair.treated)) + "_" + name_part(cohort_name(frame, pair.comparison)),
         title, nullptr, false, -1, 0},
        change(pair.treated) - change(pair.comparison));
    const bool already = pair.comparison >= 0 && pair.comparison < pair.treated;
    answer.diagnostic("weight_of_pair", title, pair.weight,
                      already ? "compared with units that are treated already" : "");
  }
}
