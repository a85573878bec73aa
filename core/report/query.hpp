/// Reading the results database.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace clusia::report {

/// Opens read-only; throws std::runtime_error where the file is not a results database of this version.
SQLite::Database open(const std::filesystem::path& database);

template <class Each>
void for_each_row(const SQLite::Database& database, const std::string& sql, Each each) {
  SQLite::Statement statement(database, sql);
  while (statement.executeStep()) each(statement);
}

inline std::string text_at(SQLite::Statement& row, int column) { return row.getColumn(column).getString(); }

inline std::optional<double> real_at(SQLite::Statement& row, int column) {
  const SQLite::Column value = row.getColumn(column);
  return value.isNull() ? std::nullopt : std::optional(value.getDouble());
}

inline std::int64_t integer_at(SQLite::Statement& row, int column) { return row.getColumn(column).getInt64(); }

/// A condition more where something is asked of one indicator alone; `id` names its key in the query.
inline std::string only(std::string_view id, std::optional<std::int64_t> indicator) {
  return indicator ? " AND " + std::string(id) + " = " + std::to_string(*indicator) : "";
}

inline std::int64_t count(const SQLite::Database& database, const std::string& sql) {
  std::int64_t n = 0;
  for_each_row(database, sql, [&](SQLite::Statement& row) { n = integer_at(row, 0); });
  return n;
}

}  // namespace clusia::report
