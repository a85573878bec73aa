#include "plugin/declared.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "plugin/library.hpp"
#include "plugin/utf8.hpp"

namespace clusia {
namespace {

constexpr std::array powers_of_indicators{CLUSIA_INDICATOR_BATCH,    CLUSIA_INDICATOR_LINEAR,
                                          CLUSIA_INDICATOR_HISTORY,  CLUSIA_INDICATOR_OUTPUTS,
                                          CLUSIA_INDICATOR_QUANTILE, CLUSIA_INDICATOR_REFERENCE};
constexpr std::array powers_of_comparators{CLUSIA_COMPARATOR_BASELINE};
constexpr std::int64_t most_declared = 10000;
constexpr std::uint32_t known_traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;
constexpr std::uint32_t known_roles = 2 * CLUSIA_ROLE_BLOCK - 1;           // BLOCK is the last one
constexpr std::uint32_t known_designs = 2 * CLUSIA_DESIGN_RANDOMISED - 1;  // the last one
constexpr std::uint32_t known_estimands = CLUSIA_ATT | CLUSIA_ATE | CLUSIA_ATO;
constexpr std::size_t longest_struct = 4096;

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error(why); }

std::string text(const char* from) {
  const std::string_view given = from == nullptr ? "" : from;
  if (!is_utf8(given)) refuse("the text '" + with_valid_utf8(given) + "' is not UTF-8");
  return std::string(given);
}

/// A struct of a later minor version may be longer than ours; what we do not know of it must be zero (abi.h, "sizes and
/// growth").
template <class T>
void check_size(const T& of, const std::string& what) {
  if (of.size < sizeof(T)) refuse(what + " too small");
  if (of.size > longest_struct) refuse(what + " of an impossible size");
  const auto* bytes = reinterpret_cast<const char*>(&of);
  if (std::any_of(bytes + sizeof(T), bytes + of.size, [](char b) { return b != 0; }))
    refuse(what + " larger than this host knows, and not zero beyond: update Clusia");
}

std::string identifier(const char* from, const std::string& what) {
  const std::string id = text(from);
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto part = [&](char c) { return small(c) || (c >= '0' && c <= '9') || c == '_'; };
  if (id.empty() || !small(id.front()) || !std::all_of(id.begin(), id.end(), part))
    refuse(what + " is named '" + id + "'; a name is [a-z][a-z0-9_]*");
  return id;
}

std::string said(const char* from, const std::string& what) {
  std::string words = text(from);
  if (words.empty()) refuse(what + " is missing");
  return words;
}

/// An array of sized structs is stepped by the size of its first element (abi.h, "sizes and growth").
template <class T, class Visit>
void each(const T* first, std::int64_t n, const std::string& what, const Visit& visit) {
  if (n == 0) return;
  if (n < 0 || n > most_declared || first == nullptr) refuse("the list of " + what + " is malformed");
  const std::size_t step = first->size;
  check_size(*first, "the structs of its " + what + " are");
  for (std::int64_t k = 0; k < n; ++k) {
    const T& one =
        *reinterpret_cast<const T*>(reinterpret_cast<const char*>(first) + static_cast<std::size_t>(k) * step);
    if (one.size != step) refuse("the structs of its " + what + " are of several sizes");
    check_size(one, "the structs of its " + what + " are");
    visit(one);
  }
}

template <class Things>
void distinct(const Things& things, const std::string& what) {
  std::set<std::string> names;
  for (const auto& thing : things)
    if (!names.insert(thing.name).second) refuse(what + " '" + thing.name + "' is declared twice");
}

ParameterDeclaration parameter_of(const clusia_parameter& p) {
  ParameterDeclaration d;
  d.name = identifier(p.name, "a parameter");
  const std::string whose = "parameter '" + d.name + "'";
  if (p.type < CLUSIA_NUMBER || p.type > CLUSIA_TEXT_MAP) refuse(whose + " has no known type");
  d.type = p.type;
  d.required = p.required != 0;
  if (p.default_text != nullptr) d.default_text = text(p.default_text);
  if (d.required && d.default_text) refuse(whose + " is required and has a default");
  if (std::isnan(p.minimum) || std::isnan(p.maximum) || p.minimum > p.maximum) refuse(whose + " has no sensible range");
  d.minimum = p.minimum;
  d.maximum = p.maximum;
  if (d.type == CLUSIA_CHOICE) {
    for (const char* const* c = p.choices; c != nullptr && *c != nullptr; ++c) d.choices.push_back(text(*c));
    if (d.choices.empty()) refuse(whose + " offers no choices");
  }
  d.unit = text(p.unit);
  d.doc = said(p.doc, whose + ": its line of documentation");
  d.convention = text(p.convention);
  return d;
}

InputDeclaration input_of(const clusia_input& i) {
  InputDeclaration d;
  d.name = identifier(i.name, "an input");
  const std::string whose = "input '" + d.name + "'";
  if (i.type < CLUSIA_COLUMN_NUMBER || i.type > CLUSIA_COLUMN_CATEGORY) refuse(whose + " has no known type");
  d.type = i.type;
  d.required = i.required != 0;
  d.many = i.many != 0;
  d.missing_drops = i.missing_drops != 0;
  d.doc = said(i.doc, whose + ": its line of documentation");
  return d;
}

void describe_indicator(const clusia_indicator_interface& of, Declaration& d) {
  if (of.size < sizeof of || !of.create || !of.destroy || !of.evaluate) refuse("its indicator interface is incomplete");
  each(of.inputs, of.n_inputs, "inputs", [&](const clusia_input& i) { d.inputs.push_back(input_of(i)); });
  d.outputs = outputs_of(of.outputs, of.n_outputs);
  distinct(d.inputs, "input");
  d.traits = of.traits;
  if ((d.traits & ~known_traits) != 0) refuse("it has a trait that this version of Clusia does not know");
  for (const char* id : powers_of_indicators)
    if (of.power != nullptr && of.power(id) != nullptr) d.powers.emplace_back(id);
}

void describe_comparator(const clusia_comparator_interface& of, Declaration& d) {
  // `designs` came later: a smaller interface has none, which is valid under all.
  if (of.size < offsetof(clusia_comparator_interface, designs) || !of.create || !of.destroy || !of.design)
    refuse("its comparator interface is incomplete");
  d.designs = of.size < sizeof of ? 0 : of.designs;
  if ((d.designs & ~known_designs) != 0) refuse("it is for a design that this version of Clusia does not know");
  d.roles = of.roles;
  d.estimands = of.estimands;
  if ((d.roles & ~known_roles) != 0) refuse("it needs a role that this version of Clusia does not know");
  if ((d.estimands & ~known_estimands) != 0) refuse("it serves an estimand that this version of Clusia does not know");
  if ((d.estimands & (CLUSIA_ATT | CLUSIA_ATE | CLUSIA_ATO)) == 0) refuse("it serves no estimand");
  for (const char* id : powers_of_comparators)
    if (of.power != nullptr && of.power(id) != nullptr) d.powers.emplace_back(id);
}

void describe(const clusia_plugin& plugin, Declaration& d) {
  check_size(plugin, "its clusia_plugin is");
  if (plugin.kind < CLUSIA_SOURCE || plugin.kind > CLUSIA_COMPARATOR) refuse("it is of no known kind");
  d.kind = static_cast<Kind>(plugin.kind);
  d.id = identifier(plugin.id, "the plugin");
  d.name = said(plugin.name, "its name");
  d.version = said(plugin.version, "its version");
  d.summary = said(plugin.summary, "its summary");
  d.source = said(plugin.source, "its source (author, year, equation)");
  each(plugin.parameters, plugin.n_parameters, "parameters",
       [&](const clusia_parameter& p) { d.parameters.push_back(parameter_of(p)); });
  distinct(d.parameters, "parameter");
  if (plugin.interface_ == nullptr) refuse("it has no interface");
  if (d.kind == Kind::indicator)
    describe_indicator(*static_cast<const clusia_indicator_interface*>(plugin.interface_), d);
  if (d.kind == Kind::comparator)
    describe_comparator(*static_cast<const clusia_comparator_interface*>(plugin.interface_), d);
  if (d.kind == Kind::source) {
    const auto& of = *static_cast<const clusia_source_interface*>(plugin.interface_);
    if (of.size < sizeof of || !of.create || !of.destroy || !of.columns || !of.read)
      refuse("its source interface is incomplete");
  }
}

}  // namespace

