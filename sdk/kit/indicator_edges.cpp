// At the edges of what data can be: a finite number, or a reason in words.
#include <algorithm>
#include <cmath>

#include "indicator_rules.hpp"

namespace clusia::kit {
namespace {

Weights only(Weights of, std::size_t one) {
  for (std::size_t k = 0; k < of.size(); ++k)
    if (k != one) of.weight[k] = 0;
  return of;
}
Weights none(const Weights& of) { return only(of, of.size()); }

/// A question at an edge.
struct Edge {
  std::string where;
  Weights domain, reference;
};

std::vector<Edge> without_people(const Asked& a) {
  std::vector<Edge> edges{{"a domain where all weigh 0", none(a.domain), a.reference},
                          {"a domain that lists nobody", {}, a.reference}};
  if (a.reference.size() == 0) return edges;
  edges.push_back({"a reference where all weigh 0", a.domain, none(a.reference)});
  edges.push_back({"a reference that lists nobody", a.domain, {}});
  edges.push_back({"neither", {}, {}});
  return edges;
}

std::vector<Edge> of_one(const Asked& a, Random random) {
  std::vector<Edge> edges;
  for (int k = 0; k < 5; ++k) {
    const std::size_t d = random.below(a.domain.size());
    edges.push_back({"one unit that alone is listed", {{a.domain.rows[d]}, {1.5}}, a.reference});
    edges.push_back({"one unit among rows of weight 0", only(a.domain, d), a.reference});
    if (a.reference.size() == 0) continue;
    const std::size_t r = random.below(a.reference.size());
    edges.push_back({"a reference of one unit", a.domain, only(a.reference, r)});
    edges.push_back({"one unit in each", only(a.domain, d), only(a.reference, r)});
  }
  return edges;
}

void judge(const Asked& a, const std::vector<Edge>& edges) {
  for (const Edge& e : edges) number_or_words(a.instance->evaluate(e.domain, e.reference), "on " + e.where);
}

/// The table with every number changed; create may refuse it with words, as may every question.
template <class Change>
void under(const Case& of, const std::string& what, const Change& change) {
  Table table = of.table();
  for (auto& columns : table.inputs)
    for (Column& c : columns)
      if (c.type == CLUSIA_COLUMN_NUMBER)
        for (std::size_t row = 0; row < c.numbers.size(); ++row) c.numbers[row] = change(c.numbers[row], row);
  Services services(of.seed);
  const Instance instance(of.library, table, of.setting, services);
  if (!instance.made()) return;
  const Weights reference = of.reference(instance, table);
  number_or_words(instance.evaluate(table.listed_domain(), reference), what);
}

}  // namespace

void number_or_words(const Answer& a, const std::string& where) {
  if (!a.ok() && a.status != CLUSIA_UNDEFINED)
    throw Failed(where + " it answers " + name_of_status(a.status) + " (" + a.words +
                 "): CLUSIA_UNDEFINED says that nothing exists there");
  const std::string bad = a.not_finite();
  if (!bad.empty()) throw Failed(where + " " + bad + ": answer CLUSIA_UNDEFINED, or mark the output in `undefined`");
}

void answers(Trial& t) {
  bool any = false;
  over_cases_or_fail(t, [&](const Case& of) {
    const Asked a(of);
    const Answer answer = a.evaluate();
    number_or_words(answer, "on ordinary data");
    for (std::size_t m = 0; m < answer.outputs; ++m) any = any || answer.has(m);
    if (!answer.ok()) t.warn("with " + of.words + ": nothing is defined on the kit's data: " + answer.words);
  });
  t.require(any, "on ordinary data no output is defined: set the parameters with --set, so that the kit can judge");
}

void nobody(Trial& t) {
  over_cases(t, [](const Case& of) {
    const Asked a(of);
    judge(a, without_people(a));
  });
}

void one_unit(Trial& t) {
  over_cases(t, [&](const Case& of) {
    const Asked a(of);
    judge(a, of_one(a, t.random(2)));
  });
}

void all_tied(Trial& t) {
  over_cases(t, [](const Case& of) {
    for (const double x : {7.25, 0.0, -3.0})
      under(of, "where all numbers are " + number(x), [&](double, std::size_t) { return x; });
  });
}

void extremes(Trial& t) {
  over_cases(t, [](const Case& of) {
    for (const double x : {1e15, 1e-15}) {
      under(of, "on numbers around " + number(x), [&](double was, std::size_t) { return was * x; });
      under(of, "where one number in ten is around " + number(x),
            [&](double was, std::size_t row) { return row % 10 == 3 ? was * x : was; });
    }
  });
}

void failure_has_words(Trial& t) {
  over_cases(t, [&](const Case& of) {
    const Asked a(of);
    auto edges = without_people(a);
    for (Edge& e : of_one(a, t.random(2))) edges.push_back(std::move(e));
    for (const Edge& e : edges) well_said(a.instance->evaluate(e.domain, e.reference).ending(), "on " + e.where);
    Table zero = of.table();
    for (auto& columns : zero.inputs)
      for (Column& c : columns) std::fill(c.numbers.begin(), c.numbers.end(), 0.0);
    Services services(of.seed);
    const Instance instance(of.library, zero, of.setting, services);
    well_said(instance.refusal().ending(), "on columns of zeros");
    if (instance.made())
      well_said(instance.evaluate(a.domain, of.reference(instance, zero)).ending(), "on columns of zeros");
  });
}

}  // namespace clusia::kit
