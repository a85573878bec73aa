/// A composite index: several columns on one scale, put together by a weighted arithmetic or geometric mean of each
/// row, and the mean of that over the domain.
#include <clusia/outputs.hpp>

#include "parts.hpp"

using namespace clusia;

namespace {

constexpr const char* normalisations[]{"min_max", "z", "goalposts", nullptr};
constexpr const char* aggregations[]{"arithmetic", "geometric", nullptr};

}  // namespace

struct Composite {
  static constexpr About about{
      "composite", "Composite index", "1.0.0",
      "The mean of a weighted arithmetic or geometric mean of several columns, each brought to a common scale",
      "OECD and JRC 2008, Handbook on Constructing Composite Indicators, steps 5 to 6; UNDP, Human Development Report "
      "technical note 1, for goalposts"};
  static constexpr Parameter parameters[]{
      parameter::choice("normalisation", normalisations, "how a part is brought to the common scale")
          .by_default("\"min_max\"")
          .following(
              "min_max: (x - min) / (max - min); z: (x - mean) / sd, sd with the sum of the weights below; both of "
              "the reference. Its min and max are taken as fixed, its mean and sd as estimated. goalposts: (x - "
              "low) / (high - low), as UNDP has it"),
      parameter::numbers("low", "goalposts: the value of each part, in order, that counts as the lower end").optional(),
      parameter::numbers("high", "goalposts: the value of each part, in order, that counts as the upper end")
          .optional(),
      parameter::boolean("clip",
                         "goalposts: whether a value beyond a goalpost counts as the goalpost; true if left out")
          .optional()
          .following("true: UNDP caps what lies beyond a goalpost; false: it counts as less than 0 or more than 1"),
      parameter::texts("direction",
                       "\"higher\" or \"lower\" for each part, in order: lower turns it round; all higher if left out")
          .optional(),
      parameter::numbers("weights", "of the parts, in order, on any scale; equal if left out")
          .optional()
          .following("they are divided by their sum"),
      parameter::choice("aggregation", aggregations, "how the parts of a row are put together")
          .by_default("\"arithmetic\"")
          .following(
              "arithmetic: sum w f, a low part is made up for by a high one; geometric: prod f^w, less so (UNDP "
              "since 2010). Of each row, then averaged: UNDP's index is the geometric mean of a country's means")};
  static constexpr Input inputs[]{
      input::number("parts", "the columns that make up the index; a row without one of them takes no part")
          .many_columns()};
  static constexpr Output outputs[]{
      output("index", "Composite index", "", CLUSIA_HIGHER_IS_BETTER,
             "mean over the domain of the rows' weighted means of the normalised parts")
          .following("the scale is that of the reference, whatever the domain"),
      output("part", "Normalised part", "", CLUSIA_HIGHER_IS_BETTER,
             "mean over the domain of one normalised part; one output for each part, part_<column>")};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE;

  explicit Composite(const IndicatorData& data)
      : parts(data), geometric(data.parameters.choice("aggregation") == "geometric"), rows(data.rows()) {
    if (geometric && parts.normalisation() == composite::Normalisation::z)
      throw bad_parameter("aggregation",
                          "a geometric mean needs values above 0, and half of all z are below: take "
                          "goalposts, or \"arithmetic\"");
    const auto of = [&](const Output& o) { return parts.clipped() ? o.proportion() : o; };
    now.add(of(outputs[0]));
    for (std::size_t j = 0; j < parts.size(); ++j) {
      const std::string column = parts.name(j);
      now.add(of(outputs[1]), "part_" + identifier_of(column), "Normalised " + column);
    }
  }

  std::span<const Output> outputs_now() const { return now.all(); }

  void evaluate(const Evaluation& e) const {
    const Normalised f = parts.under(e.reference);
    if (geometric) expect_values(f, e.domain);
    weighted_mean(e, [&](int64_t row) { return score(f, row); });
    for (std::size_t j = 0; j < parts.size(); ++j) {
      const auto output = static_cast<int64_t>(j) + 1;
      weighted_mean(
          e, [&](int64_t row) { return f(j, row); }, output);
      if (!e.wants_influence()) continue;
      const double w = parts.weight(j), mean = e.estimate(output);
      f.add_influence(j, w, w * mean, e.v(0));
      f.add_influence(j, 1, mean, e.v(output));
    }
  }

  /// A row where the geometric mean does not exist has no score.
  void scores(Weighting reference, int64_t output, std::span<double> s) const {
    const Normalised f = parts.under(reference);
    for (int64_t row = 0; row < rows; ++row)
      s[static_cast<std::size_t>(row)] = output > 0                                    ? f(part_of(output), row)
                                         : geometric && outside(f, row) < parts.size() ? std::nan("")
                                                                                       : score(f, row);
  }
  void score_reference(int64_t output, Weighting reference, std::span<const double> l, std::span<double> v) const {
    const Normalised f = parts.under(reference);
    for (std::size_t j = 0; j < parts.size(); ++j) {
      if (output > 0 && j != part_of(output)) continue;
      const double w = output > 0 ? 1 : parts.weight(j);
      double L = 0, S = 0;
      for (int64_t row = 0; row < rows; ++row)
        if (const double weight = l[static_cast<std::size_t>(row)]; weight != 0) L += weight, S += weight * f(j, row);
      f.add_influence(j, w * L, w * S, v);
    }
  }

 private:
  using Normalised = composite::Parts::Normalised;

  static std::size_t part_of(int64_t output) { return static_cast<std::size_t>(output - 1); }

  /// The index of one row; 0 where a geometric mean does not exist, which only a row that weighs nothing gets to.
  double score(const Normalised& f, int64_t row) const {
    double sum = 0;
    if (!geometric) {
      for (std::size_t j = 0; j < parts.size(); ++j) sum += parts.weight(j) * f(j, row);
      return sum;
    }
    if (outside(f, row) < parts.size()) return 0;
    for (std::size_t j = 0; j < parts.size(); ++j) sum += parts.weight(j) * std::log(f(j, row));
    return std::exp(sum);
  }
  /// The first part that is not in (0, 1], or one past the last.
  std::size_t outside(const Normalised& f, int64_t row) const {
    std::size_t j = 0;
    while (j < parts.size() && f(j, row) > 0 && f(j, row) <= 1) ++j;
    return j;
  }
  void expect_values(const Normalised& f, const Weighting& domain) const {
    for (const auto [k, row, weight] : domain) {
      if (weight == 0) continue;
      if (const std::size_t j = outside(f, row); j < parts.size())
        throw undefined(std::string("normalised part '") + parts.name(j) + "' is " +
                        (f(j, row) > 0 ? "above 1" : "0 or less") +
                        " on a row of the domain, and a geometric mean is of numbers above 0 and at most 1: goalposts "
                        "beyond all values give them, or aggregation = \"arithmetic\" takes any");
    }
  }

  composite::Parts parts;
  bool geometric;
  int64_t rows;
  OutputsNow now;
};
CLUSIA_INDICATOR_PLUGIN(Composite);
