/// The Gini coefficient, as the weight between neighbouring incomes: G = sum_i (y_{i+1} - y_i) C_i (W - C_i) / (W Y),
/// with C_i the weight of incomes up to y_i, W = sum d and Y = sum d y (Dorfman 1979 for a step function; the same
/// number as sum_i d_i y_i (2 C_i - d_i) / (W Y) - 1). Nothing cancels in it, and tied incomes have no order.
#include <clusia/batch.hpp>
#include <clusia/ranking.hpp>

using namespace clusia;

namespace {
constexpr const char* forms[]{"plain", "osier", "corrected", nullptr};
enum class Form { plain, osier, corrected };
constexpr std::size_t lanes = 16;  // replicates that pass over the rows together: two cache lines of factors a row
}  // namespace

struct Gini {
  static constexpr About about{
      "gini", "Gini coefficient", "1.0.0", "Inequality of a number, from 0 (all alike) to 1 (one has all)",
      "Gini 1914; Dorfman 1979, eq. 3; Eurostat 2004; Osier 2009, section 3.4, for form = \"osier\""};
  static constexpr Parameter parameters[]{
      parameter::choice("form", forms, "how a row's own weight counts in its rank")
          .by_default("\"plain\"")
          .following("plain: sum d y (2C - d) (Eurostat, laeken), free of the scale of the weights; osier: sum d y (2C "
                     "- 1) (convey), not free of it; corrected: plain times n/(n-1), n rows that weigh something")};
  static constexpr Input inputs[]{input::number("income", "what is unequal")};
  static constexpr Output outputs[]{
      output("gini", "Gini coefficient", "", CLUSIA_LOWER_IS_BETTER, "0: all alike; 1: one has all")};

  explicit Gini(const IndicatorData& data)
      : income(data.number("income")), ranking(data, income), form(form_of(data.parameters)), host(data.host) {
    if (form == Form::osier)
      now[0] = now[0]
                   .of_degree(not_homogeneous)
                   .following("Osier's and convey's form: not free of the scale of the weights");
  }
  std::span<const Output> outputs_now() const { return now; }

  void evaluate(const Evaluation& e) const {
    const auto ranked = ranking.of(e.domain);
    const Sums sums(ranked);
    if (!(sums.weight > 0)) throw undefined("nobody with a positive weight and an income in the domain");
    if (!(sums.income > 0)) throw undefined("incomes sum to nothing, or less: shares of them do not exist");
    if (form == Form::corrected && sums.rows < 2)
      throw undefined("one row alone: the correction n/(n-1) for small samples does not exist");
    double cumulated = 0, between = 0;
    for (std::size_t i = 0; i + 1 < ranked.size(); ++i) {
      cumulated += ranked[i].weight;
      between += (ranked[i + 1].value - ranked[i].value) * cumulated * (sums.weight - cumulated);
    }
    e.estimate() = value(between, sums);
    if (e.wants_influence()) influence(ranked, between, sums, e.u());
  }

  /// Replicates go over the rows in blocks of `lanes`: what a row needs is read once for all of them.
  void batch(const clusia_batch& of) const {
    const Batch batch(of, 1);
    const auto ranked = ranking.of(batch.domain);
    std::vector<int32_t> psus;  // along the ranking: every pass reads them in that order
    psus.reserve(ranked.size());
    for (const Ranked& r : ranked) psus.push_back(batch.psu(r.k));
    const Sums::ByPsu by_psu(batch, income);
    const auto size = static_cast<int64_t>(lanes);
    host.parallel_for((batch.replicates() + size - 1) / size, [&](int64_t block) {
      host.stop_if_cancelled();
      const int64_t first = block * size;
      const auto n = static_cast<std::size_t>(std::min(size, batch.replicates() - first));
      std::array<double, lanes> weight{}, between{};
      for (std::size_t b = 0; b < n; ++b) weight[b] = batch.sum(first + static_cast<int64_t>(b), by_psu.weight);
      pass(ranked, psus, batch, first, n, weight, between);
      for (std::size_t b = 0; b < n; ++b) {
        const Sums sums = by_psu.in(batch, first + static_cast<int64_t>(b));
        const bool exists = sums.weight > 0 && sums.income > 0 && (form != Form::corrected || sums.rows > 1);
        batch.estimate(first + static_cast<int64_t>(b)) =
            exists ? value(between[b], sums) : std::numeric_limits<double>::quiet_NaN();
      }
    });
  }