std::vector<OutputDeclaration> outputs_of(const clusia_output* outputs, std::int64_t n) {
  if (n <= 0) refuse("it declares no output");
  std::vector<OutputDeclaration> list;
  each(outputs, n, "outputs", [&](const clusia_output& o) {
    const std::string id = identifier(o.name, "an output");
    if (o.direction < -1 || o.direction > 1) refuse("output '" + id + "' has no known direction");
    if (o.kind < CLUSIA_PLAIN || o.kind > CLUSIA_CURVE_POINT) refuse("output '" + id + "' is of no known kind");
    if (o.kind == CLUSIA_CURVE_POINT && !std::isfinite(o.at)) refuse("output '" + id + "' is a curve point nowhere");
    list.push_back({id, said(o.title, "output '" + id + "': its title"), text(o.unit), o.direction, o.kind, o.degree,
                    text(o.doc), text(o.convention), o.at});
  });
  distinct(list, "output");
  return list;
}

Declaration declaration_of(const clusia_plugin& plugin, const std::string& file) {
  Declaration d;
  d.path = file;
  try {
    describe(plugin, d);
  } catch (const std::exception& e) {
    throw Refusal(file + ": declares itself wrongly (" + e.what() + "): ask the plugin's author");
  } catch (...) {
    throw Refusal(file + ": threw an exception while it was asked what it is: ask the plugin's author");
  }
  return d;
}

}  // namespace clusia
