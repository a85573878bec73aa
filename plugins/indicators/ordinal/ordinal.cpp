/// Answers on an ordered scale: their mean score, the share of the best ones, and the net balance of best and worst.
#include <algorithm>
#include <clusia/ratio.hpp>

using namespace clusia;

struct Ordinal {
  static constexpr About about{
      "ordinal", "Answers on a scale", "1.0.0",
      "Mean score, share of the best answers and net balance of answers on an ordered scale",
      "Likert 1932 for scores; OECD 2003, Business Tendency Surveys: A Handbook, chapter 3, for the net balance"};
  static constexpr Parameter parameters[]{
      parameter::texts("order", "all answers of the scale, from the worst to the best"),
      parameter::numbers("scores", "the score of each answer of `order`; 1, 2, 3 ... if left out")
          .optional()
          .following("1 to the number of answers (Likert); a mean of scores takes the steps of the scale as equal"),
      parameter::integer("top", "how many answers, from the best down, count as the best")
          .by_default("1")
          .within(1, 1000),
      parameter::integer("bottom", "how many answers, from the worst up, count as the worst")
          .by_default("1")
          .within(1, 1000),
      parameter::texts("no_answer", "answers that are not on the scale, such as \"do not know\": they take no part")
          .optional()};
  static constexpr Input inputs[]{input::category("answer", "the answer of each row")};
  static constexpr Output outputs[]{
      output("mean", "Mean score", "", CLUSIA_HIGHER_IS_BETTER, "sum d score / sum d, of those who answered"),
      output("top", "Share of the best answers", "", CLUSIA_HIGHER_IS_BETTER, "from 0 to 1, of those who answered")
          .proportion(),
      output("balance", "Net balance", "", CLUSIA_HIGHER_IS_BETTER,
             "share of the best answers less that of the worst, from -1 to 1")};

  explicit Ordinal(const IndicatorData& data) : answer(data.category("answer")) {
    const auto order = data.parameters.texts("order");
    const auto steps = static_cast<int64_t>(order.size());
    const int64_t top = data.parameters.integer("top"), bottom = data.parameters.integer("bottom");
    if (steps < 2) throw bad_parameter("order", "a scale has at least two answers");
    if (top + bottom > steps)
      throw bad_parameter("top", "top and bottom together are more than the " + std::to_string(steps) + " answers");
    std::vector<double> given;
    if (data.parameters.is_set("scores")) {
      const auto scores = data.parameters.numbers("scores");
      given.assign(scores.begin(), scores.end());
      if (given.size() != order.size())
        throw bad_parameter("scores", "there are " + std::to_string(given.size()) + " scores for " +
                                          std::to_string(steps) + " answers: write one for each, in order");
    }
    std::vector<std::string_view> silent;
    if (data.parameters.is_set("no_answer")) silent = data.parameters.texts("no_answer");
    for (const std::string_view level : answer.names()) {
      const auto at = std::find(order.begin(), order.end(), level) - order.begin();
      const bool on_scale = at < steps;
      if (!on_scale && std::find(silent.begin(), silent.end(), level) == silent.end())
        throw bad_parameter("order", "the data have the answer '" + std::string(level) +
                                         "': give it a place in `order`, or name it in `no_answer`");
      answered.push_back(on_scale);
      everyone = everyone && on_scale;
      score[0].push_back(!on_scale       ? 0
                         : given.empty() ? static_cast<double>(at + 1)
                                         : given[static_cast<std::size_t>(at)]);
      score[1].push_back(on_scale && at >= steps - top ? 1 : 0);
      score[2].push_back(score[1].back() - (on_scale && at < bottom ? 1 : 0));
    }
  }

  void evaluate(const Evaluation& e) const {
    for (std::size_t m = 0; m < score.size(); ++m) {
      const Ratio mean(
          e.domain, [&](int64_t row) { return score[m][level(row)]; },
          [&](int64_t row) { return answered[level(row)] ? 1.0 : 0.0; });
      if (!mean.exists()) throw undefined("nobody with a positive weight and an answer on the scale in the domain");
      mean.answer(e, static_cast<int64_t>(m));
    }
  }
  /// With somebody off the scale it is a mean over a part of the domain, and so no mean of unit scores: NaN.
  void scores(Weighting, int64_t output, std::span<double> s) const {
    const auto& of = score[static_cast<std::size_t>(output)];
    for (std::size_t row = 0; row < s.size(); ++row)
      if (answer.valid(static_cast<int64_t>(row)))
        s[row] = everyone ? of[level(static_cast<int64_t>(row))] : std::nan("");
  }

 private:
  std::size_t level(int64_t row) const { return static_cast<std::size_t>(answer[row]); }

  Categories answer;
  bool everyone = true;                      // every row of the data has an answer on the scale, or none at all
  std::vector<bool> answered;                // by level
  std::array<std::vector<double>, 3> score;  // by output and level
};
CLUSIA_INDICATOR_PLUGIN(Ordinal);
