#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "cli/command.hpp"
#include "cli/grid.hpp"
#include "cli/summary.hpp"
#include "followup/page.hpp"
#include "followup/table.hpp"
#include "report/number.hpp"
#include "study/problem.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;
using followup::Change;
using followup::Comparison;

constexpr std::size_t most_rows = 40;

bool shown(const Change& c) { return c.change && c.before.mark != "small" && c.after.mark != "small"; }

/// One line: "everyone  12.0 → 9.4  -2.6 [-4.1, -1.1]  gain".
std::vector<std::string> cells_of(const Change& c, int decimals) {
  std::string change = plain(*c.change, decimals);
  if (c.conf_low) change += " [" + plain(*c.conf_low, decimals) + ", " + plain(*c.conf_high, decimals) + "]";
  const std::string what =
      c.title + ", " +
      (c.is_effect() ? c.comparator_title + ", " + c.contrast_title
                     : c.wave_before + (c.wave_after == c.wave_before ? "" : " and " + c.wave_after) +
                           (c.arm.empty() ? "" : ", " + c.arm));
  return {what,
          c.group_columns.empty() ? "everyone" : c.group_label,
          plain(*c.before.estimate, decimals) + " → " + plain(*c.after.estimate, decimals),
          change,
          c.unit,
          c.reading};
}

void print_changes(const Comparison& comparison, bool effects, std::ostream& to, const Style& s) {
  std::vector<std::vector<std::string>> lines;
  std::size_t more = 0;
  for (const Change& c : comparison.changes) {
    if (c.is_effect() != effects || !shown(c)) continue;
    if (lines.size() == most_rows) {
      ++more;
      continue;
    }
    lines.push_back(cells_of(c, report::decimals_for({c.before.estimate, c.after.estimate, c.change})));
  }
  if (lines.empty()) return;
  std::vector<std::size_t> widths(lines[0].size(), 0);
  for (const auto& line : lines)
    for (std::size_t k = 0; k < line.size(); ++k) widths[k] = std::max(widths[k], width_of(line[k]));
  to << "\n"
     << s.bold << (effects ? "Effects" : "Levels") << s.plain << s.dim << "  earlier → later, change" << s.plain
     << "\n";
  for (const auto& line : lines) {
    for (std::size_t k = 0; k + 1 < line.size(); ++k) to << "  " << padded(line[k], widths[k], k == 2 || k == 3);
    const std::string& reading = line.back();
    to << "  "
       << (reading == "gain"   ? s.good
           : reading == "loss" ? s.bad
                               : s.dim)
       << (reading == "none" ? "" : reading) << s.plain << "\n";
  }
  if (more > 0) to << "  … and " << more << " more; changes.csv has them all\n";
}

void print_list(const char* heading, const std::vector<followup::Apart>& entries, std::ostream& to, const Style& s) {
  if (entries.empty()) return;
  to << "\n" << s.bold << heading << s.plain << "\n";
  for (std::size_t k = 0; k < std::min(entries.size(), most_rows); ++k)
    to << "  " << entries[k].what << ": " << entries[k].reason << "\n";
  if (entries.size() > most_rows) to << "  … and " << entries.size() - most_rows << " more; the page has them all\n";
}

void print(const Comparison& comparison, std::ostream& to) {
  const Style s(STDOUT_FILENO);
  print_changes(comparison, true, to, s);
  print_changes(comparison, false, to, s);
  print_list("Not comparable", comparison.apart, to, s);
  print_list("To know", comparison.notes, to, s);
  to << "\n";
  for (const std::string& doubt : comparison.doubts) to << s.bad << doubt << s.plain << "\n";
  to << s.dim << followup::assumption << s.plain << "\n\n";
}

}  // namespace

int diff(const Arguments& given) {
  CommandLine line(
      "clusia diff EARLIER.sqlite LATER.sqlite [options]",
      "What changed from one study to its follow-up: the same indicators in the same groups, their changes with "
      "intervals, and what\n"
      "cannot be compared, with the reason. Leaves changes.csv and changes.html.",
      "clusia diff results/italy-districts/results.sqlite italy/results.sqlite --out changes");
  line.arguments({"EARLIER.sqlite", "LATER.sqlite"});
  line.options()("out,o", po::value<std::string>()->value_name("DIR"),
                 "where they go (default: beside the later database)")(
      "allow", po::value<std::vector<std::string>>()->composing()->value_name("NAME"),
      "compare although this part of a definition differs (a line in other prices); repeat it for several")(
      "json", "print a summary for programs instead of one for people");
  if (!line.parse(given)) return all_well;
  const fs::path before = line.text("EARLIER.sqlite"), after = line.text("LATER.sqlite");
  for (const fs::path& database : {before, after})
    if (!fs::is_regular_file(database))
      throw Wrong({database.string() + ": file not found: name the results.sqlite that a run left"});
  std::set<std::string> allowed;
  if (line.has("allow"))
    for (const auto& name : line.values()["allow"].as<std::vector<std::string>>()) allowed.insert(name);
  const fs::path out = line.has("out") ? fs::path(line.text("out")) : after.parent_path();
  Comparison comparison;
  try {
    comparison = followup::compare(before, after, allowed);
    if (!out.empty()) fs::create_directories(out);
    followup::write_changes_csv(comparison, out / "changes.csv");
    write_file(out / "changes.html", followup::page(comparison, before, after));
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  if (line.has("json")) {
    std::cout << followup::json_of(comparison).dump(2) << "\n";
  } else {
    print(comparison, std::cout);
    std::cout << "page   " << (out / "changes.html").string() << "\n";
  }
  return all_well;
}

}  // namespace clusia::cli
