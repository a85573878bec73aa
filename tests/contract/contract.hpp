/// What the cases of the contract share: an indicator bound to a column, a design written as data, the logit.
#pragma once

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/assess.hpp"
#include "plugins/table.hpp"
#include "study/values.hpp"

namespace clusia::test {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

inline Vector vector_of(const std::vector<double>& v) {
  return Eigen::Map<const Vector>(v.data(), static_cast<Eigen::Index>(v.size()));
}
inline std::vector<double> list_of(const Vector& v) { return {v.data(), v.data() + v.size()}; }
/// 1 where a row's text is `level`.
inline Vector where(const std::vector<std::string>& column, const std::string& level) {
  Vector is(static_cast<Eigen::Index>(column.size()));
  for (std::size_t k = 0; k < column.size(); ++k) is[static_cast<Eigen::Index>(k)] = column[k] == level ? 1 : 0;
  return is;
}
inline Matrix beside(const std::vector<Vector>& columns) {
  Matrix x(columns.front().size(), static_cast<Eigen::Index>(columns.size()));
  for (std::size_t k = 0; k < columns.size(); ++k) x.col(static_cast<Eigen::Index>(k)) = columns[k];
  return x;
}

// ---- rows and indicators --------------------------------------------------------------------------------------------

inline Codes codes(const std::vector<std::string>& column) {
  std::map<std::string, std::int32_t> levels;
  for (const auto& text : column) levels.emplace(text, 0);
  Codes of;
  for (auto& [name, code] : levels) {
    code = of.levels();
    of.names.push_back(name);
    of.values.push_back(std::nan(""));
  }
  for (const auto& text : column) of.code.push_back(levels.at(text));
  return of;
}

inline AssessedRows rows_of(const Vector& weight, const Codes& psu = {}, const Codes& stratum = {}) {
  AssessedRows rows;
  rows.rows = weight.size();
  rows.weight = list_of(weight);
  rows.over =
      std::make_shared<const Clusterings>(clusterings_of_stages(stages_of(rows.rows, {{psu, stratum, {}}}), nullptr));
  return rows;
}

inline std::string shipped_library(const std::string& id) { return std::string(CLUSIA_PLUGINS) + "/" + id + ".so"; }

/// A plugin bound to one column of numbers (NaN: missing), set up by lines of TOML.
class BoundIndicator {
 public:
  BoundIndicator(const std::string& library, const std::string& toml, const std::vector<double>& column,
                 const ChannelOptions& options = in_process())
      : channel_(open_channel(options)), complete_(column.size(), true) {
    declaration_ = ask<Declaration>(*channel_, Describe{library});
    Bind bind;
    bind.instance = {library, "indicator " + declaration_.id, values(toml), 1};
    bind.rows = static_cast<std::int64_t>(column.size());
    const auto segment = Segment::create();
    auto* numbers = static_cast<double*>(segment->allocate(8 * column.size()));
    auto* valid = static_cast<std::uint8_t*>(segment->allocate(column.size() / 8 + 1));
    std::int64_t missing = 0;
    for (std::size_t k = 0; k < column.size(); ++k) {
      numbers[k] = column[k];
      complete_[k] = !std::isnan(column[k]);
      missing += complete_[k] ? 0 : 1;
      if (complete_[k]) valid[k / 8] = static_cast<std::uint8_t>(valid[k / 8] | (1U << (k % 8)));
    }
    Layout layout;
    layout.name = declaration_.inputs.front().name;
    layout.n = bind.rows;
    layout.missing = missing;
    layout.values = segment->offset_of(numbers);
    layout.validity = segment->offset_of(valid);
    bind.complete = {segment->id(), segment->offset_of(valid)};
    segment->seal();
    bind.inputs.resize(declaration_.inputs.size());  // the column is the first one's; the others are absent
    bind.inputs.front() = {{segment->id(), layout}};
    session_ = std::make_unique<Session>(*channel_, bind, std::vector<std::shared_ptr<const Segment>>{segment});
  }
  BoundIndicator(const std::string& library, const std::string& toml, const Vector& column)
      : BoundIndicator(library, toml, list_of(column)) {}

