#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/conformance.hpp"
#include "cli/scaffold.hpp"
#include "study/nearest.hpp"

namespace clusia::cli {
namespace {

constexpr Kind kinds[] = {Kind::source, Kind::indicator, Kind::comparator};

const char* column_type_name(std::int32_t type) {
  constexpr const char* names[] = {"", "numbers", "true/false", "categories"};
  return names[type];
}

const char* type_name(std::int32_t type) {
  constexpr const char* names[] = {"",     "number", "integer",         "boolean",       "text",          "choice",
                                   "wave", "path",   "list of numbers", "list of texts", "table of texts"};
  return names[type];
}

std::string range_of(const ParameterDeclaration& p) {
  std::string text;
  const auto number = [](double x) {
    std::string s = std::to_string(x);
    s.erase(s.find_last_not_of('0') + 1);
    if (s.back() == '.') s.pop_back();
    return s;
  };
  if (p.type == CLUSIA_CHOICE) text = "one of " + listed(p.choices);
  if (std::isfinite(p.minimum) && std::isfinite(p.maximum)) text = number(p.minimum) + " to " + number(p.maximum);
  if (std::isfinite(p.minimum) && !std::isfinite(p.maximum)) text = "at least " + number(p.minimum);
  if (!std::isfinite(p.minimum) && std::isfinite(p.maximum)) text = "at most " + number(p.maximum);
  return text;
}

using Bits = std::vector<std::pair<std::uint32_t, const char*>>;

std::vector<std::string> names_of(std::uint32_t set, const Bits& bits) {
  std::vector<std::string> names;
  for (const auto& [bit, name] : bits)
    if ((set & bit) != 0) names.emplace_back(name);
  return names;
}

std::vector<std::string> roles_of(const Declaration& d) {
  return names_of(d.roles, {{CLUSIA_ROLE_UNIT, "unit"},
                            {CLUSIA_ROLE_WAVE, "wave"},
                            {CLUSIA_ROLE_ARM, "arm"},
                            {CLUSIA_ROLE_COHORT, "cohort"},
                            {CLUSIA_ROLE_CLUSTER, "cluster"},
                            {CLUSIA_ROLE_COVARIATES, "covariates"},
                            {CLUSIA_ROLE_BLOCK, "block"}});
}

std::vector<std::string> estimands_of(const Declaration& d) {
  return names_of(d.estimands, {{CLUSIA_ATT, "att"}, {CLUSIA_ATE, "ate"}, {CLUSIA_ATO, "ato"}});
}

std::string unit_of(const OutputDeclaration& o) { return o.unit[0] == '@' ? "unit of " + o.unit.substr(1) : o.unit; }

void print_plugin(const Declaration& d) {
  const Style s(1);
  std::cout << s.bold << d.id << s.plain << "  (" << name_of(d.kind) << ", version " << d.version << ")\n"
            << d.name << ". " << d.summary << "\nSource: " << d.source << "\n";
  if (!d.inputs.empty()) std::cout << "\n" << s.bold << "Inputs" << s.plain << "\n";
  for (const InputDeclaration& i : d.inputs) {
    std::cout << "  " << i.name << "  (" << column_type_name(i.type) << (i.many ? ", several columns" : "")
              << (i.required ? "" : ", optional") << ")  " << i.doc << "\n";
  }
  if (!d.parameters.empty()) std::cout << "\n" << s.bold << "Parameters" << s.plain << "\n";
  for (const ParameterDeclaration& p : d.parameters) {
    const std::string range = range_of(p);
    std::cout << "  " << p.name << "  (" << type_name(p.type) << (p.unit.empty() ? "" : ", " + p.unit)
              << (range.empty() ? "" : ", " + range)
              << (p.required       ? ", required"
                  : p.default_text ? ", default " + *p.default_text
                                   : ", optional")
              << ")  " << p.doc << "\n";
    if (!p.convention.empty()) std::cout << "    " << s.dim << "Convention: " << p.convention << s.plain << "\n";
  }
  if (!d.outputs.empty()) std::cout << "\n" << s.bold << "Outputs" << s.plain << "\n";
  for (const OutputDeclaration& o : d.outputs) {
    std::cout << "  " << o.name << "  " << o.title << (o.unit.empty() ? "" : " [" + unit_of(o) + "]")
              << (o.direction > 0   ? ", higher is better"
                  : o.direction < 0 ? ", lower is better"
                                    : "")
              << ". " << o.doc << "\n";
    if (!o.convention.empty()) std::cout << "    " << s.dim << "Convention: " << o.convention << s.plain << "\n";
  }
  if (d.kind == Kind::comparator) {
    std::cout << "\nNeeds the roles:";
    for (const std::string& role : roles_of(d)) std::cout << " " << role;
    std::cout << "\nServes the estimands:";
    for (const std::string& estimand : estimands_of(d)) std::cout << " " << estimand;
    std::cout << "\nValid under the designs:";
    for (const std::string& design : names_of_designs(d.designs)) std::cout << " " << design;
    std::cout << "\n";
  }
  std::cout << "\n" << d.path << "\n";
}

using nlohmann::json;

json json_of(const ParameterDeclaration& p) {
  json j{{"name", p.name}, {"type", type_name(p.type)}, {"required", p.required}, {"doc", p.doc}};
  if (p.default_text) j["default"] = *p.default_text;
  if (std::isfinite(p.minimum)) j["minimum"] = p.minimum;
  if (std::isfinite(p.maximum)) j["maximum"] = p.maximum;
  if (!p.choices.empty()) j["choices"] = p.choices;
  if (!p.unit.empty()) j["unit"] = p.unit;
  if (!p.convention.empty()) j["convention"] = p.convention;
  return j;
}

json json_of(const InputDeclaration& i) {
  return {
      {"name", i.name}, {"type", column_type_name(i.type)}, {"required", i.required}, {"many", i.many}, {"doc", i.doc}};
}

json json_of(const OutputDeclaration& o) {
  json j{{"name", o.name}, {"title", o.title}, {"unit", o.unit}, {"direction", o.direction}, {"doc", o.doc}};
  if (!o.convention.empty()) j["convention"] = o.convention;
  return j;
}

json json_of(const Declaration& d) {
  json j{{"kind", name_of(d.kind)}, {"id", d.id},         {"name", d.name}, {"version", d.version},
         {"summary", d.summary},    {"source", d.source}, {"path", d.path}, {"sha256", d.sha256}};
  const auto add = [&](const char* key, const auto& all) {
    for (const auto& one : all) j[key].push_back(json_of(one));
  };
  add("parameters", d.parameters), add("inputs", d.inputs), add("outputs", d.outputs);
  for (const std::string& role : roles_of(d)) j["roles"].push_back(role);
  for (const std::string& estimand : estimands_of(d)) j["estimands"].push_back(estimand);
  if (d.kind == Kind::comparator) j["designs"] = names_of_designs(d.designs);
  return j;
}

void list(const Catalogue& catalogue) {
  const Style s(1);
  for (const Kind kind : kinds) {
    std::size_t width = 0;
    for (const std::string& id : catalogue.ids(kind)) width = std::max(width, id.size());
    std::cout << s.bold << name_of(kind) << "s" << s.plain << "\n";
    for (const Declaration& d : catalogue.plugins())
      if (d.kind == kind) std::cout << "  " << d.id << std::string(width - d.id.size() + 2, ' ') << d.summary << "\n";
  }
  for (const std::string& refused : catalogue.refused())
    std::cout << s.bad << "refused" << s.plain << "  " << refused << "\n";
}

}  // namespace

std::vector<Declaration> named(const Catalogue& catalogue, const std::string& id) {
  std::vector<std::string> all;
  std::vector<Declaration> found;
  for (const Declaration& d : catalogue.plugins()) {
    all.push_back(d.id);
    if (d.id == id) found.push_back(d);
  }
  if (found.empty()) throw Wrong({"clusia: there is no plugin '" + id + "': " + mend_of(id, all, "plugins")});
  return found;
}

int plugins(const Arguments& given) {
  if (!given.empty() && given[0] == "new") return new_plugin({given.begin() + 1, given.end()});
  CommandLine line(
      "clusia plugins list | show ID | check ID|LIBRARY | new KIND ID [options]",
      "list: the plugins that are found, and the files in the plugin folders that are none, with the reason.\n"
      "show: all that one declares: inputs, parameters, outputs, conventions.\n"
      "check: whether one keeps the contract, rule by rule, each in a process of its own; docs/conformance.md explains "
      "the rules.\n  Exit status: 0 none failed, 1 one failed or crashed, 2 the command line is wrong.\n"
      "new: a folder with a plugin that builds at once; clusia plugins new --help says more.",
      "clusia plugins show arpr\n  clusia plugins check ./build/drudgery.so --set rate=2.5");
  line.arguments({"list|show|check", "ID?"});
  line.options()("json", "print for programs what is declared, or found");
  add_plugin_path(line);
  add_conformance(line);
  if (!line.parse(given)) return all_well;
  const std::string what = line.text("list|show|check");
  if (what != "list" && what != "show" && what != "check")
    throw Wrong({"clusia: plugins has no '" + what + "': " + mend_of(what, {"list", "show", "check", "new"}, "words")});
  if (what != "list" && !line.has("ID"))
    throw Wrong({"clusia: plugins " + what + ": ID is missing; see clusia plugins --help"});
  if (what == "check") return check_conformance(line);
  const Catalogue catalogue = catalogue_for(line);
  const std::vector<Declaration> chosen = what == "show" ? named(catalogue, line.text("ID")) : catalogue.plugins();
  if (line.has("json")) {
    json all = json::array();
    for (const Declaration& d : chosen) all.push_back(json_of(d));
    std::cout << all.dump(2) << "\n";
  } else if (what == "list") {
    list(catalogue);
  } else {
    for (const Declaration& d : chosen) print_plugin(d);
  }
  return all_well;
}

}  // namespace clusia::cli
