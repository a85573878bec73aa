#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "study/nearest.hpp"

namespace clusia::cli {
namespace {

constexpr Kind kinds[] = {Kind::source, Kind::indicator, Kind::comparator};

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

void print_plugin(const Declaration& d) {
  const Style s(1);
  std::cout << s.bold << d.id << s.plain << "  (" << name_of(d.kind) << ", version " << d.version << ")\n"
            << d.name << ". " << d.summary << "\nSource: " << d.source << "\n";
  if (!d.inputs.empty()) std::cout << "\n" << s.bold << "Inputs" << s.plain << "\n";
  for (const InputDeclaration& i : d.inputs) {
    constexpr const char* types[] = {"", "numbers", "true/false", "categories"};
    std::cout << "  " << i.name << "  (" << types[i.type] << (i.many ? ", several columns" : "")
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
    std::cout << "  " << o.name << "  " << o.title << (o.unit.empty() ? "" : " [" + o.unit + "]")
              << (o.direction > 0   ? ", higher is better"
                  : o.direction < 0 ? ", lower is better"
                                    : "")
              << ". " << o.doc << "\n";
    if (!o.convention.empty()) std::cout << "    " << s.dim << "Convention: " << o.convention << s.plain << "\n";
  }
  if (d.kind == Kind::comparator) {
    std::cout << "\nNeeds the roles:";
    constexpr std::pair<std::uint32_t, const char*> roles[] = {
        {CLUSIA_ROLE_UNIT, "unit"},     {CLUSIA_ROLE_WAVE, "wave"},       {CLUSIA_ROLE_ARM, "arm"},
        {CLUSIA_ROLE_COHORT, "cohort"}, {CLUSIA_ROLE_CLUSTER, "cluster"}, {CLUSIA_ROLE_COVARIATES, "covariates"},
        {CLUSIA_ROLE_BLOCK, "block"}};
    for (const auto& [bit, name] : roles)
      if ((d.roles & bit) != 0) std::cout << " " << name;
    std::cout << "\nServes the estimands:" << ((d.estimands & CLUSIA_ATT) != 0 ? " att" : "")
              << ((d.estimands & CLUSIA_ATE) != 0 ? " ate" : "") << ((d.estimands & CLUSIA_ATO) != 0 ? " ato" : "")
              << "\n";
  }
  std::cout << "\n" << d.path << "\n";
}

nlohmann::json json_of(const Declaration& d) {
  nlohmann::json j{{"kind", name_of(d.kind)}, {"id", d.id},         {"name", d.name}, {"version", d.version},
                   {"summary", d.summary},    {"source", d.source}, {"path", d.path}, {"sha256", d.sha256}};
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

int show(const Catalogue& catalogue, const std::string& id) {
  bool found = false;
  std::vector<std::string> all;
  for (const Declaration& d : catalogue.plugins()) {
    all.push_back(d.id);
    if (d.id != id) continue;
    std::cout << (found ? "\n" : "");
    print_plugin(d);
    found = true;
  }
  if (!found) throw Wrong({"clusia: there is no plugin '" + id + "': " + mend_of(id, all, "plugins")});
  return all_well;
}

}  // namespace

int plugins(const Arguments& given) {
  CommandLine line(
      "clusia plugins list | show ID [options]",
      "list: the plugins that are found, and the files in the plugin folders that are none, with the reason.\n"
      "show: all that one declares: inputs, parameters, outputs, conventions.",
      "clusia plugins show arpr");
  line.arguments({"list|show", "ID?"});
  line.options()("json", "print the list for programs");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const std::string what = line.text("list|show");
  if (what == "show" && !line.has("ID"))
    throw Wrong({"clusia: plugins show: ID is missing; see clusia plugins --help"});
  const Catalogue catalogue = catalogue_for(line);
  if (what == "show") return show(catalogue, line.text("ID"));
  if (what != "list")
    throw Wrong({"clusia: plugins has no '" + what + "': " + mend_of(what, {"list", "show"}, "words")});
  if (!line.has("json")) return list(catalogue), all_well;
  nlohmann::json all = nlohmann::json::array();
  for (const Declaration& d : catalogue.plugins()) all.push_back(json_of(d));
  std::cout << all.dump(2) << "\n";
  return all_well;
}

}  // namespace clusia::cli
