// What must hold of a design whatever it compares.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "comparator_rules.hpp"
#include "indicator.hpp"

namespace clusia::kit {
namespace {

double largest(const std::vector<double>& of) {
  double most = 0;
  for (const double x : of) most = std::max(most, std::fabs(x));
  return most;
}

/// Weights by row, 0 where a row is not listed.
std::vector<double> by_row(const Weights& of, std::size_t rows) {
  std::vector<double> all(rows);
  for (std::size_t k = 0; k < of.size(); ++k)
    if (of.rows[k] >= 0 && std::size_t(of.rows[k]) < rows) all[std::size_t(of.rows[k])] = of.weight[k];
  return all;
}

/// The weightings of a design that are compared or differentiated: those of cells, then those of fits.
struct Listed {
  std::string name;
  const Weights* weights;
  const Estimated* estimated;
  bool matched;
};
std::vector<Listed> weightings_of(const Design& d) {
  std::vector<Listed> all;
  for (const Cell& c : d.cells) all.push_back({"cell '" + c.name + "'", &c.domain, &c.estimated, c.matched});
  for (const Fit& f : d.fits) all.push_back({f.name, &f.rows, &f.estimated, false});
  return all;
}

template <class Keep>
std::vector<std::size_t> rows_where(const Frame& frame, const Keep& keep) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < frame.rows(); ++row)
    if (keep(row)) rows.push_back(row);
  return rows;
}

}  // namespace

void cells_in_range(Trial& t) try {
  over_designs(t, [](const DesignCase& of) {
    const Design d = of.design(of.frame());
    const auto fail = [](const std::string& what) {
      throw Failed(what + ": abi_comparator.h says what is well formed");
    };
    if (!d.problem.empty()) fail(d.problem);
    if (d.designs != 1) fail("answer->design is called " + std::to_string(d.designs) + " times, not once");
    if (d.cells.empty() && d.fits.empty()) fail("there is no cell and no fit");
    if (d.contrasts.empty()) fail("there is no contrast");
  });
} catch (const Skipped& nothing) {  // one rule tells where no setting is accepted
  throw Failed(nothing.what());
}

void contrasts_whole(Trial& t) {
  over_designs(t, [](const DesignCase& of) {
    const Frame frame = of.frame();
    const Design d = of.design(frame);
    if (!d.problem.empty()) return;  // rule `cells_in_range` tells
    const std::vector<double> ones(d.cells.size(), 1.5);
    std::vector<std::vector<double>> coefficients;
    for (const Fit& fit : d.fits) coefficients.emplace_back(std::size_t(fit.regressors), 1.5);
    const std::vector<double> values = values_of(d, frame);
    for (std::size_t k = 0; k < values.size(); ++k) {
      const Contrast& c = d.contrasts[k];
      double depth = 0;
      for (const clusia_step& s : c.steps) depth += s.op <= CLUSIA_PUSH_NUMBER ? 1 : s.op <= CLUSIA_DIVIDE ? -1 : 0;
      if (depth != 1 || (c.is_effect && !std::isfinite(values[k])))
        throw Failed(
            "contrast '" + c.name +
            "' has no value where outcomes are ordinary: its steps must push what is there and leave one number");
    }
  });
}

void blind(Trial& t) {
  over_designs(t, [](const DesignCase& of) {
    const Frame frame = of.frame();
    Services services(of.seed);
    const Drawn one = Comparator(of.library, of.setting, services).draw(frame, 1);
    const Drawn two = Comparator(of.library, of.setting, services).draw(frame, 2);
    if (one.last_wave >= n_waves - 1)
      throw Failed("asks for baseline estimates of the last wave: ask for those before the intervention alone");
    if (one.design.bits != two.design.bits || one.status != two.status)
      throw Failed(
          "the design changes with what stands behind the arrays that it is lent, where later outcomes might be: read "
          "n_rows and no more");
  });
}

void same_design(Trial& t) {
  over_designs(t, [](const DesignCase& of) {
    const Frame frame = of.frame();
    Frame other = frame;
    for (std::size_t row = 0; row < other.rows(); ++row) other.weight[row] *= other.unit[row] % 2 == 0 ? 0.5 : 3;
    Services services(of.seed);
    const Comparator a(of.library, of.setting, services), b(of.library, of.setting, services);
    const std::string first = a.draw(frame).design.bits;
    b.draw(other);
    const auto same = [&](const Drawn& again, const std::string& where) {
      if (again.design.bits != first) throw Failed(where + " the design is another: keep nothing between calls");
    };
    same(a.draw(frame), "asked again after another instance was asked");
    a.draw(other);
    same(a.draw(frame), "asked again after another frame");
    same(b.draw(frame), "asked of another instance");
  });
}

void row_order(Trial& t) {
  over_designs(t, [&](const DesignCase& of) {
    const Frame frame = of.frame();
    std::vector<std::size_t> order(frame.rows());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random = t.random(7);
    for (std::size_t k = order.size() - 1; k > 0; --k) std::swap(order[k], order[random.below(k + 1)]);
    const Design plain = of.design(frame), other = of.design(frame.taken(order));
    const auto is = weightings_of(other), should_be = weightings_of(plain);
    if (is.size() != should_be.size() || plain.contrasts.size() != other.contrasts.size())
      throw Failed("the rows in another order give other cells, fits or contrasts: let no order decide");
    for (std::size_t k = 0; k < is.size(); ++k) {
      const auto a = by_row(*is[k].weights, frame.rows()), b = by_row(*should_be[k].weights, frame.rows());
      for (std::size_t row = 0; row < a.size(); ++row)
        if (std::fabs(a[row] - b[order[row]]) > 1e-8 * largest(b))
          throw Failed("the rows in another order give a row of " + should_be[k].name + " the weight " +
                       number(a[row]) + ", before " + number(b[order[row]]) + ": let no order decide, of ties neither");
    }
  });
}

