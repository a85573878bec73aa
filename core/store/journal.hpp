/// What a run has finished, kept beside its results until it ends: one that was killed or stopped goes on from there.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace clusia {

/// A file of its own (journal.sqlite), every write of which is whole whenever the process is killed. Threading: any.
class Journal {
 public:
  /// Opens what is there, or makes it, and holds it until this object or the process ends. Throws std::runtime_error in
  /// words: another run holds it, or nothing can be written there.
  explicit Journal(const std::filesystem::path& path);

  /// What the run that began it was of, a line each; empty where none began.
  std::vector<std::string> begun_with() const;
  /// Forgets all that was kept.
  void begin(const std::vector<std::string>& of);

  std::optional<std::string> answer(const std::string& question) const;
  void keep(const std::string& question, const std::string& answer);
  /// Before a plugin is asked where it could take the whole process down.
  void asks(const std::string& question);
  /// It was asked, and the process ended before there was an answer.
  bool was_fatal(const std::string& question) const;

  /// The run has ended: nothing is left to go on with.
  void remove();

 private:
  std::filesystem::path path_;
  mutable std::mutex mutex_;
  std::optional<SQLite::Database> database_;
};

/// Two such lists of lines set side by side: what differs, each by its name (a line less its last word), with commas.
std::string changed_since(const std::vector<std::string>& before, const std::vector<std::string>& now);

}  // namespace clusia
