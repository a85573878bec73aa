// One unit, nobody, all alike, all zero, all in debt: a finite number, or words that say why there is none. (That what
// a plugin returns as a number is finite, u and v too, the host checks: it would be a PluginFailure.)
#include "laws/laws.hpp"

namespace clusia::test {
namespace {

constexpr std::size_t shortest_reason = 15;

void ask_at_the_edge(Bound& bound, const Weights& domain, const Weights& reference, Ledger& ledger,
                     const std::string& where) {
  try {
    bound.session().evaluate(domain, reference, true);
  } catch (const Undefined& reason) {
    ledger.judge(Law::finite, "all", "estimate", std::string(reason.what()).size() >= shortest_reason,
                 where + ": undefined, and the reason is '" + reason.what() + "'");
  } catch (const std::exception& e) {
    ledger.judge(Law::finite, "all", "estimate", false, where + ": " + e.what());
  }
}

Weights only(Weights of, std::size_t one) {
  for (std::size_t k = 0; k < of.size(); ++k)
    if (k != one) of.weight[k] = 0;
  return of;
}

void weightings(Bound& bound, Ledger& ledger, const std::string& where) {
  const Weights domain = bound.domain(*bound.groups().front()), reference = bound.reference();
  const auto nobody = [](const Weights& of) { return only(of, of.size()); };
  for (std::size_t k = 0; k < 5; ++k) {
    const std::size_t d = drawn(4, k, domain.size()), r = reference.size() > 0 ? drawn(5, k, reference.size()) : 0;
    Weights alone{{domain.rows[d]}, {domain.weight[d]}};
    ask_at_the_edge(bound, alone, reference, ledger, where + "one unit listed");
    ask_at_the_edge(bound, only(domain, d), reference, ledger, where + "one unit");
    if (reference.size() > 0) ask_at_the_edge(bound, only(domain, d), only(reference, r), ledger, where + "one each");
    if (reference.size() > 0) ask_at_the_edge(bound, domain, only(reference, r), ledger, where + "a reference of one");
  }
  ask_at_the_edge(bound, domain, reference, ledger, where + "everyone");
  ask_at_the_edge(bound, nobody(domain), reference, ledger, where + "nobody");
  ask_at_the_edge(bound, {}, reference, ledger, where + "nobody listed");
  if (reference.size() > 0) {
    ask_at_the_edge(bound, domain, nobody(reference), ledger, where + "a reference of nobody");
    ask_at_the_edge(bound, domain, {}, ledger, where + "a reference of nobody listed");
  }
}

/// Every number that the indicator cannot do without set to this: a line of 0 would be refused before it is asked.
Table all_alike(const Case& of, const std::string& number) {
  Table table = of.table();
  for (std::size_t k = 0; k < of.plugin().inputs.size(); ++k)
    if (const InputDeclaration& input = of.plugin().inputs[k]; input.type == CLUSIA_COLUMN_NUMBER && input.required)
      for (const Named& column : of.indicator().inputs[k])
        for (auto& row : table.rows)
          if (std::string& text = row[table.column(column.text)]; !text.empty()) text = number;
  return table;
}

}  // namespace

void a_number_or_words(const Case& of, Ledger& ledger) {
  weightings(*of.bind(), ledger, "");
  for (const std::string number : {"7.25", "0", "-3"}) {
    const auto bound = of.bind(all_alike(of, number));
    try {
      bound->outputs();
    } catch (const PluginFailure& refused) {  // before it is asked, with its reason
      ledger.judge(Law::finite, "all", "estimate", std::string(refused.what()).size() >= shortest_reason,
                   "all are " + number + ": " + refused.what());
      continue;
    }
    weightings(*bound, ledger, "all are " + number + ", ");
  }
}

}  // namespace clusia::test
