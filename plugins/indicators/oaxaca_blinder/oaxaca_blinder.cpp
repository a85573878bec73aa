/// The gap between the means of two groups, split into what their covariates explain and what they do not (Oaxaca 1973;
/// Blinder 1973), and into endowments, coefficients and their interaction (Winsborough and Dickinson 1971).
#include <Eigen/Dense>  // before clusia, whose headers end in hidden visibility
#include <clusia/two_groups.hpp>

#include "slopes.hpp"

using namespace clusia;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr const char* coefficient_choices[]{"reference", "other",   "pooled", "pooled_with_group",
                                            "cotton",    "reimers", nullptr};

/// A part of the gap, and its influence on each row.
struct Part {
  double value;
  VectorXd u;

  Part operator-(const Part& other) const { return {value - other.value, u - other.u}; }
};

/// Both groups' rows, those of the reference first.
struct Sample {
  MatrixXd x;               // [covariates x rows]
  VectorXd y, d;            // [rows]
  std::vector<int64_t> at;  // their places in the domain's list
  Eigen::Index first = 0;   // rows of the reference

  auto rows_of(std::size_t group) const {
    return group == 0 ? Eigen::seqN(Eigen::Index{0}, first) : Eigen::seqN(first, y.size() - first);
  }
  auto all_rows() const { return Eigen::seqN(Eigen::Index{0}, y.size()); }
  double total(std::size_t group) const { return d(rows_of(group)).sum(); }
};

/// Rows as deviations from the means of their own group, and those means.
struct Centred {
  explicit Centred(const Sample& s) : sample(s), x(s.x), y(s.y) {
    for (const std::size_t g : {0U, 1U}) {
      const auto rows = s.rows_of(g);
      total[g] = s.total(g);
      mean_x[g] = s.x(Eigen::all, rows) * s.d(rows) / total[g];
      mean_y[g] = s.y(rows).dot(s.d(rows)) / total[g];
      x(Eigen::all, rows).colwise() -= mean_x[g];
      y(rows).array() -= mean_y[g];
    }
    difference = mean_x[0] - mean_x[1];
  }
  /// f_0 of the first group less f_1 of the second, from the rows' deviations: their influence on a difference of
  /// means.
  VectorXd on_difference(VectorXd deviations) const {
    deviations(sample.rows_of(0)) /= total[0];
    deviations(sample.rows_of(1)) /= -total[1];
    return deviations;
  }

  const Sample& sample;
  MatrixXd x;
  VectorXd y, difference;
  std::array<double, 2> total{}, mean_y{};
  std::array<VectorXd, 2> mean_x;
};

}  // namespace

struct OaxacaBlinder {
  static constexpr About about{"oaxaca_blinder", "Oaxaca-Blinder decomposition", "1.0.0",
                               "The gap between two groups' means, and how much of it their covariates explain",
                               "Oaxaca 1973; Blinder 1973; Neumark 1988; Oaxaca and Ransom 1994; Jann 2008, section 2"};
  static constexpr Parameter parameters[]{
      parameter::text("reference", "the level of `group` that the other is set against"),
      parameter::text("other", "the level of `group` that may have less"),
      parameter::choice("coefficients", coefficient_choices, "which coefficients value the difference in covariates")
          .by_default("\"reference\"")
          .following("reference or other: of that group (Oaxaca 1973); pooled: of both without a group term (Neumark "
                     "1988; Oaxaca and Ransom 1994); pooled_with_group: with one (Jann 2008); cotton: by the groups' "
                     "weights (Cotton 1988); reimers: half and half (Reimers 1983)")};
  static constexpr Input inputs[]{input::number("outcome", "whose gap is split, such as the log of the wage"),
                                  input::number("covariates", "what may explain it").many_columns(),
                                  input::category("group", "who belongs to which group")};
  static constexpr Output outputs[]{
      output("gap", "Gap", "@outcome", CLUSIA_NO_DIRECTION, "mean of the reference less mean of the other"),
      output("explained", "Explained part", "@outcome", CLUSIA_NO_DIRECTION,
             "twofold: difference of the covariates' means, at the chosen coefficients"),
      output("unexplained", "Unexplained part", "@outcome", CLUSIA_NO_DIRECTION,
             "twofold: the gap less the explained part"),
      output("endowments", "Endowments", "@outcome", CLUSIA_NO_DIRECTION,
             "threefold: difference of the covariates' means, at the other group's coefficients"),
      output("coefficients", "Coefficients", "@outcome", CLUSIA_NO_DIRECTION,
             "threefold: difference of the coefficients and the intercepts, at the other group's means"),
      output("interaction", "Interaction", "@outcome", CLUSIA_NO_DIRECTION,
             "threefold: difference of the means times difference of the coefficients")};

  explicit OaxacaBlinder(const IndicatorData& data)
      : outcome(data.number("outcome")),
        groups(data, "group", "reference", "other"),
        chosen(data.parameters.choice("coefficients")) {
    for (int64_t j = 0; j < data.count("covariates"); ++j) covariates.push_back(data.number("covariates", j));
  }

