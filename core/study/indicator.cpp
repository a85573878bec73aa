#include <algorithm>

#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace {

/// One column, or several where the input takes many.
std::vector<Named> columns_of(const InputDeclaration& input, const toml::node& node, Problems& problems) {
  const auto refuse = [&](const toml::node& item) {
    problems.add(
        position_of(item), "input '" + input.name + "' is " + found(item),
        input.many ? "it must be a list of columns, [\"a\", \"b\"]" : "it must be the name of one column, in quotes");
  };
  std::vector<Named> out;
  const auto add = [&](const toml::node& item) {
    if (!is_name(item)) return refuse(item);
    const std::string& name = item.as_string()->get();
    if (std::ranges::find(out, name, &Named::text) != out.end())
      problems.add(position_of(item), "the column '" + name + "' stands twice in input '" + input.name + "'",
                   "remove one");
    out.push_back({name, position_of(item)});
  };
  const auto* list = node.as_array();
  if (list != nullptr && input.many && !list->empty()) {
    for (const auto& item : *list) add(item);
  } else {
    add(node);
  }
  return out;
}

/// What an input takes from other indicators: those stand before it, are of the same dataset, and are means of scores.
void check_scores(Reading& reading, const Indicator& indicator, const Named& input) {
  const auto asked = scores_of(input.text);
  if (!asked) return;
  const auto& others = reading.study.indicators;
  const auto found = std::ranges::find(others, asked->indicator, [](const Indicator& i) { return i.name; });
  if (found == others.end() || found->dataset != indicator.dataset) {
    reading.problems.add(input.at,
                         "there is no indicator '" + asked->indicator + "' of the same dataset above this one",
                         mend_of(asked->indicator, names_of(others), "indicators above"));
    return;
  }
  const Declaration* plugin = reading.indicators[static_cast<std::size_t>(found - others.begin())];
  if (plugin == nullptr) return;
  if (!plugin->has_power(CLUSIA_INDICATOR_LINEAR))
    reading.problems.add(input.at, "plugin '" + plugin->id + "' is no mean of unit scores",
                         "name an indicator that is one, such as a mean, a share or a poverty gap");
  if (asked->output.empty() && plugin->outputs.size() > 1)
    reading.problems.add(input.at, "indicator '" + asked->indicator + "' has several outputs",
                         "write \"" + input.text + ".OUTPUT\", OUTPUT one of " + listed(names_of(plugin->outputs)));
}

void read_inputs(Reading& reading, const Table& table, const Declaration& plugin, Indicator& indicator) {
  const toml::table* inputs = table.table("inputs");
  if (inputs == nullptr && table.has("inputs")) return;
  std::set<std::string, std::less<>> meant;
  if (inputs != nullptr) {
    const auto what = [&](const std::string& key) { return "plugin '" + plugin.id + "' has no input '" + key + "'"; };
    meant = refuse_unknown(*inputs, names_of(plugin.inputs), what, "inputs of this plugin", reading.problems);
  }
  for (const auto& input : plugin.inputs) {
    const toml::node* node = inputs == nullptr ? nullptr : inputs->get(input.name);
    indicator.inputs.push_back(node == nullptr ? std::vector<Named>{} : columns_of(input, *node, reading.problems));
    for (const Named& column : indicator.inputs.back()) check_scores(reading, indicator, column);
    if (node == nullptr && input.required && !meant.contains(input.name))
      reading.problems.add(table.at("inputs"), "input '" + input.name + "' of plugin '" + plugin.id + "' is missing",
                           "name its column in 'inputs': " + input.doc);
  }
}

void read_reference(Reading& reading, const Table& table, const Declaration& plugin, Indicator& indicator) {
  if (!table.has("reference")) return;
  if (!plugin.reads_reference()) {
    reading.problems.add(table.at("reference"),
                         "'reference' is given, but plugin '" + plugin.id +
                             "' reads no reference: " + "its figures depend on the group alone",
                         "remove 'reference'");
    return;
  }
  const std::string choice = table.text("reference");
  indicator.reference = choice == "baseline" ? Reference::baseline : choice == "all" ? Reference::all : Reference::wave;
  const Dataset* dataset = reading.study.dataset(indicator.dataset);
  if (indicator.reference == Reference::baseline && dataset != nullptr && !dataset->roles.wave)
    reading.problems.add(
        table.at("reference"),
        "the reference 'baseline' is the first wave, but dataset '" + dataset->name + "' has no role 'wave'",
        "add wave = \"...\" to [data." + dataset->name + ".roles], or write 'all'");
}

}  // namespace

namespace {

/// The catalogue's entry, and what the study says in place of it.
Meaning read_meaning(Reading& reading, const Table& table) {
  Meaning meaning;
  if (const auto entry = table.named("entry")) {
    if (const Meaning* known = catalogue_entry(entry->text)) {
      meaning = *known;
    } else {
      std::vector<std::string> ids;
      for (const Meaning& m : indicator_catalogue()) ids.push_back(m.entry);
      const auto meant = nearest(entry->text, ids);
      reading.problems.add(entry->at, "there is no entry '" + entry->text + "' in the catalogue of indicators",
                           meant ? "write '" + *meant + "'" : "`clusia schema` lists the entries");
    }
  }
  for (const auto& [key, member] : {std::pair("state", &Meaning::state),
                                    {"area", &Meaning::area},
                                    {"stakeholder", &Meaning::stakeholder},
                                    {"evidence", &Meaning::evidence},
                                    {"nature", &Meaning::nature},
                                    {"loss", &Meaning::loss},
                                    {"direction", &Meaning::direction},
                                    {"title", &Meaning::title}})
    if (table.has(key)) meaning.*member = table.text(key);
  return meaning;
}

}  // namespace

void read_indicator(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::indicator(), heading_of("[[indicator]]", of), reading.problems);
  Indicator indicator;
  indicator.name = table.text("name");
  indicator.meaning = read_meaning(reading, table);
  indicator.title = indicator.meaning.title.empty() ? indicator.name : indicator.meaning.title;
  indicator.at = table.at();
  indicator.dataset = dataset_of(reading, table).value_or("");
  if (const std::string& direction = indicator.meaning.direction; table.has("direction"))
    indicator.direction = direction == "higher" ? 1 : direction == "lower" ? -1 : 0;
  const Declaration* plugin = read_setup(reading, Kind::indicator, table, indicator.setup);
  if (plugin != nullptr) {
    read_inputs(reading, table, *plugin, indicator);
    read_reference(reading, table, *plugin, indicator);
  }
  check_name(reading, reading.study.indicators, indicator.name, table.at("name"), "indicators");
  reading.study.indicators.push_back(std::move(indicator));
  reading.indicators.push_back(plugin);
}

}  // namespace clusia
