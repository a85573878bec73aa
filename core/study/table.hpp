/// A table of the study file, checked against the keys that its section declares.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "study/keys.hpp"
#include "study/values.hpp"

namespace clusia {

/// What should be written for a key: "a list of tables".
std::string wanted_of(const Key& key);

/// Reports the keys that are not known, as `what` calls them. Answers with those that were meant, so that none of them
/// is called missing, too.
std::set<std::string, std::less<>> refuse_unknown(const toml::table& table, const std::vector<std::string>& known,
                                                  const std::function<std::string(const std::string&)>& what,
                                                  std::string_view of_what, Problems& problems);

/// The constructor reports everything that its section can tell to be wrong; afterwards a value that was reported reads
/// as one that is not there. `table` and `section` must outlive this.
class Table {
 public:
  /// `heading` is how messages call the table: "[data.employment.roles]".
  Table(const toml::table& table, Position at, const Section& section, std::string heading, Problems& problems);

  const std::string& heading() const { return heading_; }
  Position at() const { return at_; }
  /// Of the key's value; of the table where the key is not given.
  Position at(std::string_view key) const;
  /// Whether the study wrote the key, rightly or wrongly, were it misspelt.
  bool has(std::string_view key) const { return table_.contains(key) || meant_.contains(key); }

  /// As the study set it, or the default.
  bool boolean(std::string_view key) const { return value(key).integer != 0; }
  std::int64_t integer(std::string_view key) const { return value(key).integer; }
  double number(std::string_view key) const { return value(key).number; }
  std::string text(std::string_view key) const { return value(key).text; }
  std::optional<Named> named(std::string_view key) const;
  /// A list of names or levels, without repetitions (which are reported).
  std::vector<Named> names(std::string_view key) const;
  std::vector<std::vector<Named>> crossings(std::string_view key) const;
  /// nullptr where it is not given.
  const toml::table* table(std::string_view key) const;
  /// The tables of a list of tables.
  std::vector<const toml::table*> tables(std::string_view key) const;

 private:
  const Value& value(std::string_view key) const;
  void must_be(const std::string& subject, const toml::node& node, const std::string& what);
  void read(const Key& key, const toml::node& node);
  void read_value_of(const Key& key, const toml::node& node);
  void read_list(const Key& key, const toml::node& node);
  void read_crossings(const Key& key, const toml::node& node);
  void read_tables(const Key& key, const toml::node& node);

  template <class T>
  using ByKey = std::map<std::string, T, std::less<>>;

  const toml::table& table_;
  Position at_;
  const Section& section_;
  std::string heading_;
  Problems& problems_;
  std::set<std::string, std::less<>> meant_;  ///< by keys that are misspelt
  ByKey<Value> values_;
  ByKey<std::vector<Named>> lists_;
  ByKey<std::vector<std::vector<Named>>> crossings_;
  ByKey<std::vector<const toml::table*>> tables_;  ///< one, where the key holds a table and not a list of tables
};

/// The tables of a table of tables, in the order of the file.
struct NamedTable {
  Named name;
  const toml::table* table;
};
std::vector<NamedTable> named_tables(const toml::table& of, const std::string& heading, Problems& problems);

}  // namespace clusia
