#include <SQLiteCpp/SQLiteCpp.h>

#include <map>

#include "docs/pages.hpp"

namespace clusia::test {
namespace {

using Columns = std::map<std::string, std::vector<std::string>>;

SQLite::Database schema() {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(read(root / "core/store/schema.sql"));
  return database;
}

Columns columns_of(SQLite::Database& database) {
  Columns all;
  SQLite::Statement tables(database, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')");
  while (tables.executeStep()) {
    const std::string name = tables.getColumn(0).getString();
    SQLite::Statement columns(database, "SELECT name FROM pragma_table_info(?)");
    columns.bind(1, name);
    while (columns.executeStep()) all[name].push_back(columns.getColumn(0).getString());
  }
  return all;
}

/// Headings "### `table`" and "### View `name`", each with a table whose first cells are columns.
Columns columns_in(const std::string& page) {
  static const std::regex line(R"(### (?:View )?`([a-z_]+)`|\n\| `([a-z0-9_]+)` \|)");
  Columns all;
  std::string table;
  for (const std::smatch& m : matches(page, line)) {
    if (m[1].matched) {
      table = m[1];
    } else if (!table.empty()) {
      all[table].push_back(m[2]);
    }
  }
  return all;
}

TEST(ResultsPage, NamesEveryTableAndColumnInOrder) {
  SQLite::Database database = schema();
  const Columns real = columns_of(database), said = columns_in(read(root / "docs/results.md"));
  ASSERT_GT(real.size(), 15U);
  for (const auto& [table, columns] : real) {
    ASSERT_EQ(said.count(table), 1U) << table << " is missing";
    EXPECT_EQ(said.at(table), columns) << table;
  }
  EXPECT_EQ(said.size(), real.size()) << "the page names a table that is not there";
}

TEST(ResultsPage, StatesTheVersionOfTheSchema) {
  SQLite::Database database = schema();
  const std::string version = database.execAndGet("PRAGMA user_version").getString();
  EXPECT_NE(read(root / "docs/results.md").find("the version of the schema: " + version + "."), std::string::npos);
}

}  // namespace
}  // namespace clusia::test
