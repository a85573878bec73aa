#include "report/kept_study.hpp"

#include "report/query.hpp"
#include "study/read.hpp"

namespace clusia::report {

Study kept_study(const SQLite::Database& results) {
  std::string toml;
  for_each_row(results, "SELECT study_text FROM run", [&](SQLite::Statement& row) { toml = text_at(row, 0); });
  return outline_of(toml);
}

}  // namespace clusia::report
