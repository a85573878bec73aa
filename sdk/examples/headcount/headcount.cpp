#include <clusia/indicator.hpp>
using namespace clusia;

struct Headcount {
  static constexpr About about{"headcount", "Headcount", "1.0.0", "The share of people below a given line",
                               "Foster, Greer and Thorbecke 1984, alpha = 0"};
  static constexpr Parameter parameters[]{parameter::number("line", "whoever has less is poor")};
  static constexpr Input inputs[]{input::number("income", "what is compared with the line")};
  static constexpr Output outputs[]{output("rate", "Headcount", "", CLUSIA_LOWER_IS_BETTER, "share below the line")};

  explicit Headcount(const IndicatorData& data) : income(data.number("income")), line(data.parameters.number("line")) {}
  void evaluate(const Evaluation& e) const {
    weighted_mean(e, [&](int64_t row) { return income[row] < line ? 1.0 : 0.0; });
  }
  Numbers income;
  double line;
};
CLUSIA_INDICATOR_PLUGIN(Headcount);
