#include "followup/definition.hpp"

#include "report/figure.hpp"
#include "report/query.hpp"

namespace clusia::followup {

using report::for_each_row;
using report::integer_at;
using report::text_at;
using SQLite::Statement;

namespace {

constexpr std::string_view input_prefix = "inputs.";

void add_parameters(const SQLite::Database& database, const std::string& kind, std::int64_t owner, Definition& to) {
  SQLite::Statement rows(database, "SELECT name, value FROM parameter WHERE owner_kind = ? AND owner_id = ?");
  rows.bind(1, kind);
  rows.bind(2, owner);
  while (rows.executeStep()) {
    const std::string name = text_at(rows, 0), value = text_at(rows, 1);
    if (name.starts_with(input_prefix))
      to.circumstances["column of " + name.substr(input_prefix.size())] = value;
    else
      to.properties[name] = value;
  }
}

/// How the data of a measure were drawn: the roles that its columns play there, whatever they are called.
void add_roles(const SQLite::Database& database, std::int64_t dataset, Definition& to) {
  SQLite::Statement rows(database, "SELECT roles FROM dataset_column WHERE dataset_id = ?");
  rows.bind(1, dataset);
  std::string roles;
  while (rows.executeStep()) roles += ", " + text_at(rows, 0) + ",";
  for (const std::string role : {"weight", "stratum", "psu", "persons"})
    to.circumstances[role] = roles.find(" " + role + ",") == std::string::npos ? "none" : "a column";
}

std::string better(std::int64_t direction) { return direction > 0 ? "higher" : direction < 0 ? "lower" : "neither"; }

void add_words(const std::map<std::string, std::string>& before, const std::map<std::string, std::string>& after,
               const std::set<std::string>& allowed, std::vector<std::string>& differ, std::vector<std::string>& told) {
  const auto value = [](const auto& in, const std::string& key) {
    const auto at = in.find(key);
    return at == in.end() ? "not given" : at->second;
  };
  std::map<std::string, std::string> keys = before;
  keys.insert(after.begin(), after.end());
  for (const auto& [key, unused] : keys) {
    const std::string was = value(before, key), is = value(after, key);
    if (was != is) (allowed.contains(key) ? told : differ).push_back("'" + key + "' was " + was + " and is " + is);
  }
}

}  // namespace

Measures measures(const SQLite::Database& database) {
  Measures out;
  for_each_row(database, R"sql(
      SELECT i.id, i.dataset_id, i.name, o.name, i.title, o.title, o.unit, o.direction, p.name, p.version, coalesce(i.reference, '')
      FROM output o JOIN indicator i ON i.id = o.indicator_id JOIN plugin p ON p.id = i.plugin_id ORDER BY o.id)sql",
               [&](Statement& row) {
                 Definition& of = out[{text_at(row, 2), text_at(row, 3)}];
                 of.title = report::output_title(text_at(row, 4), text_at(row, 5));
                 of.properties = {
                     {"unit", text_at(row, 6)}, {"better", better(integer_at(row, 7))}, {"plugin", text_at(row, 8)}};
                 if (!text_at(row, 10).empty()) of.properties["reference"] = text_at(row, 10);
                 of.circumstances["version of the plugin"] = text_at(row, 9);
                 add_parameters(database, "indicator", integer_at(row, 0), of);
                 add_roles(database, integer_at(row, 1), of);
               });
  return out;
}

std::map<std::string, Definition> comparisons(const SQLite::Database& database) {
  std::map<std::string, Definition> out;
  for_each_row(
      database, R"sql(
      SELECT c.id, c.name, c.title, p.name, p.version, r.estimand, r.estimand_of FROM comparator c JOIN plugin p ON p.id = c.plugin_id, run r)sql",
      [&](Statement& row) {
        Definition& of = out[text_at(row, 1)];
        of.title = text_at(row, 2);
        of.properties = {{"plugin", text_at(row, 3)}, {"estimand", text_at(row, 5)}, {"estimand_of", text_at(row, 6)}};
        of.circumstances["version of the plugin"] = text_at(row, 4);
        add_parameters(database, "comparator", integer_at(row, 0), of);
      });
  return out;
}

Comparability compare(const Definition& before, const Definition& after, const std::set<std::string>& allowed) {
  Comparability out;
  add_words(before.properties, after.properties, allowed, out.obstacles, out.notes);
  add_words(before.circumstances, after.circumstances, {}, out.notes, out.notes);
  return out;
}

}  // namespace clusia::followup
