#include <clusia/indicator.hpp>

using namespace clusia;

struct Drudgery {
  static constexpr About about{"drudgery", "Hours of drudgery", "1.0.0", "Mean hours of hard unpaid work", "an author"};
  static constexpr Input inputs[]{input::number("hours", "hours a day")};
  static constexpr Output outputs[]{
      output("hours", "Hours of drudgery", "@hours", CLUSIA_LOWER_IS_BETTER, "sum d y / sum d")};
  explicit Drudgery(const IndicatorData& data) : hours(data.number("hours")) {}
  void evaluate(const Evaluation& e) const {
    weighted_mean(e, [&](int64_t row) { return hours[row]; });
  }
  Numbers hours;
};

CLUSIA_INDICATOR_PLUGIN(Drudgery);
