/// What stands in a results database.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "studies/program.hpp"

namespace clusia::test {

class Results {
 public:
  explicit Results(const fs::path& file) : database_(file.string(), SQLite::OPEN_READONLY) {}

  using Row = std::vector<std::string>;  ///< NULL is "NULL"; numbers have all their digits
  std::vector<Row> rows(const std::string& sql, const std::vector<std::string>& bound = {}) {
    SQLite::Statement statement(database_, sql);
    for (std::size_t k = 0; k < bound.size(); ++k) statement.bind(static_cast<int>(k) + 1, bound[k]);
    std::vector<Row> all;
    while (statement.executeStep()) {
      Row& row = all.emplace_back();
      for (int k = 0; k < statement.getColumnCount(); ++k) row.push_back(text(statement.getColumn(k)));
    }
    return all;
  }
  /// The one value of the one row.
  std::string one(const std::string& sql, const std::vector<std::string>& bound = {}) {
    const auto all = rows(sql, bound);
    if (all.size() != 1 || all[0].size() != 1)
      throw std::runtime_error(std::to_string(all.size()) + " rows where one is wanted: " + sql);
    return all[0][0];
  }
  double number(const std::string& sql, const std::vector<std::string>& bound = {}) {
    return std::stod(one(sql, bound));
  }
  /// Every row of every table but the columns that tell of the machine and the hour.
  std::vector<std::string> dump(const std::set<std::string>& without) {
    std::vector<std::string> lines;
    for (const Row& table : rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
      std::string columns;
      for (const Row& column : rows("SELECT name FROM pragma_table_info(?) ORDER BY cid", {table[0]}))
        if (without.count(table[0] + "." + column[0]) == 0)
          columns += (columns.empty() ? "\"" : ", \"") + column[0] + "\"";
      for (const Row& row : rows("SELECT " + columns + " FROM " + table[0])) {
        std::string line = table[0];
        for (const std::string& value : row) line += "|" + value;
        lines.push_back(line);
      }
    }
    return lines;
  }

 private:
  static std::string text(const SQLite::Column& value) {
    if (value.isNull()) return "NULL";
    if (!value.isFloat()) return value.getString();
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.17g", value.getDouble());
    return digits;
  }
  SQLite::Database database_;
};

}  // namespace clusia::test
