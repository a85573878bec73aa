// Data changed in a way that should change nothing, or one known thing.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "indicator_rules.hpp"

namespace clusia::kit {
namespace {

std::vector<std::size_t> all_rows(const Table& table) {
  std::vector<std::size_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

/// Other numbers where none is: under the validity bitmap.
Table with_other_garbage(Table table) {
  for (auto& columns : table.inputs)
    for (Column& c : columns)
      for (std::size_t row = 0; row < c.valid.size(); ++row) {
        if (c.valid[row] != 0) continue;
        if (!c.numbers.empty()) c.numbers[row] = c.type == CLUSIA_COLUMN_BOOLEAN ? 1 - c.numbers[row] : -1e6;
        if (!c.codes.empty()) c.codes[row] = (c.codes[row] + 1) % std::int32_t(c.levels.size());
      }
  return table;
}

}  // namespace

void same_estimates(const Answer& is, const Answer& should_be, const std::vector<Output>& outputs,
                    const std::string& where) {
  if (is.status != should_be.status)
    throw Failed(where + " it answers '" + is.words + "', before '" + should_be.words + "': both should be alike");
  for (std::size_t m = 0; m < outputs.size(); ++m) {
    if (is.has(m) == should_be.has(m) && (!is.has(m) || near(is.estimates[m], should_be.estimates[m], 1e-9, 1e-12)))
      continue;
    const auto shown = [&](const Answer& a) { return a.has(m) ? number(a.estimates[m]) : std::string("nothing"); };
    throw Failed(where + " output '" + outputs[m].name + "' is " + shown(is) + ", should be " + shown(should_be));
  }
}

void shuffled(Trial& t) {
  over_cases(t, [&](const Case& of) {
    const Asked plain(of);
    auto order = all_rows(plain.table);
    Random random = t.random(5);
    for (std::size_t k = order.size() - 1; k > 0; --k) std::swap(order[k], order[random.below(k + 1)]);
    const Asked other(of, plain.table.taken(order));
    const Answer is = other.evaluate(), should_be = plain.evaluate();
    same_estimates(is, should_be, plain.outputs, "with the rows in another order");
    for (std::size_t m = 0; m < is.outputs && is.ok(); ++m) {
      double most = 0;
      for (std::size_t k = 0; k < is.n_domain; ++k) most = std::max(most, std::fabs(should_be.u_of(m, k)));
      for (std::size_t k = 0; k < is.n_domain; ++k) {
        const auto row = std::int64_t(order[std::size_t(other.domain.rows[k])]);
        const auto at = std::size_t(std::lower_bound(plain.domain.rows.begin(), plain.domain.rows.end(), row) -
                                    plain.domain.rows.begin());
        if (is.has(m) && std::fabs(is.u_of(m, k) - should_be.u_of(m, at)) > 1e-8 * most)
          throw Failed("with the rows in another order a unit's u of output '" + plain.outputs[m].name + "' is " +
                       number(is.u_of(m, k)) + ", should be " + number(should_be.u_of(m, at)));
      }
    }
  });
}

void rescaled(Trial& t) {
  bool any = false;
  over_cases(t, [&](const Case& of) {
    Asked a(of);
    const Answer plain = a.evaluate(false);
    for (const double factor : {1000.0, 0.001}) {
      const auto times = [&](Weights w) {
        for (double& x : w.weight) x *= factor;
        return w;
      };
      Answer is = a.instance->evaluate(times(a.domain), times(a.reference), false), should_be = plain;
      for (std::size_t m = 0; m < plain.outputs; ++m) {
        if (std::isnan(a.outputs[m].degree))
          should_be.estimates[m] = is.estimates[m];
        else
          should_be.estimates[m] *= std::pow(factor, a.outputs[m].degree), any = true;
      }
      same_estimates(is, should_be, a.outputs, "with all weights times " + number(factor));
    }
  });
  if (!any) throw Skipped("no output declares a degree");
}

void doubled(Trial& t) {
  over_cases(t, [&](const Case& of) {
    Asked heavy(of);
    auto rows = all_rows(heavy.table);
    for (std::size_t row = 0; row < heavy.table.rows(); ++row)
      if (heavy.table.unit[row] % 3 == 0) rows.push_back(row);
    const Asked twice(of, heavy.table.taken(rows));
    for (Weights* w : {&heavy.domain, &heavy.reference})
      for (std::size_t k = 0; k < w->size(); ++k)
        if (heavy.table.unit[std::size_t(w->rows[k])] % 3 == 0) w->weight[k] *= 2;
    const Answer is = twice.evaluate(false), should_be = heavy.evaluate(false);
    try {
      same_estimates(is, should_be, heavy.outputs, "with some rows twice in place of weight 2");
    } catch (const Failed& failed) {
      if (!of.convention) throw;
      t.warn("with " + of.words + ": " + failed.what() + ", as may be where a convention counts rows");
    }
  });
}

void weight_zero(Trial& t) {
  over_cases(t, [&](const Case& of) {
    const Asked a(of);
    const auto without_zeros = [](const Weights& from) {
      Weights left;
      for (std::size_t k = 0; k < from.size(); ++k)
        if (from.weight[k] != 0) left.rows.push_back(from.rows[k]), left.weight.push_back(from.weight[k]);
      return left;
    };
    const Answer fewer = a.instance->evaluate(without_zeros(a.domain), without_zeros(a.reference), false);
    const Answer plain = a.evaluate(false);
    if (plain.ok() && !fewer.ok()) return t.warn("it wants rows of weight 0 listed: " + fewer.words);
    same_estimates(plain, fewer, a.outputs, "where rows of weight 0 are listed, too,");
  });
}

void missing(Trial& t) {
  over_cases(t, [&](const Case& of) {
    const Asked a(of), other(of, with_other_garbage(a.table));
    same_estimates(other.evaluate(), a.evaluate(), a.outputs,
                   "with another number under the validity bitmap, where a value is missing,");
    std::vector<std::size_t> complete;
    for (std::size_t row = 0; row < a.table.rows(); ++row)
      if (a.table.complete(row)) complete.push_back(row);
    if (a.table.waves > 1) return;  // who misses a wave has another history
    same_estimates(Asked(of, a.table.taken(complete)).evaluate(), a.evaluate(), a.outputs,
                   "without the incomplete rows");
  });
}

void offsets(Trial& t) {
  over_cases(t, [&](const Case& of) {
    const Asked a(of);
    Services services(of.seed);
    std::unique_ptr<Instance> shifted;
    try {
      shifted = of.bind(a.table, services, 3);
    } catch (const Failed& refused) {
      throw Failed("refuses columns with an offset: " + std::string(refused.what()));
    }
    same_estimates(shifted->evaluate(a.domain, a.reference), a.evaluate(), a.outputs,
                   "on columns with offset 3 (read buffers[1] + array->offset; bits, too)");
  });
}

}  // namespace clusia::kit
