#include "followup/appended.hpp"

#include <algorithm>
#include <cmath>

#include "report/query.hpp"

namespace clusia::followup {
namespace {

std::vector<std::string> waves_of(const std::filesystem::path& results) {
  std::vector<std::string> all;
  report::for_each_row(
      report::open(results),
      "SELECT DISTINCT c.wave FROM cell c JOIN design d ON d.id = c.design_id WHERE d.comparator_id IS "
      "NULL AND c.wave IS NOT NULL ORDER BY c.id",
      [&](SQLite::Statement& row) { all.push_back(report::text_at(row, 0)); });
  return all;
}

std::vector<std::string> without(std::vector<std::string> names, const std::vector<std::string>& others) {
  std::erase_if(names, [&](const std::string& name) { return std::ranges::find(others, name) != others.end(); });
  return names;
}

bool is_revised(const Change& c) {
  constexpr double rounding = 1e-9;
  if (c.is_effect() || c.wave_before != c.wave_after) return false;
  if (c.before.estimate.has_value() != c.after.estimate.has_value()) return true;
  return c.change && std::abs(*c.change) > rounding * std::abs(*c.before.estimate);
}

}  // namespace

Appended appended(const std::filesystem::path& earlier, const std::filesystem::path& later) {
  const std::vector<std::string> before = waves_of(earlier), after = waves_of(later);
  Appended out{without(after, before), without(before, after), {}};
  for (Change& c : compare(earlier, later).changes)
    if (is_revised(c)) out.revised.push_back(std::move(c));
  return out;
}

}  // namespace clusia::followup
