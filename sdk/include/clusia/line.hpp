/// clusia/line.hpp: the poverty line, stated and drawn the same way by every measure of poverty. A study states it in
/// one of three ways: an amount, a fraction of the reference's median, mean or quantile, or a line of its own for each
/// row.
///
///   static constexpr auto parameters = line_parameters(parameter::number("alpha", "..."), parameter::at_line());
///   static constexpr Input inputs[]{input::number("income", "..."), line_input()};
///   Fgt(const IndicatorData& data) : line(data, line_statement(data), at_line(data.parameters)) {}
///   evaluate: const PovertyLine::Drawn z = line.under(e.reference);  z.at(row);  z.add_influence(dT/dz, e.v());
#pragma once

#include <array>
#include <optional>

#include "quantile.hpp"

namespace clusia {

// ---- how a study states it ----------------------------------------------------------------------------------

namespace parameter {
inline constexpr const char* relative_to_choices[]{"none", "median", "mean", "quantile", nullptr};
inline constexpr const char* at_line_choices[]{"below", "at_or_below", nullptr};

constexpr Parameter line() {
  return number("line", "the line as an amount, in the unit of income").optional().within(1e-12, 1e18);
}
constexpr Parameter at_line() {
  return choice("at_line", at_line_choices, "whether an income exactly at the line counts as poor")
      .by_default("\"below\"")
      .following("below: Eurostat and laeken (y < line); at_or_below: convey (y <= line)");
}
}  // namespace parameter

/// Whether an income at the line counts as poor: for measures that count the poor. Where only gaps count it is one.
enum class AtLine { below, at_or_below };

inline AtLine at_line(const Parameters& parameters) {
  return parameters.choice("at_line") == "below" ? AtLine::below : AtLine::at_or_below;
}

/// A measure's own parameters, followed by those of the line.
template <class... Own>
constexpr auto line_parameters(const Own&... own) {
  return std::array{
      Parameter(own)...,
      parameter::line(),
      parameter::choice("relative_to", parameter::relative_to_choices,
                        "the statistic of the reference that the line is a fraction of; none: the line is not relative")
          .by_default("\"none\""),
      parameter::number("percent", "of a relative line: which fraction of the statistic, such as 0.6")
          .optional()
          .within(1e-6, 10),
      parameter::number("quantile", "of relative_to = \"quantile\": which one, such as 0.4")
          .optional()
          .within(1e-6, 1 - 1e-6),
      parameter::quantile_rule(),
      parameter::bandwidth()};
}

/// The same where the line cannot be relative: an amount, or the input.
template <class... Own>
constexpr auto fixed_line_parameters(const Own&... own) {
  return std::array{Parameter(own)..., parameter::line()};
}

constexpr Input line_input() {
  return input::number("line", "a line for each row, such as a region's or a household type's").optional();
}

/// Filled by estimate_line().
constexpr Output line_output() {
  return output("line", "Poverty line", "@income", CLUSIA_NO_DIRECTION,
                "the line; where each row has its own, their mean over the domain");
}

struct LineStatement {
  enum class Kind { amount, by_row, mean, quantile };
  Kind kind;
  double amount = 0, percent = 0, p = 0;
  QuantileRule rule = QuantileRule::math;
  Bandwidth bandwidth = Bandwidth::kish;

