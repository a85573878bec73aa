// Rules for plugins of every kind.
#include <algorithm>
#include <cmath>

#include "trial.hpp"
#include "values.hpp"

namespace clusia::kit {
namespace {

void loads(Trial&) {}  // that it was loaded is the whole proof

void one_symbol(Trial& t) {
  std::string others;
  for (const std::string& name : exported_symbols(t.library.file))
    if (name != CLUSIA_ENTRY_SYMBOL) others += (others.empty() ? "" : ", ") + name;
  t.require(others.empty(), "exports " + others +
                                " beside " CLUSIA_ENTRY_SYMBOL ": build it with clusia_add_plugin(), which hides them");
}

void defaults_are_values(Trial& t) {
  std::size_t defaults = 0;
  for (const clusia_parameter* p : each(t.library.plugin->parameters, t.library.plugin->n_parameters)) {
    t.require(p->required == 0 || p->default_text == nullptr,
              "parameter '" + std::string(p->name) + "' is required and has a default: take one away");
    if (p->default_text == nullptr) continue;
    ++defaults;
    try {
      read_value(*p, p->default_text);
    } catch (const std::exception& e) {
      throw Failed(std::string("the default of ") + e.what());
    }
  }
  if (defaults == 0) throw Skipped("no parameter has a default");
}

}  // namespace

const Rules& rules_for_all() {
  static const Rules rules{
      {{"loads", "The library loads, its entry answers, and what it declares is well formed."}, loads},
      {{"one_symbol", "The library defines clusia_plugin_entry for others, and nothing else."}, one_symbol},
      {{"default_values", "Each declared default is a value of its type, within its range or choices."},
       defaults_are_values}};
  return rules;
}

}  // namespace clusia::kit
