// Datasets of several units of analysis: whose rows belong to whose, and what columns one gets from the other.
#include <algorithm>

#include "study/declaring.hpp"
#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace sections {

using namespace declaring;

const Section& linked_column() {
  static const Section section{
      "[[column]]",
      "A column that a dataset gets from another that it is linked with, for inputs of indicators. It may be made of "
      "another that is made above it.",
      {required(spelt(Spelling::name, text("name", "names the column; the data have none of this name"))),
       required(text("data", "the dataset that gets it")),
       required(text("from", "the dataset that it comes from; one of the two has a link to the other")),
       text("of", "the column there; not for `count`"),
       required(choice({"value", "count", "sum", "mean", "weighted_mean", "share", "any", "all"},
                       text("rule",
                            "down: each row gets the `value` of whom it belongs to. Up, over the rows that belong to "
                            "it: their `count`, `sum`, `mean`, mean by the survey weights there (`weighted_mean`), the "
                            "`share` of those with a yes, whether `any` or `all` of them have one"))),
       text("level", "a level of `of`: a row in it counts as 1, another as 0"),
       by_default("\"missing\"",
                  choice({"missing", "leave_out"},
                         text("missing",
                              "what becomes of a row whose members are not all there, or not all with a value. "
                              "`missing`: it has none, but for `any` and `all` where the others decide; `leave_out`: "
                              "it is made of the others"))),
       text("members", "column of `data`: how many rows should belong to it; with fewer, members are not all there")},
      ""};
  return section;
}

}  // namespace sections

namespace {

const Link* link_between(const Dataset& of, const std::string& to) {
  const auto found = std::ranges::find(of.links, to, [](const Link& link) { return link.to.text; });
  return found == of.links.end() ? nullptr : &*found;
}

void check_link(Reading& reading, const Dataset& dataset, const Link& link) {
  Problems& problems = reading.problems;
  const Dataset* to = reading.study.dataset(link.to.text);
  if (to == nullptr)
    return problems.add(link.to.at, "there is no dataset '" + link.to.text + "'",
                        mend_of(link.to.text, names_of(reading.study.datasets), "datasets"));
  if (to == &dataset)
    return problems.add(link.to.at, "dataset '" + dataset.name + "' is linked to itself", "name another dataset");
  for (const Dataset* end : {&dataset, to})
    if (end->unit_of_analysis.empty())
      problems.add(link.to.at, "dataset '" + end->name + "' is linked and does not say what its rows are",
                   "add unit_of_analysis = \"...\" to [data." + end->name + "]");
  if (!to->roles.unit)
    problems.add(link.to.at, "dataset '" + to->name + "' has no role 'unit', by which its rows are found",
                 "add unit = \"...\" to [data." + to->name + ".roles]");
  if (to->roles.wave && !dataset.roles.wave)
    problems.add(link.to.at, "dataset '" + to->name + "' has waves, and '" + dataset.name + "' has none",
                 "add wave = \"...\" to [data." + dataset.name + ".roles]");
}

/// Whether one of the two belongs to the other in the direction of the rule; says so where not.
void check_direction(Reading& reading, const Table& table, const LinkedColumn& column) {
  const Dataset &to = *reading.study.dataset(column.dataset), &from = *reading.study.dataset(column.from.text);
  const Dataset &lower = column.goes_down() ? to : from, &upper = column.goes_down() ? from : to;
  if (link_between(lower, upper.name) == nullptr)
    return reading.problems.add(
        table.at("rule"),
        "rule '" + column.rule + "' goes " + (column.goes_down() ? "down" : "up") + ", and dataset '" + lower.name +
            "' has no link to '" + upper.name + "'",
        link_between(upper, lower.name) != nullptr
            ? std::string(column.goes_down() ? "write a rule that goes up, such as 'mean'" : "write rule = \"value\"")
            : "add links = { " + upper.name + " = \"...\" } to [data." + lower.name + "]");
  if (from.roles.wave && !to.roles.wave)
    reading.problems.add(column.from.at, "dataset '" + from.name + "' has waves, and '" + to.name + "' has none",
                         "add wave = \"...\" to [data." + to.name + ".roles]");
}

void check_keys(Reading& reading, const Table& table, const LinkedColumn& column) {
  const bool counts = column.rule == "count";
  if (!counts && !table.has("of"))
    reading.problems.add(table.at(), "'of' is missing in " + table.heading(), "name the column that it is made of");
  for (const auto* key : {"of", "level"})
    if (counts && table.has(key))
      reading.problems.add(table.at(key), "rule 'count' counts rows, whatever stands in them",
                           "remove '" + std::string(key) + "', or write rule = \"sum\" with a 'level'");
  for (const auto* key : {"level", "missing", "members"})
    if (column.goes_down() && table.has(key))
      reading.problems.add(table.at(key), "rule 'value' goes down, where there is nothing to add up",
                           "remove '" + std::string(key) + "'");
}

}  // namespace

void check_links(Reading& reading) {
  for (const Dataset& dataset : reading.study.datasets)
    for (const Link& link : dataset.links) check_link(reading, dataset, link);
}

void read_linked_column(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::linked_column(), heading_of("[[column]]", of), reading.problems);
  LinkedColumn column;
  column.name = {table.text("name"), table.at("name")};
  column.rule = table.text("rule");
  column.of = table.named("of");
  column.level = table.named("level");
  column.members = table.named("members");
  column.leave_out = table.text("missing") == "leave_out";
  column.dataset = dataset_of(reading, table).value_or("");
  column.from = table.named("from").value_or(Named{"", table.at()});
  check_keys(reading, table, column);
  const bool both = !column.dataset.empty() && reading.study.dataset(column.from.text) != nullptr;
  if (both && !column.rule.empty()) check_direction(reading, table, column);
  if (!both && !column.from.text.empty() && reading.study.dataset(column.from.text) == nullptr)
    reading.problems.add(column.from.at, "there is no dataset '" + column.from.text + "'",
                         mend_of(column.from.text, names_of(reading.study.datasets), "datasets"));
  for (const LinkedColumn& other : reading.study.linked_columns)
    if (other.dataset == column.dataset && other.name.text == column.name.text && !column.name.text.empty())
      reading.problems.add(column.name.at, "there are two columns '" + column.name.text + "'",
                           "give one of them another name");
  reading.study.linked_columns.push_back(std::move(column));
}

}  // namespace clusia