 private:
  /// What the forms need of a domain.
  struct Sums {
    double weight = 0, income = 0, own = 0, rows = 0;  ///< sums of d, d y, d^2 y, and 1 where d > 0

    Sums() = default;
    explicit Sums(const std::vector<Ranked>& ranked) {
      for (const Ranked& r : ranked) {
        weight += r.weight;
        income += r.weight * r.value;
        own += r.weight * r.weight * r.value;
        rows += r.weight > 0 ? 1 : 0;
      }
    }
    struct ByPsu {
      std::vector<double> weight, income, own, rows;
      ByPsu(const Batch& batch, const Numbers& y)
          : weight(batch.by_psu([](int64_t, double d) { return d; })),
            income(batch.by_psu([&](int64_t row, double d) { return d * y[row]; })),
            own(batch.by_psu([&](int64_t row, double d) { return d * d * y[row]; })),
            rows(batch.by_psu([](int64_t, double d) { return d > 0 ? 1.0 : 0.0; })) {}
      Sums in(const Batch& batch, int64_t b) const {
        Sums s;
        s.weight = batch.sum(b, weight);
        s.income = batch.sum(b, income);
        const double* f = batch.factors(b);
        for (std::size_t p = 0; p < own.size(); ++p) {
          s.own += f[p] * f[p] * own[p];
          s.rows += f[p] > 0 ? rows[p] : 0;
        }
        return s;
      }
    };
  };

  static Form form_of(const Parameters& p) {
    const auto form = p.choice("form");
    return form == "osier" ? Form::osier : form == "corrected" ? Form::corrected : Form::plain;
  }
  double value(double between, const Sums& s) const {
    const double plain = between / s.weight / s.income;
    if (form == Form::osier) return plain + s.own / s.weight / s.income - 1 / s.weight;
    return form == Form::corrected ? plain * s.rows / (s.rows - 1) : plain;
  }

  /// d between / dd_k = sum_j d_j |y_j - y_k|, the income that lies between k and everybody: it grows by (y_{k+1} -
  /// y_k) (2 C_k - W) from one income to the next.
  void influence(const std::vector<Ranked>& ranked, double between, const Sums& s, std::span<double> u) const {
    const double product = s.weight * s.income, factor = form == Form::corrected ? s.rows / (s.rows - 1) : 1;
    double apart = s.income - s.weight * ranked.front().value, cumulated = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      const Ranked& r = ranked[i];
      double& out = u[static_cast<std::size_t>(r.k)];
      out = factor * (apart - between / s.weight - between / s.income * r.value) / product;
      if (form == Form::osier)
        out += (2 * r.weight * r.value - s.own / s.weight - s.own / s.income * r.value) / product +
               1 / (s.weight * s.weight);
      if (i + 1 == ranked.size()) break;
      cumulated += r.weight;
      apart += (ranked[i + 1].value - r.value) * (2 * cumulated - s.weight);
    }
  }

  /// One pass over the rows by ascending income for n <= lanes replicates.
  static void pass(const std::vector<Ranked>& ranked, const std::vector<int32_t>& psus, const Batch& batch,
                   int64_t first, std::size_t n, const std::array<double, lanes>& weight,
                   std::array<double, lanes>& between) {
    std::vector<double> factors(static_cast<std::size_t>(batch.psus()) * lanes);  // a PSU's replicates side by side
    for (std::size_t b = 0; b < n; ++b) {
      const double* f = batch.factors(first + static_cast<int64_t>(b));
      for (std::size_t p = 0; p < factors.size() / lanes; ++p) factors[p * lanes + b] = f[p];
    }
    std::array<double, lanes> cumulated{}, sum{};
    const std::array<double, lanes> all = weight;
    for (std::size_t i = 0; i + 1 < ranked.size(); ++i) {
      const double d = ranked[i].weight, gap = ranked[i + 1].value - ranked[i].value;
      const double* f = &factors[static_cast<std::size_t>(psus[i]) * lanes];
      for (std::size_t b = 0; b < lanes; ++b) {
        cumulated[b] += d * f[b];
        sum[b] += gap * cumulated[b] * (all[b] - cumulated[b]);
      }
    }
    between = sum;
  }

  Numbers income;
  Ranking ranking;
  Form form;
  Host host;
  std::array<Output, 1> now{outputs[0]};
};
CLUSIA_INDICATOR_PLUGIN(Gini);