  bool relative() const { return kind == Kind::mean || kind == Kind::quantile; }
};

namespace detail {

/// What is stated beside the one way, and would be read as nothing.
inline void refuse_idle_line_parameters(const Parameters& p, std::string_view relative_to) {
  if (relative_to == "none" && p.is_set("percent"))
    throw bad_parameter("percent", "belongs to a relative line: set 'relative_to', or leave it out");
  if (relative_to != "none" && !p.is_set("percent"))
    throw bad_parameter("percent", "is needed where the line is relative, such as 0.6 for 60 % of the median");
  if (relative_to == "quantile" && !p.is_set("quantile"))
    throw bad_parameter("quantile", "is needed where 'relative_to' is \"quantile\", such as 0.4");
  if (relative_to != "quantile" && p.is_set("quantile"))
    throw bad_parameter("quantile", "belongs to relative_to = \"quantile\": set that, or leave it out");
}

}  // namespace detail

/// Reads line_parameters and line_input; refuses none, two, and parts that would be read as nothing.
inline LineStatement line_statement(const IndicatorData& data) {
  using Kind = LineStatement::Kind;
  const Parameters& p = data.parameters;
  const std::string_view relative_to = p.choice("relative_to");
  const bool amount = p.is_set("line"), by_row = data.has("line"), relative = relative_to != "none";
  if (!amount && !by_row && !relative)
    throw bad_parameter("line", "no poverty line: set 'line' to an amount, or 'relative_to', or the input 'line'");
  if (amount && relative)
    throw bad_parameter("line", "two poverty lines: an amount and a fraction of the reference; state one of them");
  if (by_row && (amount || relative))
    throw bad_parameter("line", "two poverty lines: the input 'line' and a parameter; state one of them");
  detail::refuse_idle_line_parameters(p, relative_to);
  LineStatement s{amount ? Kind::amount : by_row ? Kind::by_row : relative_to == "mean" ? Kind::mean : Kind::quantile};
  if (amount) s.amount = p.number("line");
  if (relative) s.percent = p.number("percent");
  if (s.kind == Kind::quantile) s.p = relative_to == "median" ? 0.5 : p.number("quantile");
  s.rule = quantile_rule(p);
  s.bandwidth = bandwidth(p);
  return s;
}

/// Reads fixed_line_parameters and line_input.
inline LineStatement fixed_line_statement(const IndicatorData& data) {
  const bool amount = data.parameters.is_set("line"), by_row = data.has("line");
  if (!amount && !by_row) throw bad_parameter("line", "no poverty line: set 'line' to an amount, or the input 'line'");
  if (amount && by_row)
    throw bad_parameter("line", "two poverty lines: the input 'line' and a parameter; state one of them");
  if (by_row) return {LineStatement::Kind::by_row};
  return {LineStatement::Kind::amount, data.parameters.number("line")};
}

// ---- what it is ---------------------------------------------------------------------------------------------

/// The line of an indicator whose input `income` is compared with it.
class PovertyLine {
 public:
  PovertyLine(const IndicatorData& data, const LineStatement& stated, AtLine at_line = AtLine::below)
      : income_(data.number("income")), stated_(stated), at_line_(at_line) {
    if (stated.relative()) ranking_ = Ranking(data, income_);
    if (!by_row()) return;
    own_ = data.number("line");
    for (int64_t row = 0; row < data.rows(); ++row)
      if (data.complete(row) && !(own_[row] > 0))
        throw bad_parameter("line", "the line of row " + std::to_string(row + 1) + " is not positive");
  }

  bool relative() const { return stated_.relative(); }
  bool by_row() const { return stated_.kind == LineStatement::Kind::by_row; }
  QuantileRule quantile_rule() const { return stated_.rule; }
  Bandwidth bandwidth() const { return stated_.bandwidth; }
  bool poor(double income, double line) const {
    return income < line || (at_line_ == AtLine::at_or_below && income == line);
  }

  /// The line under one reference, or under none where it is not relative.
  class Drawn {
   public:
    bool by_row() const { return of_->by_row(); }
    double at(int64_t row) const { return by_row() ? of_->own_[row] : common_; }
    /// The one line of all rows; where each has its own, that of PovertyLine::welfare(): 1.
    double common() const { return common_; }
    /// Adds slope dz/dr_k to v[k] of each listed row of the reference; nothing where the line is not relative.
    void add_influence(double slope, std::span<double> v) const {
      const LineStatement& s = of_->stated_;
      if (s.kind == LineStatement::Kind::quantile)
        add_quantile_influence(*reference_, Density(*reference_, s.bandwidth), statistic_, s.p, slope * s.percent, v);
      if (s.kind != LineStatement::Kind::mean) return;
      const double total = total_of(*reference_);
      for (const Ranked& r : *reference_)
        v[static_cast<std::size_t>(r.k)] += slope * s.percent * (r.value - statistic_) / total;
    }

   private:
    friend class PovertyLine;
    const PovertyLine* of_ = nullptr;
    double common_ = 0, statistic_ = 0;
    std::optional<std::vector<Ranked>> reference_;
  };

  Drawn under(const Weighting& reference) const {
    Drawn drawn = fixed();
    if (!relative()) return drawn;
    drawn.reference_ = ranking_.of(reference);
    drawn.statistic_ = statistic_of(*drawn.reference_);
    drawn.common_ = stated_.percent * drawn.statistic_;
    return drawn;
  }

  /// A line that is not relative.
  Drawn fixed() const {
    Drawn drawn;
    drawn.of_ = this;
    drawn.common_ = by_row() ? 1 : stated_.amount;
    return drawn;
  }