  TaskResult assess(const Design& design, const AssessedRows& rows, const Inference& inference = {},
                    Reference reference = Reference::wave) {
    return assess_in(std::vector<bool>(complete_.size(), true), design, rows, inference, reference);
  }
  TaskResult assess_in(const std::vector<bool>& group, const Design& design, const AssessedRows& rows,
                       const Inference& inference = {}, Reference reference = Reference::wave) {
    const References references(reference, declaration_.reads_reference(), rows, complete_);
    return clusia::assess({*session_, references, complete_, declaration_.has_power(CLUSIA_INDICATOR_QUANTILE)}, design,
                          rows, clusterings_under(design, rows), group, inference);
  }
  /// The first effect's estimate alone, of everyone.
  double estimate(const Design& design, const AssessedRows& rows, Reference reference = Reference::wave) {
    return assess(design, rows, {.population = true}, reference).effects.at(0).at(0).estimate.value();
  }

  static ChannelOptions in_process() {
    ChannelOptions options;
    options.isolated = false;
    return options;
  }

 private:
  Values values(const std::string& toml) const {
    const toml::table table = toml::parse(toml);
    Problems problems("test");
    Values all;
    for (const ParameterDeclaration& p : declaration_.parameters)
      all.push_back(table.contains(p.name) ? read_value(p, *table.get(p.name), p.name, {}, problems).value()
                                           : default_of(p));
    return all;
  }
  std::unique_ptr<Channel> channel_;
  Declaration declaration_;
  std::vector<bool> complete_;
  std::unique_ptr<Session> session_;
};

// ---- designs as data ------------------------------------------------------------------------------------------------

/// The rows that `d` weighs; those of `also` are listed with weight 0, too.
inline Weights weights(const Vector& d, const Vector& also = {}) {
  Weights w;
  for (Eigen::Index k = 0; k < d.size(); ++k)
    if (d[k] != 0 || (also.size() > 0 && also[k] != 0)) w.rows.push_back(k), w.weight.push_back(d[k]);
  return w;
}

/// The listed rows of x, row by row.
inline std::vector<double> rows_of_matrix(const Weights& listed, const Matrix& x) {
  std::vector<double> values;
  for (const std::int64_t row : listed.rows)
    for (Eigen::Index c = 0; c < x.cols(); ++c) values.push_back(x(row, c));
  return values;
}
inline Jacobian factored(std::int32_t step, const Weights& listed, const Matrix& x) {
  return {step, true, rows_of_matrix(listed, x)};
}
inline Jacobian dense(std::int32_t step, const Weights& listed, const Matrix& j) {
  return {step, false, rows_of_matrix(listed, j)};
}

inline Cell cell(const std::string& name, const Vector& d) {
  Cell c;
  c.name = name;
  c.domain = weights(d);
  return c;
}
inline Fit fit(const std::string& name, const Vector& a, const Matrix& x) {
  Fit f;
  f.name = name;
  f.rows = weights(a);
  f.regressors = static_cast<std::int32_t>(x.cols());
  f.x = rows_of_matrix(f.rows, x);
  return f;
}

/// A postfix program, written as the formula that it is.
using Program = std::vector<Step>;
inline Program T(std::size_t cell) { return {{CLUSIA_PUSH_ESTIMATE, static_cast<std::int32_t>(cell), 0, 0}}; }
inline Program size(std::size_t cell) { return {{CLUSIA_PUSH_SIZE, static_cast<std::int32_t>(cell), 0, 0}}; }
inline Program coefficient(std::size_t fit, std::size_t item) {
  return {{CLUSIA_PUSH_COEFFICIENT, static_cast<std::int32_t>(fit), static_cast<std::int32_t>(item), 0}};
}
inline Program number(double x) { return {{CLUSIA_PUSH_NUMBER, 0, 0, x}}; }
inline Program joined(Program a, const Program& b, std::int32_t op) {
  a.insert(a.end(), b.begin(), b.end());
  a.push_back({op, 0, 0, 0});
  return a;
}
inline Program operator+(Program a, const Program& b) { return joined(std::move(a), b, CLUSIA_ADD); }
inline Program operator-(Program a, const Program& b) { return joined(std::move(a), b, CLUSIA_SUBTRACT); }
inline Program operator*(Program a, const Program& b) { return joined(std::move(a), b, CLUSIA_MULTIPLY); }
inline Program operator/(Program a, const Program& b) { return joined(std::move(a), b, CLUSIA_DIVIDE); }

inline Contrast contrast(const std::string& name, Program steps) {
  Contrast c;
  c.name = name;
  c.steps = std::move(steps);
  return c;
}

// ---- weights that were estimated ------------------------------------------------------------------------------------

/// A logit of t on x with weights w, and the rows' contributions to its coefficients.
struct Logit {
  Vector p;
  Matrix phi;
  Logit(const Matrix& x, const Vector& t, const Vector& w) {
    Vector gamma = Vector::Zero(x.cols());
    Matrix information;
    for (int round = 0; round < 60; ++round) {
      p = (1 + (-(x * gamma)).array().exp()).inverse();
      information = x.transpose() * (w.array() * p.array() * (1 - p.array())).matrix().asDiagonal() * x;
      const Vector step = information.ldlt().solve(x.transpose() * w.cwiseProduct(t - p));
      gamma += step;
      if (step.cwiseAbs().maxCoeff() < 1e-13) break;
    }
    p = (1 + (-(x * gamma)).array().exp()).inverse();
    phi = information.ldlt().solve((w.cwiseProduct(t - p).asDiagonal() * x).transpose()).transpose();
  }
  Vector odds() const { return p.array() / (1 - p.array()); }
};

/// Weights w odds of the rows with t = 0 whose sums of x are those of the rows with t = 1 (x has a column of ones).
struct Calibration {
  Vector odds;
  Matrix phi;
  Calibration(const Matrix& x, const Vector& t, const Vector& w) {
    const Vector control = w.cwiseProduct(Vector::Ones(t.size()) - t), treated = w.cwiseProduct(t);
    const Vector aim = x.transpose() * treated;
    Vector lambda = Vector::Zero(x.cols());
    lambda[0] = std::log(treated.sum() / control.sum());
    const auto at = [&](const Vector& l) { return Vector((x * l).array().exp()); };
    const auto objective = [&](const Vector& l) { return control.dot(at(l)) - aim.dot(l); };
    Matrix information;
    for (int round = 0; round < 200; ++round) {
      const Vector q = control.cwiseProduct(at(lambda));
      information = x.transpose() * q.asDiagonal() * x;
      const Vector step = information.ldlt().solve(x.transpose() * q - aim);
      double length = 1;
      while (length > 1e-8 && objective(lambda - length * step) > objective(lambda) + 1e-12) length /= 2;
      lambda -= length * step;
      if (step.cwiseAbs().maxCoeff() < 1e-13) break;
    }
    odds = at(lambda);
    const Vector left = treated - control.cwiseProduct(odds);
    phi = information.ldlt().solve((left.asDiagonal() * x).transpose()).transpose();
  }
};

/// Lists the rows that contribute.
inline FirstStep first_step(const std::string& name, const Matrix& phi) {
  FirstStep step;
  step.name = name;
  step.parameters = static_cast<std::int32_t>(phi.cols());
  const Weights listed = weights(phi.rowwise().squaredNorm());
  step.rows = listed.rows;
  step.phi = rows_of_matrix(listed, phi);
  return step;
}

/// Treated t against comparison 1 - t with odds known or estimated: the ATT's two cells and their difference.
inline Design odds_weighted(const Vector& w, const Vector& t, const Vector& odds, const Matrix& x, const Matrix& phi,
                            bool known) {
  Design d;
  d.factor = Factor::uncentred;
  d.cells = {cell("treated", w.cwiseProduct(t)),
             cell("comparison", w.cwiseProduct(Vector::Ones(t.size()) - t).cwiseProduct(odds))};
  d.contrasts = {contrast("effect", T(0) - T(1))};
  if (known) return d;
  d.first_steps = {first_step("odds", phi)};
  d.cells[1].jacobian = factored(0, d.cells[1].domain, x);
  return d;
}

// ---- proofs ---------------------------------------------------------------------------------------------------------

/// Where every row is a PSU of its own: the row values of an effect.
inline Vector row_values(const EffectResult& effect) { return vector_of(effect.kept.value().totals.part(0)); }

/// z_i is the derivative of the whole estimate by the logarithm of row i's survey weight. `again(w)` estimates anew.
template <class Again>
void expect_derivative(const Vector& z, const Vector& w, const std::vector<Eigen::Index>& rows, const Again& again,
                       double tolerance, double h = 1e-4) {
  const double spread = std::sqrt((z.array() - z.mean()).square().mean());
  for (const Eigen::Index row : rows) {
    Vector up = w, down = w;
    up[row] *= 1 + h;
    down[row] *= 1 - h;
    EXPECT_NEAR(z[row], (again(up) - again(down)) / (2 * h), tolerance * spread) << "row " << row;
  }
}

}  // namespace clusia::test
