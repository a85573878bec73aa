#include "cli/append.hpp"

#include "cli/command.hpp"
#include "cli/grid.hpp"
#include "followup/appended.hpp"
#include "followup/monitor.hpp"
#include "followup/table.hpp"
#include "report/query.hpp"
#include "study/nearest.hpp"
#include "study/problem.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

fs::path result(const fs::path& out) { return out / "results.sqlite"; }
/// While the run goes on; a run that was killed is known by it.
fs::path aside(const fs::path& out) { return out / "appending.sqlite"; }
fs::path earlier(const fs::path& out) { return out / "earlier.sqlite"; }

}  // namespace

bool is_appending(const fs::path& out) { return fs::exists(aside(out)); }

bool has_ended(const fs::path& out) { return fs::exists(result(out)) && !fs::exists(out / "journal.sqlite"); }

void set_aside(const fs::path& out, const std::string& study) {
  const std::string where = result(out).string();
  put_back(out);  // of a run that was killed before it had a result
  if (!fs::exists(result(out)))
    throw Wrong({where + ": there is no result to append to: run without --append, or name its folder with --out"});
  if (fs::exists(out / "journal.sqlite"))
    throw Wrong({where + ": the run there is unfinished: go on with it with --resume"});
  std::string of;
  try {
    report::for_each_row(report::open(result(out)), "SELECT study FROM run",
                         [&](SQLite::Statement& row) { of = report::text_at(row, 0); });
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  if (of != study)
    throw Wrong(
        {where + ": the result is of the study '" + of + "', not of '" + study + "': name another folder with --out"});
  fs::rename(result(out), aside(out));
}

void put_back(const fs::path& out) {
  if (is_appending(out) && !fs::exists(result(out))) fs::rename(aside(out), result(out));
}

void let_go(const fs::path& out) {
  if (is_appending(out)) fs::rename(aside(out), earlier(out));
}

std::string finish_appending(const fs::path& out) {
  const followup::Appended found = followup::appended(aside(out), result(out));
  followup::Comparison revisions;
  revisions.changes = found.revised;
  followup::write_changes_csv(revisions, out / "revisions.csv");
  const followup::Monitoring watched = followup::monitor(result(out), {});
  write_file(out / "monitor.csv", followup::monitor_csv(watched));
  write_file(out / "monitor.html", followup::monitor_page(watched));
  let_go(out);
  std::string said = found.waves.empty() ? "no wave is new" : "new: " + listed(found.waves);
  if (!found.gone.empty()) said += "; gone: " + listed(found.gone);
  return said + "; " + counted(std::ssize(found.revised), "figure") + " of earlier waves " +
         (found.revised.size() == 1 ? "is" : "are") + " no longer what " +
         (found.revised.size() == 1 ? "it was" : "they were") +
         (found.revised.empty() ? "" : " (" + (out / "revisions.csv").string() + ")");
}

}  // namespace clusia::cli