  /// What rows are compared by: income, or income over the line where each row has its own.
  double welfare(int64_t row) const { return by_row() ? income_[row] / own_[row] : income_[row]; }
  Ranking poorest_first(const IndicatorData& data) const {
    return Ranking(data, [&](int64_t row) { return welfare(row); });
  }
  /// The poor of a domain that stands in that order.
  std::span<const Ranked> poor_of(std::span<const Ranked> poorest_first, const Drawn& drawn) const {
    const auto end = std::find_if_not(poorest_first.begin(), poorest_first.end(),
                                      [&](const Ranked& r) { return poor(r.value, drawn.common()); });
    return {poorest_first.begin(), end};
  }

  /// A weighting along the incomes; where the line is relative.
  std::vector<Ranked> ranked(const Weighting& weighting) const { return ranking_.of(weighting); }
  /// The density of the domain's incomes at a relative line: how fast a headcount moves with it. Tied incomes have no
  /// density to speak of: a small move of the line leaves their rate where it is.
  double density(const Weighting& domain, double line) const {
    const std::vector<Ranked> ascending = ranking_.of(domain);
    return Density(ascending, stated_.bandwidth).at(line);
  }

 private:
  double statistic_of(const std::vector<Ranked>& reference) const {
    const double total = total_of(reference);
    if (!(total > 0)) throw undefined("nobody with a positive weight and an income in the reference: there is no line");
    const bool mean = stated_.kind == LineStatement::Kind::mean;
    const double statistic =
        mean ? value_total_of(reference) / total : quantile_of(reference, total, stated_.p, stated_.rule);
    if (!(statistic > 0))
      throw undefined(std::string("the ") + (mean ? "mean" : "quantile") +
                      " of the reference is not positive: a fraction of it is no poverty line");
    return statistic;
  }

  Numbers income_;
  LineStatement stated_;
  AtLine at_line_;
  Ranking ranking_;
  Numbers own_;
};

/// Whether the domain weighs anything; and, as an output of its own, its line: where each row has one, their mean.
/// A common line stands even where there is nobody to compare with it.
inline bool estimate_line(const Evaluation& e, const PovertyLine::Drawn& line, int64_t output) {
  const bool anybody = e.domain.total() > 0;
  if (!line.by_row()) {
    e.estimate(output) = line.common();
    if (e.wants_influence()) line.add_influence(1, e.v(output));
  } else if (anybody) {
    weighted_mean(
        e, [&](int64_t row) { return line.at(row); }, output);
  } else {
    e.leave_undefined(output);
  }
  return anybody;
}

// ---- what it does to one income, and to two ------------------------------------------------------------------

/// ((z - y) / z)^alpha of the poor, 0 of the others, and its slope in z (Foster, Greer and Thorbecke 1984, eq. 1).
struct FgtScore {
  double alpha;

  double operator()(const PovertyLine& line, double y, double z) const {
    return line.poor(y, z) ? power((z - y) / z, alpha) : 0;
  }
  /// For alpha >= 1: a headcount jumps at its line.
  double slope(double y, double z) const { return y < z ? alpha * power((z - y) / z, alpha - 1) * y / (z * z) : 0; }

 private:
  /// The whole powers that nearly every study asks for take a tenth of std::pow's time.
  static double power(double x, double to) { return to == 0 ? 1 : to == 1 ? x : to == 2 ? x * x : std::pow(x, to); }
};

/// Pairs of relative gaps x = (z - y) / z, 0 from the line up, each pair counted by its wider gap: the sum over all i,
/// j of w_i w_j max(x_i, x_j). It is Sen's and Shorrocks's weighting by rank, with no rank that ties could unsettle.
struct GapPairs {
  double weight = 0, gaps = 0, pairs = 0;  ///< sum w, sum w x, and the sum over the pairs
  double slope = 0;                        ///< d pairs / dz, by dx/dz = y / z^2
  std::vector<double> with;                ///< of each row: sum_j w_j max(x, x_j), half of d pairs / dw

  GapPairs(std::span<const Ranked> poorest_first, double z) {
    for (const Ranked& r : poorest_first) weight += r.weight;
    double above = weight;  // what the row and all richer ones weigh
    for (const Ranked& r : poorest_first) {
      const double x = r.value < z ? (z - r.value) / z : 0, dx = r.value < z ? r.value / (z * z) : 0;
      with.push_back(gaps + x * above);
      pairs += r.weight * with.back();
      slope += r.weight * dx * (2 * above - r.weight);
      gaps += r.weight * x;
      above -= r.weight;
    }
  }
};

}  // namespace clusia
