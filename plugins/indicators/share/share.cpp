/// The weighted share of rows where a condition holds, from 0 to 1.
#include <algorithm>
#include <clusia/batch.hpp>

using namespace clusia;

struct Share {
  static constexpr About about{"share", "Share", "1.0.0",
                               "The weighted share of rows where a condition holds, from 0 to 1",
                               "Hajek 1971; Sarndal, Swensson and Wretman 1992, eq. 5.7.1, of an indicator variable"};
  static constexpr Parameter parameters[]{
      parameter::texts("levels", "with `answer`: the levels that count, for example [\"permanent\", \"fixed term\"]")
          .by_default("[]")};
  static constexpr Input inputs[]{input::boolean("holds", "true (or 1) where the condition holds").optional(),
                                  input::category("answer", "in place of it: a column of levels").optional()};
  static constexpr Output outputs[]{
      output("share", "Share", "", CLUSIA_NO_DIRECTION, "sum of d where it holds / sum d, from 0 to 1").proportion()};

  explicit Share(const IndicatorData& data) : holds(static_cast<std::size_t>(data.rows())), rows(data.rows()) {
    if (data.has("holds") == data.has("answer")) throw unsupported("needs one of the inputs `holds` and `answer`");
    if (data.has("holds")) {
      const Booleans condition = data.boolean("holds");
      for (int64_t row = 0; row < rows; ++row) holds[static_cast<std::size_t>(row)] = condition[row];
    } else {
      take_levels(data.category("answer"), data.parameters.texts("levels"));
    }
  }

  void evaluate(const Evaluation& e) const {
    weighted_mean(e, [&](int64_t row) { return score(row); });
  }
  void batch(const clusia_batch& of) const {
    batch_weighted_mean(Batch(of, 1), [&](int64_t row) { return score(row); });
  }
  void scores(Weighting, int64_t, std::span<double> s) const {
    for (int64_t row = 0; row < rows; ++row) s[static_cast<std::size_t>(row)] = score(row);
  }

  double score(int64_t row) const { return holds[static_cast<std::size_t>(row)] ? 1 : 0; }

 private:
  void take_levels(const Categories& answer, const std::vector<std::string_view>& levels) {
    std::vector<bool> counts(answer.names().size(), false);
    if (levels.empty()) throw unsupported("`answer` needs the parameter `levels`: which of them count");
    for (const std::string_view level : levels) {
      const auto at = std::find(answer.names().begin(), answer.names().end(), level);
      if (at == answer.names().end())
        throw unsupported("'" + std::string(level) + "' is no level of column '" + answer.name() + "'");
      counts[static_cast<std::size_t>(at - answer.names().begin())] = true;
    }
    for (int64_t row = 0; row < rows; ++row)
      holds[static_cast<std::size_t>(row)] = answer.valid(row) && counts[static_cast<std::size_t>(answer[row])];
  }

  std::vector<bool> holds;
  int64_t rows;
};
CLUSIA_INDICATOR_PLUGIN(Share);
