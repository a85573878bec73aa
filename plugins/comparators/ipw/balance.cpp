#include "balance.hpp"

using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// Mean and variance (n - 1, or its weighted form) of a column in one arm.
struct Moments {
  double mean = 0, variance = 0;

  Moments(const Sample& sample, const Column& column, const VectorXd& weight, bool treated) {
    const auto each = [&](const auto& visit) {
      for (Index k = 0; k < sample.size(); ++k)
        if ((sample.treated[k] > 0) == treated) visit(column.values[static_cast<std::size_t>(k)], weight[k]);
    };
    double total = 0, squares = 0, sum = 0;
    each([&](double x, double w) { total += w, squares += w * w, sum += w * x; });
    mean = sum / total;
    double deviations = 0;
    each([&](double x, double w) { deviations += w * (x - mean) * (x - mean); });
    const double freedom = total * total - squares;
    variance = freedom > 0 ? deviations * total / freedom : 0;
  }
};

}  // namespace

void report_balance(const clusia::Answer& answer, const Sample& sample, const VectorXd& d, bool att) {
  for (const Column& column : sample.columns) {
    const Moments treated(sample, column, sample.weight, true), comparison(sample, column, sample.weight, false);
    const double pooled = att ? treated.variance : (treated.variance + comparison.variance) / 2;
    const bool raw = column.binary || !(pooled > 0);
    const double unit = raw ? 1 : std::sqrt(pooled);
    const double after = Moments(sample, column, d, true).mean - Moments(sample, column, d, false).mean;
    const std::string why =
        raw && !column.binary ? "no spread to divide by: the difference is in the covariate's own unit" : "";
    answer.diagnostic("standardised_difference_before", column.name, (treated.mean - comparison.mean) / unit, why);
    answer.diagnostic("standardised_difference_after", column.name, after / unit, why);
  }
}

void report_overlap(const clusia::Answer& answer, const Sample& sample, const VectorXd& score, const VectorXd& d) {
  for (const bool treated : {true, false}) {
    double low = 1, high = 0, total = 0, squares = 0;
    for (Index k = 0; k < sample.size(); ++k) {
      if ((sample.treated[k] > 0) != treated) continue;
      low = std::min(low, score[k]);
      high = std::max(high, score[k]);
      total += d[k];
      squares += d[k] * d[k];
    }
    const char* arm = treated ? "treated" : "comparison";
    answer.diagnostic("score_lowest", arm, low);
    answer.diagnostic("score_highest", arm, high);
    answer.diagnostic("effective_sample_size", arm, total * total / squares);
  }
}

void report_left_out(const clusia::Answer& answer, const Sample& sample, const Basis& basis) {
  for (const std::string& column : basis.left_out)
    answer.diagnostic("column_left_out", column, 1,
                      "constant, or a combination of the columns before it: not in the logit");
  answer.diagnostic("rows_left_out", "", static_cast<double>(sample.incomplete),
                    sample.incomplete == 0 ? "" : "rows with a missing covariate take no part");
}
