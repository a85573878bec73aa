#include "study/table.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "study/nearest.hpp"

namespace clusia {

std::string wanted_of(const Key& key) {
  switch (key.shape) {
    case Shape::value:
      return wanted(key);
    case Shape::names:
      return "a list of names in quotes";
    case Shape::levels:
      return "a list of levels: texts, whole numbers, dates, true or false";
    case Shape::crossings:
      return "a list of columns, [\"a\"], or of crossings of columns, [[\"a\", \"b\"]]";
    case Shape::options:
      return "a list of values";
    case Shape::table:
      return "a table";
    case Shape::tables:
      return "a list of tables";
  }
  throw std::logic_error("'" + key.name + "' is of a shape that does not exist");
}

namespace {

constexpr const char* name_wanted = "a name in quotes";
constexpr const char* level_wanted = "a text, a whole number, a date, true or false";

Named named_of(const toml::node& node) { return {*level_of(node), position_of(node)}; }

/// Keeps the first of equal names and reports the others.
class Distinct {
 public:
  Distinct(std::string subject, Problems& problems) : subject_(std::move(subject)), problems_(problems) {}
  bool add(const std::string& name, Position at) {
    if (seen_.insert(name).second) return true;
    problems_.add(at, "'" + name + "' stands twice in " + subject_, "remove one");
    return false;
  }

 private:
  std::string subject_;
  Problems& problems_;
  std::set<std::string> seen_;
};

}  // namespace

std::set<std::string, std::less<>> refuse_unknown(const toml::table& table, const std::vector<std::string>& known,
                                                  const std::function<std::string(const std::string&)>& what,
                                                  std::string_view of_what, Problems& problems) {
  std::set<std::string, std::less<>> meant;
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    if (std::ranges::find(known, name) != known.end()) continue;
    problems.add(position_of(key.source()), what(name), mend_of(name, known, of_what));
    if (const auto near = nearest(name, known)) meant.insert(*near);
  }
  return meant;
}

Table::Table(const toml::table& table, Position at, const Section& section, std::string heading, Problems& problems)
    : table_(table), at_(at), section_(section), heading_(std::move(heading)), problems_(problems) {
  if (section_.other_keys.empty()) {
    const auto what = [this](const std::string& key) { return "unknown key '" + key + "' in " + heading_; };
    meant_ = refuse_unknown(table_, section_.names(), what, "keys here", problems_);
  }
  for (const auto& key : section_.keys) {
    if (const auto* node = table_.get(key.name)) {
      read(key, *node);
      continue;
    }
    if (key.required && !has(key.name))
      problems_.add(at_, "'" + key.name + "' is missing in " + heading_, "add it: " + key.doc);
    if (key.shape == Shape::value) values_[key.name] = default_of(key);
  }
}

void Table::must_be(const std::string& subject, const toml::node& node, const std::string& what) {
  problems_.add(position_of(node), subject + " is " + found(node), "it must be " + what);
}

void Table::read(const Key& key, const toml::node& node) {
  const std::string subject = "'" + key.name + "'";
  switch (key.shape) {
    case Shape::value:
      return read_value_of(key, node);
    case Shape::names:
    case Shape::levels:
      return read_list(key, node);
    case Shape::crossings:
      return read_crossings(key, node);
    case Shape::options:
      if (!node.is_array() || node.as_array()->empty()) must_be(subject, node, "a list of values, at least one");
      return;
    case Shape::table:
      if (!node.is_table()) return must_be(subject, node, "a table");
      tables_[key.name] = {node.as_table()};
      return;
    case Shape::tables:
      return read_tables(key, node);
  }
}

void Table::read_value_of(const Key& key, const toml::node& node) {
  const auto value = read_value(key, node, "'" + key.name + "'", {}, problems_);
  const bool good = value && (key.type != CLUSIA_TEXT || is_spelt(key.spelling, value->text));
  if (value && !good) must_be("'" + key.name + "'", node, std::string(rule_of(key.spelling)));
  values_[key.name] = good ? *value : Value{};
}

void Table::read_list(const Key& key, const toml::node& node) {
  const auto* array = node.as_array();
  if (array == nullptr || array->empty())
    return must_be("'" + key.name + "'", node, wanted_of(key) + (array == nullptr ? "" : ", at least one"));
  Distinct distinct("'" + key.name + "'", problems_);
  for (const auto& item : *array) {
    if (key.shape == Shape::levels ? !level_of(item) : !is_name(item)) {
      must_be("an item of '" + key.name + "'", item, key.shape == Shape::levels ? level_wanted : name_wanted);
    } else if (distinct.add(*level_of(item), position_of(item))) {
      lists_[key.name].push_back(named_of(item));
    }
  }
}