  void evaluate(const Evaluation& e) const {
    const Sample sample = sample_of(e);
    const Centred c(sample);
    const Part gap{c.mean_y[0] - c.mean_y[1], c.on_difference(c.y)};
    const Part of_reference = valued_by_group(c, 0), of_other = valued_by_group(c, 1);
    const Part explained = valued(c, of_reference, of_other);
    // (mean_0 - mean_1)'(b_0 - b_1) is the interaction; what remains of the gap, intercepts and all, is that of the
    // coefficients.
    const std::array<Part, 6> parts{gap,      explained,          gap - explained,
                                    of_other, gap - of_reference, of_reference - of_other};
    for (std::size_t m = 0; m < parts.size(); ++m) {
      e.estimate(static_cast<int64_t>(m)) = parts[m].value;
      if (!e.wants_influence()) continue;
      for (std::size_t k = 0; k < sample.at.size(); ++k)
        e.u(static_cast<int64_t>(m))[static_cast<std::size_t>(sample.at[k])] = parts[m].u[static_cast<Eigen::Index>(k)];
    }
  }

 private:
  Sample sample_of(const Evaluation& e) const {
    Sample s;
    std::vector<int64_t> rows;
    for (const std::size_t g : {0U, 1U}) {
      for (const auto [k, row, weight] : e.domain)
        if (groups.is(g, row)) s.at.push_back(k), rows.push_back(row);
      if (g == 0) s.first = static_cast<Eigen::Index>(rows.size());
    }
    const auto n = static_cast<Eigen::Index>(rows.size());
    s.x.resize(static_cast<Eigen::Index>(covariates.size()), n);
    s.y.resize(n);
    s.d.resize(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto k = static_cast<std::size_t>(i);
      s.d[i] = e.domain.weight(s.at[k]);
      s.y[i] = outcome[rows[k]];
      for (Eigen::Index j = 0; j < s.x.rows(); ++j) s.x(j, i) = covariates[static_cast<std::size_t>(j)][rows[k]];
    }
    for (const std::size_t g : {0U, 1U})
      if (!(s.total(g) > 0))
        throw undefined("nobody of '" + groups.names[g] + "' with a positive weight and all values in the domain");
    return s;
  }

  Slopes fitted(const MatrixXd& x, const VectorXd& y, const VectorXd& d, const std::string& whose) const {
    Slopes slopes(x, y, d);
    if (slopes.collinear() >= 0)
      throw undefined("the regression of " + whose + " has no unique coefficients: covariate '" +
                      covariates[static_cast<std::size_t>(slopes.collinear())].name() +
                      "' does not vary there, or follows from the others");
    return slopes;
  }

  /// The difference of the covariates' means at some slopes. The slopes were fitted on deviations `x`, `y` of `rows`.
  template <class Rows>
  static Part at(const Centred& c, const Slopes& slopes, const MatrixXd& x, const VectorXd& y, const Rows& rows) {
    const VectorXd& b = slopes.values();
    Part part{c.difference.dot(b), c.on_difference(c.x.transpose() * b)};
    const VectorXd residual = y - x.transpose() * b;
    part.u(rows) += residual.cwiseProduct(x.transpose() * slopes.solved(c.difference));
    return part;
  }
  Part valued_by_group(const Centred& c, std::size_t g) const {
    const auto rows = c.sample.rows_of(g);
    const MatrixXd x = c.x(Eigen::all, rows);
    const VectorXd y = c.y(rows);
    return at(c, fitted(x, y, c.sample.d(rows), "'" + groups.names[g] + "'"), x, y, rows);
  }

  /// The difference of the covariates' means at the coefficients that the study chose.
  Part valued(const Centred& c, const Part& of_reference, const Part& of_other) const {
    if (chosen == "reference") return of_reference;
    if (chosen == "other") return of_other;
    if (chosen == "pooled_with_group")
      return at(c, fitted(c.x, c.y, c.sample.d, "both groups"), c.x, c.y, c.sample.all_rows());
    const double both = c.total[0] + c.total[1];
    if (chosen == "pooled") {
      const MatrixXd x = c.sample.x.colwise() - c.sample.x * c.sample.d / both;
      const VectorXd y = c.sample.y.array() - c.sample.y.dot(c.sample.d) / both;
      return at(c, fitted(x, y, c.sample.d, "both groups"), x, y, c.sample.all_rows());
    }
    const double w = chosen == "reimers" ? 0.5 : c.total[0] / both;
    Part part{w * of_reference.value + (1 - w) * of_other.value, w * of_reference.u + (1 - w) * of_other.u};
    if (chosen == "reimers") return part;
    // Cotton's weights are estimated too.
    const double step = (of_reference.value - of_other.value) / both;
    part.u(c.sample.rows_of(0)).array() += step * (1 - w);
    part.u(c.sample.rows_of(1)).array() -= step * w;
    return part;
  }

  Numbers outcome;
  std::vector<Numbers> covariates;
  TwoGroups groups;
  std::string chosen;
};
CLUSIA_INDICATOR_PLUGIN(OaxacaBlinder);
