#include <algorithm>
#include <set>

#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace {

constexpr std::string_view outputs_by_parameters = CLUSIA_INDICATOR_OUTPUTS;

template <class Items>
std::optional<std::size_t> find(Reading& reading, const Items& items, const Table& table, const std::string& kind) {
  const auto named = table.named(kind);
  if (!named) return std::nullopt;
  const auto found = std::ranges::find(items, named->text, [](const auto& item) { return item.name; });
  if (found != items.end()) return static_cast<std::size_t>(found - items.begin());
  reading.problems.add(named->at, "there is no " + kind + " '" + named->text + "'",
                       mend_of(named->text, names_of(items), kind + "s"));
  return std::nullopt;
}

/// The output meant, or "" after saying why it is not clear. Outputs that depend on parameters are known to the run
/// alone.
std::string output_of(Reading& reading, const Table& table, const Declaration& plugin) {
  const auto named = table.named("output");
  const auto outputs = names_of(plugin.outputs);
  const bool fixed = std::ranges::find(plugin.powers, outputs_by_parameters) == plugin.powers.end();
  if (named && fixed && std::ranges::find(outputs, named->text) == outputs.end())
    reading.problems.add(named->at, "plugin '" + plugin.id + "' has no output '" + named->text + "'",
                         mend_of(named->text, outputs, "outputs of this plugin"));
  if (named) return named->text;
  if (fixed && outputs.size() == 1) return outputs.front();
  if (!table.has("output"))
    reading.problems.add(table.at(), "[[expect]] does not say which output of plugin '" + plugin.id + "' it is about",
                         fixed ? "add output = \"...\", one of " + listed(outputs) : "add output = \"...\"");
  return {};
}

/// The group of a published value must be one that the dataset is asked for.
void check_group(Reading& reading, const Dataset& dataset, const std::map<std::string, std::string>& group,
                 const std::map<std::string, Position>& positions, Position at) {
  std::set<std::string> columns, known;
  for (const auto& [column, level] : group) columns.insert(column);
  const auto is_asked = [&](const std::vector<Named>& crossing) {
    std::set<std::string> of;
    for (const auto& column : crossing) of.insert(column.text);
    known.insert(of.begin(), of.end());
    return of == columns;
  };
  const auto matches = std::ranges::count_if(dataset.groups, is_asked);
  if (matches > 0 || (columns.empty() && dataset.overall)) return;
  if (columns.empty()) {
    reading.problems.add(at, "the value is everyone's, but [data." + dataset.name + "] has overall = false",
                         "name its group, or set overall = true");
    return;
  }
  bool all_known = true;
  for (const auto& [column, position] : positions) {
    if (known.contains(column)) continue;
    all_known = false;
    std::vector<std::string> names(known.begin(), known.end());
    names.emplace_back("value");
    reading.problems.add(position, "'" + column + "' is no column of a group of dataset '" + dataset.name + "'",
                         mend_of(column, names, "keys here"));
  }
  if (all_known)
    reading.problems.add(at,
                         "dataset '" + dataset.name + "' is not asked for groups by " +
                             listed({columns.begin(), columns.end()}) + (columns.size() > 1 ? " together" : ""),
                         "add this to the 'groups' of [data." + dataset.name + "], or correct the value's group");
}

void read_published(Reading& reading, const toml::table& of, const Dataset* dataset, Expectation expectation) {
  const Table table(of, position_of(of), sections::published(), "a value of [[expect]]", reading.problems);
  expectation.at = table.at();
  expectation.value = table.number("value");
  std::map<std::string, Position> positions;
  for (const auto& [key, node] : of) {
    const std::string column(key.str());
    if (sections::published().key(column) != nullptr) continue;
    positions[column] = position_of(key.source());
    if (const auto level = level_of(node)) {
      expectation.group[column] = *level;
    } else {
      reading.problems.add(position_of(node), "the level of '" + column + "' is " + found(node),
                           "it must be a text, a whole number, a date, true or false");
      return;
    }
  }
  if (dataset != nullptr) check_group(reading, *dataset, expectation.group, positions, expectation.at);
  reading.study.expectations.push_back(std::move(expectation));
}

}  // namespace

void read_expectation(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::expectation(), "[[expect]]", reading.problems);
  const auto indicator = find(reading, reading.study.indicators, table, "indicator");
  const auto comparator = find(reading, reading.study.comparators, table, "comparator");
  Expectation expectation;
  expectation.indicator = table.text("indicator");
  expectation.comparator = table.text("comparator");
  expectation.contrast = table.text("contrast");
  expectation.source = table.text("source");
  expectation.tolerance = table.number("tolerance");

  const Dataset* dataset = nullptr;
  if (indicator) {
    dataset = reading.study.dataset(reading.study.indicators[*indicator].dataset);
    const Declaration* plugin = reading.indicators[*indicator];
    if (plugin != nullptr) expectation.output = output_of(reading, table, *plugin);
  }
  if (dataset != nullptr && comparator) {
    const auto& applied = reading.study.comparators[*comparator].datasets;
    if (std::ranges::find(applied, dataset->name) == applied.end())
      reading.problems.add(table.at("comparator"),
                           "comparator '" + expectation.comparator + "' is not applied to dataset '" + dataset->name +
                               "' of indicator '" + expectation.indicator + "'",
                           "add the dataset to the comparator's 'data'");
  }
  for (const auto* published : table.tables("values")) read_published(reading, *published, dataset, expectation);
}

}  // namespace clusia