void Table::read_crossings(const Key& key, const toml::node& node) {
  const auto* array = node.as_array();
  if (array == nullptr) return must_be("'" + key.name + "'", node, wanted_of(key));
  Distinct distinct("'" + key.name + "'", problems_);
  for (const auto& item : *array) {
    std::vector<Named> crossing;
    std::set<std::string> columns;
    const auto add = [&](const toml::node& column) {
      if (!is_name(column))
        return must_be("an item of '" + key.name + "'", column, "a column, or a list of columns to cross");
      crossing.push_back(named_of(column));
      if (!columns.insert(crossing.back().text).second)
        problems_.add(crossing.back().at, "'" + crossing.back().text + "' is crossed with itself", "remove one");
    };
    if (const auto* list = item.as_array(); list != nullptr && !list->empty()) {
      for (const auto& column : *list) add(column);
    } else {
      add(item);
    }
    std::string label;
    for (const auto& column : columns) label += (label.empty() ? "" : ", ") + column;
    if (!columns.empty() && distinct.add(label, position_of(item))) crossings_[key.name].push_back(std::move(crossing));
  }
}

void Table::read_tables(const Key& key, const toml::node& node) {
  const auto* array = node.as_array();
  const bool good = array != nullptr && !(key.required && array->empty()) &&
                    std::ranges::all_of(*array, [](const toml::node& item) { return item.is_table(); });
  if (!good) {
    // The parts of a study stand under headings, small tables on one line.
    const bool is_part = &section_ == &sections::file();
    return must_be("'" + key.name + "'", node,
                   std::string("a list of ") + (key.required ? "at least one table" : "tables") +
                       (is_part ? ", each under the heading [[" + key.name + "]]" : ", [ { key = value } ]"));
  }
  for (const auto& item : *array) tables_[key.name].push_back(item.as_table());
}

const Value& Table::value(std::string_view key) const {
  const auto found = values_.find(key);
  if (found == values_.end())
    throw std::logic_error("the section " + section_.heading + " declares no value '" + std::string(key) + "'");
  return found->second;
}

Position Table::at(std::string_view key) const {
  const auto* node = table_.get(key);
  return node == nullptr ? at_ : position_of(*node);
}

std::optional<Named> Table::named(std::string_view key) const {
  if (!value(key).is_set || value(key).is_default) return std::nullopt;
  return Named{value(key).text, at(key)};
}

std::vector<Named> Table::names(std::string_view key) const {
  const auto found = lists_.find(key);
  return found == lists_.end() ? std::vector<Named>{} : found->second;
}

std::vector<std::vector<Named>> Table::crossings(std::string_view key) const {
  const auto found = crossings_.find(key);
  return found == crossings_.end() ? std::vector<std::vector<Named>>{} : found->second;
}

const toml::table* Table::table(std::string_view key) const {
  const auto found = tables_.find(key);
  return found == tables_.end() ? nullptr : found->second.front();
}

std::vector<const toml::table*> Table::tables(std::string_view key) const {
  const auto found = tables_.find(key);
  return found == tables_.end() ? std::vector<const toml::table*>{} : found->second;
}

std::vector<NamedTable> named_tables(const toml::table& of, const std::string& heading, Problems& problems) {
  const std::string in = "in [" + heading + "]";
  const std::string rule = "a name is " + std::string(rule_of(Spelling::name));
  const std::string shape = "it must be a table under the heading [" + heading + ".NAME]";
  std::vector<NamedTable> out;
  for (const auto& [key, node] : of) {
    const Named name{std::string(key.str()), position_of(key.source())};
    const std::string subject = "'" + name.text + "' " + in;
    if (!is_spelt(Spelling::name, name.text)) problems.add(name.at, subject + " is no name for a table", rule);
    if (const auto* table = node.as_table()) {
      out.push_back({name, table});
    } else {
      problems.add(position_of(node), subject + " is " + found(node), shape);
    }
  }
  std::ranges::sort(out, {}, [](const NamedTable& t) { return std::tuple(t.name.at.line, t.name.at.column); });
  return out;
}

}  // namespace clusia