void equal_arms(Trial& t) {
  over_designs(t, [&](const DesignCase& of) {
    const Frame frame = of.frame(true);
    const Drawn drawn = of.draw(frame);
    if (!drawn.ok()) return t.warn("refuses equal arms: " + drawn.words);
    if (!drawn.design.problem.empty()) return;  // rule `cells_in_range` tells
    const std::vector<double> values = values_of(drawn.design, frame);
    for (std::size_t k = 0; k < values.size(); ++k) {
      const Contrast& c = drawn.design.contrasts[k];
      if (!c.is_effect || std::isnan(values[k]) || std::fabs(values[k] - c.null_value) <= 1e-6) continue;
      const std::string words = "where all arms are alike and nothing changes, '" + c.name + "' is " +
                                number(values[k]) + ", should be " + number(c.null_value);
      if (!of.convention) throw Failed(words + ": correct the cells, the contrast or its null_value");
      t.warn("with " + of.words + ": " + words + ", as may be where a convention breaks ties");
    }
  });
}

// ---- the Jacobian ---------------------------------------------------------------------------------------------

namespace {

/// By listed row, what d changes by when gamma changes by phi of this unit: J phi.
std::vector<double> predicted(const Design& d, const Listed& of, const Frame& frame, std::int32_t unit) {
  std::vector<double> change(of.weights->size());
  if (of.estimated->first_step < 0) return change;
  const FirstStep& step = d.first_steps[std::size_t(of.estimated->first_step)];
  const auto p = std::size_t(step.parameters);
  std::vector<double> phi(p);
  for (std::size_t k = 0; k < step.rows.size(); ++k)
    if (frame.unit[std::size_t(step.rows[k])] == unit)
      for (std::size_t j = 0; j < p; ++j) phi[j] += step.phi[k * p + j];
  for (std::size_t k = 0; k < change.size(); ++k)
    for (std::size_t j = 0; j < p; ++j)
      change[k] += phi[j] * (of.estimated->dense.empty() ? of.weights->weight[k] * of.estimated->factored[k * p + j]
                                                         : of.estimated->dense[k * p + j]);
  return change;
}

}  // namespace

/// phi is what gamma changes by, per relative change of a weight: so d of every other row changes by J phi.
void jacobian(Trial& t) {
  over_designs(t, [&](const DesignCase& of) {
    constexpr double h = 1e-4;
    const Frame frame = of.frame();
    const Design plain = of.design(frame);
    if (!plain.problem.empty()) return;  // rule `cells_in_range` tells
    Random random = t.random(11);
    for (int sample = 0; sample < 6; ++sample) {
      const auto unit = std::int32_t(random.below(std::uint64_t(frame.unit.back()) + 1));
      const auto moved = [&](double by) {
        Frame f = frame;
        for (std::size_t row = 0; row < f.rows(); ++row)
          if (f.unit[row] == unit) f.weight[row] *= 1 + by;
        return of.design(f);
      };
      const Design up = moved(h), down = moved(-h);
      const auto all = weightings_of(plain), of_up = weightings_of(up), of_down = weightings_of(down);
      if (all.size() != of_up.size() || all.size() != of_down.size())
        return;  // another shape: redesign is its business
      for (std::size_t w = 0; w < all.size(); ++w) {
        if (all[w].matched) continue;  // the host takes neighbours by their shares
        const auto a = by_row(*of_up[w].weights, frame.rows()), b = by_row(*of_down[w].weights, frame.rows());
        const auto should_be = predicted(plain, all[w], frame, unit);
        for (std::size_t k = 0; k < should_be.size(); ++k) {
          const auto row = std::size_t(all[w].weights->rows[k]);
          const double is = (a[row] - b[row]) / (2 * h);
          if (frame.unit[row] == unit || near(is, should_be[k], 0, 1e-5 * largest(all[w].weights->weight))) continue;
          const std::string words = "with " + of.words + ": " + all[w].name + ", row " + std::to_string(row) +
                                    ": when the weight of unit " + std::to_string(unit) +
                                    " changes by a share, d changes by " + number(is) +
                                    " times it, phi and the Jacobian say " + number(should_be[k]);
          if (all[w].estimated->first_step >= 0)
            throw Failed(words.substr(words.find(": ") + 2) + ": correct one of them");
          t.warn(words + ": these weights are taken for known");
        }
      }
    }
  });
}

void empty_arm(Trial& t) {
  over_designs(t, [](const DesignCase& of) {
    const Frame frame = of.frame();
    const auto judge = [&](const std::string& where, const auto& keep) {
      const Drawn d = of.draw(frame.taken(rows_where(frame, keep)));
      if (d.status == CLUSIA_FAILED)
        throw Failed(where + " it reports a fault (" + d.words + "): answer CLUSIA_UNSUPPORTED or CLUSIA_UNDEFINED");
      if (d.ok() && !d.design.problem.empty())
        throw Failed(where + " the answer is malformed: " + d.design.problem + ": answer CLUSIA_UNSUPPORTED");
    };
    judge("without treated rows", [&](std::size_t row) { return frame.arm[row] != 0; });
    judge("without comparison rows", [&](std::size_t row) { return frame.arm[row] == 0; });
    judge("with rows of one wave alone", [&](std::size_t row) { return frame.wave[row] == 0; });
    judge("without rows", [](std::size_t) { return false; });
  });
}

}  // namespace clusia::kit
