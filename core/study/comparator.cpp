#include <algorithm>
#include <array>
#include <utility>

#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

std::vector<std::string> missing_roles(std::uint32_t needed, const std::set<std::string>& written) {
  static constexpr std::array<std::pair<std::uint32_t, const char*>, 7> names{{{CLUSIA_ROLE_UNIT, "unit"},
                                                                               {CLUSIA_ROLE_WAVE, "wave"},
                                                                               {CLUSIA_ROLE_ARM, "arm"},
                                                                               {CLUSIA_ROLE_COHORT, "cohort"},
                                                                               {CLUSIA_ROLE_CLUSTER, "cluster"},
                                                                               {CLUSIA_ROLE_COVARIATES, "covariates"},
                                                                               {CLUSIA_ROLE_BLOCK, "block"}}};
  std::vector<std::string> out;
  for (const auto& [bit, name] : names)
    if ((needed & bit) != 0 && !written.contains(name)) out.emplace_back(name);
  return out;
}

namespace {

std::vector<std::string> datasets_of(Reading& reading, const Table& table) {
  auto all = names_of(reading.study.datasets);
  if (!table.has("data")) return all;
  std::vector<std::string> out;
  for (const auto& named : table.names("data")) {
    if (reading.study.dataset(named.text) != nullptr) {
      out.push_back(named.text);
    } else {
      reading.problems.add(named.at, "there is no dataset '" + named.text + "'", mend_of(named.text, all, "datasets"));
    }
  }
  return out;
}

Problem missing_role(const Comparator& comparator, const std::string& role, const std::string& dataset) {
  const std::string value = role == "covariates" ? "[\"...\"]" : "\"...\"";
  return {{},
          comparator.at,
          "comparator '" + comparator.name + "' needs the role '" + role + "', which dataset '" + dataset +
              "' does not give",
          "add " + role + " = " + value + " to [data." + dataset +
              ".roles], or list in 'data' the datasets that the comparator is for"};
}

void check_roles(Reading& reading, const Comparator& comparator, const Declaration& plugin,
                 std::vector<Problem>& problems) {
  for (const auto& name : comparator.datasets)
    for (const auto& role : missing_roles(plugin.roles, reading.roles[name]))
      problems.push_back(missing_role(comparator, role, name));
}

/// Each must be a covariate of each dataset.
void check_covariates(Reading& reading, const Comparator& comparator) {
  if (!comparator.covariates) return;
  for (const auto& name : comparator.datasets) {
    const Dataset* dataset = reading.study.dataset(name);
    std::vector<std::string> known;
    for (const Named& covariate : dataset->roles.covariates) known.push_back(covariate.text);
    for (const Named& covariate : *comparator.covariates)
      if (std::ranges::find(known, covariate.text) == known.end())
        reading.problems.add(covariate.at, "'" + covariate.text + "' is no covariate of dataset '" + name + "'",
                             known.empty() ? "add it to 'covariates' of [data." + name + ".roles]"
                                           : mend_of(covariate.text, known, "covariates"));
  }
}

/// In a comparison of strategies, one that does not apply is left out, and it is said why.
bool left_out(Reading& reading, const Comparator& comparator, const std::vector<Problem>& problems) {
  const auto found = std::ranges::find_if(reading.study.specifications, [&](const Specification& s) {
    return s.kind == Kind::comparator && s.name == comparator.name;
  });
  if (problems.empty() || found == reading.study.specifications.end()) return false;
  for (const Problem& problem : problems) found->reason += (found->reason.empty() ? "" : "; ") + problem.what;
  return true;
}

void check_estimand(Reading& reading, const Comparator& comparator, const Declaration& plugin,
                    std::vector<Problem>& problems) {
  static constexpr std::array<std::pair<std::int32_t, const char*>, 3> all{
      {{CLUSIA_ATT, "att"}, {CLUSIA_ATE, "ate"}, {CLUSIA_ATO, "ato"}}};
  const auto asked = static_cast<std::uint32_t>(reading.study.estimand);
  if (asked == 0 || (plugin.estimands & asked) != 0) return;
  std::string name;
  std::vector<std::string> served;
  for (const auto& [bit, word] : all) {
    if ((plugin.estimands & static_cast<std::uint32_t>(bit)) != 0) served.emplace_back(word);
    if (static_cast<std::uint32_t>(bit) == asked) name = word;
  }
  problems.push_back(
      {{},
       comparator.setup.at,
       "plugin '" + plugin.id + "' does not serve the estimand '" + name + "' of [study]",
       "it serves " + (served.empty() ? "none" : listed(served)) + "; choose another estimand, or another comparator"});
}

/// Which of the comparators that are found are valid under a design.
std::string valid_under(const Reading& reading, std::uint32_t design) {
  std::vector<std::string> valid;
  for (const std::string& id : reading.catalogue.ids(Kind::comparator)) {
    const auto found = reading.catalogue.find(Kind::comparator, id);
    const auto* plugin = std::get_if<const Declaration*>(&found);
    if (plugin != nullptr && ((*plugin)->designs == 0 || ((*plugin)->designs & design) != 0)) valid.push_back(id);
  }
  return valid.empty() ? "no comparator that is found is valid under it" : "under it, valid are " + listed(valid);
}

void check_designs(const Reading& reading, const Comparator& comparator, const Declaration& plugin,
                   std::vector<Problem>& problems) {
  for (const auto& name : comparator.datasets) {
    const std::uint32_t asked = reading.study.dataset(name)->design;
    if (asked == 0 || plugin.designs == 0 || (plugin.designs & asked) != 0) continue;
    const auto design = std::ranges::find(study_designs, asked, &StudyDesign::bit);
    problems.push_back({{},
                        comparator.setup.at,
                        "plugin '" + plugin.id + "' is not valid under the design '" + design->name + "' of dataset '" +
                            name + "' (" + design->meaning + ")",
                        "it is for " + listed(names_of_designs(plugin.designs)) + "; " + valid_under(reading, asked)});
  }
}

}  // namespace

void read_comparator(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::comparator(), heading_of("[[comparator]]", of), reading.problems);
  Comparator comparator;
  comparator.name = table.text("name");
  comparator.title = table.has("title") ? table.text("title") : comparator.name;
  comparator.at = table.at();
  comparator.datasets = datasets_of(reading, table);
  const Declaration* plugin = read_setup(reading, Kind::comparator, table, comparator.setup);
  if (table.has("covariates")) comparator.covariates = table.names("covariates");
  check_covariates(reading, comparator);
  std::vector<Problem> problems;
  if (plugin != nullptr) {
    check_roles(reading, comparator, *plugin, problems);
    check_estimand(reading, comparator, *plugin, problems);
    check_designs(reading, comparator, *plugin, problems);
  }
  if (left_out(reading, comparator, problems)) return;
  for (Problem& problem : problems) reading.problems.add(std::move(problem));
  check_name(reading, reading.study.comparators, comparator.name, table.at("name"), "comparators");
  reading.study.comparators.push_back(std::move(comparator));
  reading.comparators.push_back(plugin);
}

}  // namespace clusia
