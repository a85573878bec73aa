/// The Gini coefficient in Osier's form: G = (2 sum_i R_i d_i y_i - Y) / (Y N) - 1, with R_i the weight of incomes up
/// to y_i, Y = sum d y and N = sum d.
#include <algorithm>
#include <clusia/indicator.hpp>
#include <limits>

using namespace clusia;

struct Gini {
  static constexpr About about{"gini", "Gini coefficient", "1.0.0", "Inequality of a number, from 0 to 1",
                               "Osier 2009, section 3.4"};
  static constexpr Input inputs[]{input::number("income", "what is unequal")};
  static constexpr Output outputs[]{output("gini", "Gini coefficient", "", CLUSIA_LOWER_IS_BETTER, "0: all alike")
                                        .of_degree(std::numeric_limits<double>::quiet_NaN())
                                        .following("Osier's and convey's: not free of the scale of the weights")};

  explicit Gini(const IndicatorData& data) : income(data.number("income")) {
    for (int64_t row = 0; row < data.rows(); ++row)
      if (data.complete(row)) ascending.push_back(row);
    std::stable_sort(ascending.begin(), ascending.end(), [&](int64_t a, int64_t b) { return income[a] < income[b]; });
  }

  void evaluate(const Evaluation& e) const {
    double people = 0, sum = 0;
    std::vector<int64_t> place(static_cast<std::size_t>(income.size()), -1);
    for (const auto [k, row, weight] : e.domain) {
      people += weight;
      sum += weight * income[row];
      place[static_cast<std::size_t>(row)] = k;
    }
    if (!(people > 0)) throw undefined("nobody with a positive weight and an income in the domain");
    if (!(sum > 0)) throw undefined("incomes sum to nothing, or less: shares of them do not exist");
    const auto in_order = [&](const auto& visit) {
      double rank = 0, income_so_far = 0;
      for (const int64_t row : ascending) {
        const int64_t k = place[static_cast<std::size_t>(row)];
        if (k < 0) continue;
        const double d = e.domain.weight(k), y = income[row];
        rank += d;
        income_so_far += d * y;
        visit(k, d, y, rank, income_so_far);
      }
    };
    double ranked = 0;
    in_order([&](int64_t, double d, double y, double rank, double) { ranked += rank * y * d; });
    e.estimate() = (2 * ranked - sum) / (sum * people) - 1;
    if (!e.wants_influence()) return;
    in_order([&](int64_t k, double d, double y, double rank, double so_far) {
      const double by_ranked = sum - so_far + y * d + rank * y;  // d ranked / dd_k
      e.u()[static_cast<std::size_t>(k)] =
          2 * by_ranked / (sum * people) - 2 * ranked / (sum * people) * (y / sum + 1 / people) + 1 / (people * people);
    });
  }

 private:
  Numbers income;
  std::vector<int64_t> ascending;
};
CLUSIA_INDICATOR_PLUGIN(Gini);
