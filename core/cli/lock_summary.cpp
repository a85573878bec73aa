#include "cli/lock_summary.hpp"

#include <nlohmann/json.hpp>

#include "report/query.hpp"
#include "study/problem.hpp"

namespace clusia::cli {

using namespace report;
using SQLite::Statement;

void print_lock(const SQLite::Database& database, std::ostream& to, const Style& s) {
  for_each_row(database, "SELECT fixed, (SELECT count(*) FROM deviation) FROM lock", [&](Statement& row) {
    const std::int64_t deviations = integer_at(row, 1);
    to << "design fixed on " << text_at(row, 0) << "; " << (deviations > 0 ? s.bad : "")
       << (deviations == 0 ? "no deviation" : counted(deviations, "deviation")) << s.plain << " since"
       << (deviations == 0 ? "" : ", listed in the report") << "\n";
  });
}

nlohmann::json json_lock(const SQLite::Database& database) {
  nlohmann::json lock, deviations = nlohmann::json::array();
  for_each_row(database, "SELECT kind, subject, was, now FROM deviation ORDER BY id", [&](Statement& row) {
    const auto value = [&](int k) {
      return row.getColumn(k).isNull() ? nlohmann::json() : nlohmann::json(text_at(row, k));
    };
    deviations.push_back(
        {{"kind", text_at(row, 0)}, {"subject", text_at(row, 1)}, {"was", value(2)}, {"now", value(3)}});
  });
  for_each_row(database, "SELECT fixed, designs, hypotheses FROM lock", [&](Statement& row) {
    lock = {{"fixed", text_at(row, 0)},
            {"designs", integer_at(row, 1)},
            {"hypotheses", integer_at(row, 2)},
            {"deviations", deviations}};
  });
  return lock;
}

}  // namespace clusia::cli
