#include "store/journal.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace clusia {

Journal::Journal(const std::filesystem::path& path) : path_(path) {
  try {
    database_.emplace(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    // The lock that comes with the first write is the system's and goes with the process, however it ends.
    database_->exec(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        "BEGIN IMMEDIATE;"
        "CREATE TABLE IF NOT EXISTS begun (line TEXT NOT NULL) STRICT;"
        "CREATE TABLE IF NOT EXISTS question (name TEXT PRIMARY KEY, answer BLOB) STRICT;"  // NULL: none yet
        "COMMIT");
  } catch (const SQLite::Exception& e) {
    if (e.getErrorCode() == SQLITE_BUSY)
      throw std::runtime_error("another run is writing there: wait for it, or name another folder with --out");
    throw std::runtime_error(std::string("cannot be written (") + e.what() + "): name another folder with --out");
  }
}

std::vector<std::string> Journal::begun_with() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> lines;
  SQLite::Statement s(*database_, "SELECT line FROM begun ORDER BY rowid");
  while (s.executeStep()) lines.push_back(s.getColumn(0));
  return lines;
}

void Journal::begin(const std::vector<std::string>& of) {
  const std::lock_guard lock(mutex_);
  SQLite::Transaction transaction(*database_);
  database_->exec("DELETE FROM begun; DELETE FROM question");
  for (const std::string& line : of) {
    SQLite::Statement s(*database_, "INSERT INTO begun VALUES (?)");
    s.bind(1, line);
    s.exec();
  }
  transaction.commit();
}

std::optional<std::string> Journal::answer(const std::string& question) const {
  const std::lock_guard lock(mutex_);
  SQLite::Statement s(*database_, "SELECT answer FROM question WHERE name = ? AND answer IS NOT NULL");
  s.bind(1, question);
  if (!s.executeStep()) return std::nullopt;
  return s.getColumn(0).getString();
}

void Journal::keep(const std::string& question, const std::string& answer) {
  const std::lock_guard lock(mutex_);
  SQLite::Statement s(*database_, "INSERT OR REPLACE INTO question VALUES (?, ?)");
  s.bind(1, question);
  s.bind(2, answer.data(), static_cast<int>(answer.size()));
  s.exec();
}

void Journal::asks(const std::string& question) {
  const std::lock_guard lock(mutex_);
  SQLite::Statement s(*database_, "INSERT OR IGNORE INTO question VALUES (?, NULL)");
  s.bind(1, question);
  s.exec();
}

bool Journal::was_fatal(const std::string& question) const {
  const std::lock_guard lock(mutex_);
  SQLite::Statement s(*database_, "SELECT 1 FROM question WHERE name = ? AND answer IS NULL");
  s.bind(1, question);
  return s.executeStep();
}

void Journal::remove() {
  const std::lock_guard lock(mutex_);
  database_.reset();
  for (const char* end : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(path_.string() + end);
}

std::string changed_since(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  std::string names;
  const auto look = [&](const std::vector<std::string>& lines, const std::vector<std::string>& others) {
    for (const std::string& line : lines) {
      if (std::ranges::find(others, line) != others.end()) continue;
      const std::string name = line.substr(0, line.rfind(' '));
      if (names.find(name) == std::string::npos) names += (names.empty() ? "" : ", ") + name;
    }
  };
  look(before, now);
  look(now, before);
  return names;
}

}  // namespace clusia
