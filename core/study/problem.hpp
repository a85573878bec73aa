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
  void add(Problem problem) { add(problem.at, std::move(problem.what), std::move(problem.mend)); }
  bool empty() const { return all_.empty(); }
  const std::vector<Problem>& all() const { return all_; }

 private:
  std::filesystem::path file_;
  std::vector<Problem> all_;
};

}  // namespace clusia
