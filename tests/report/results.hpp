/// Results databases to report on, made from the schema and one of the SQL files here.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace clusia::test {

inline std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "clusia-report-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// A database of the schema with what `sql` puts into it.
inline std::filesystem::path results_of(const Folder& folder, const std::string& name, const std::string& sql) {
  const std::filesystem::path path = folder / (name + ".sqlite");
  SQLite::Database database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  SQLite::Transaction transaction(database);
  database.exec(read(std::filesystem::path(CLUSIA_SOURCE_DIR) / "core/store/schema.sql"));
  database.exec(sql);
  transaction.commit();
  return path;
}

/// The database of `name`.sql ("italy", "sample", "empty").
inline std::filesystem::path results(const Folder& folder, const std::string& name) {
  return results_of(folder, name, read(std::filesystem::path(CLUSIA_SOURCE_DIR) / "tests/report" / (name + ".sql")));
}

}  // namespace clusia::test
