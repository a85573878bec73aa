/// What is wrong with a study, where, and what would be right.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "study/study.hpp"

namespace clusia {

struct Problem {
  std::filesystem::path file;
  Position at;  ///< line 0: the file as a whole
  std::string what, mend;
  bool absent = false;  ///< a file that is not there: of a study that waits for data no mistake
};

/// "study.toml:4:9: what: mend"
std::string text_of(const Problem& problem);

/// "1 row", "2 rows"
std::string counted(std::int64_t n, const std::string& what);

/// In the order of the file, after those of the command line; each once.
std::vector<Problem> sorted(std::vector<Problem> problems);

/// The problems of one file, gathered as they are found.
class Problems {
 public:
  explicit Problems(std::filesystem::path file) : file_(std::move(file)) {}
  void add(Position at, std::string what, std::string mend) {
    all_.push_back({file_, at, std::move(what), std::move(mend)});
  }
  void add(Problem problem) {
    problem.file = file_;
    all_.push_back(std::move(problem));
  }
  void forgive_absent_files() {
    std::erase_if(all_, [](const Problem& problem) { return problem.absent; });
  }
  bool empty() const { return all_.empty(); }
  const std::vector<Problem>& all() const { return all_; }

 private:
  std::filesystem::path file_;
  std::vector<Problem> all_;
};

}  // namespace clusia
