/// The weighted share of rows where a condition holds, from 0 to 1.
#include <clusia/batch.hpp>

using namespace clusia;

struct Share {
  static constexpr About about{"share", "Share", "1.0.0",
                               "The weighted share of rows where a condition holds, from 0 to 1",
                               "Hajek 1971; Sarndal, Swensson and Wretman 1992, eq. 5.7.1, of an indicator variable"};
  static constexpr Input inputs[]{input::boolean("holds", "true (or 1) where the condition holds")};
  static constexpr Output outputs[]{
      output("share", "Share", "", CLUSIA_NO_DIRECTION, "sum of d where it holds / sum d, from 0 to 1")};

  explicit Share(const IndicatorData& data) : holds(data.boolean("holds")), rows(data.rows()) {}

  void evaluate(const Evaluation& e) const {
    weighted_mean(e, [&](int64_t row) { return score(row); });
  }
  void batch(const clusia_batch& of) const {
    batch_weighted_mean(Batch(of, 1), [&](int64_t row) { return score(row); });
  }
  void scores(Weighting, int64_t, std::span<double> s) const {
    for (int64_t row = 0; row < rows; ++row) s[static_cast<std::size_t>(row)] = score(row);
  }

  double score(int64_t row) const { return holds[row] ? 1 : 0; }

  Booleans holds;
  int64_t rows;
};
CLUSIA_INDICATOR_PLUGIN(Share);
