#include "report/report.hpp"

#include <fstream>
#include <stdexcept>

#include "report/kept_study.hpp"
#include "report/map.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"
#include "report/shell.hpp"
#include "report/units.hpp"
#include "report/web.hpp"

namespace clusia {
namespace report {

SQLite::Database open(const std::filesystem::path& database) {
  constexpr int version = 1;
  try {
    SQLite::Database results(database.string(), SQLite::OPEN_READONLY);
    if (const std::int64_t found = count(results, "PRAGMA user_version"); found != version)
      throw std::runtime_error(database.string() + ": holds results of version " + std::to_string(found) +
                               ", and this program reads version " + std::to_string(version));
    if (count(results, "SELECT count(*) FROM run") != 1) throw std::runtime_error(database.string() + ": holds no run");
    return results;
  } catch (const SQLite::Exception& error) {
    throw std::runtime_error(database.string() + ": is not a results database that can be read: " + error.what());
  }
}

}  // namespace report

namespace {

/// A part that not every report has, and the link to it.
struct Part {
  report::Html link, section;
};

Part part(const std::string& id, const std::string& title, const report::Html& content) {
  using namespace report;
  if (content.empty()) return {};
  return {tag("a", {{"href", "#" + id}}, text(title)),
          "\n"_html + tag("section", {{"id", id}, {"aria-labelledby", id + "-title"}},
                          "\n"_html + tag("h2", {{"id", id + "-title"}}, text(title)) + content)};
}

report::Html or_else(const report::Html& content, const std::string& nothing) {
  return content.empty() ? tag("p", report::text(nothing)) : content;
}

}  // namespace

std::string html_report(const std::filesystem::path& database, const std::vector<Annex>& annexes) {
  using namespace report;
  const SQLite::Database results = report::open(database);
  const Words words(kept_study(results).language);
  const Part strategies = part("strategies", words("strategies.title"), specifications(results, words));
  const Part map = part("map", words("map.title"), map_section(results, words));
  const Part linked = part("units", words("units.title"), units(results, words));
  const Part balanced = part("balance", words("balance.title"), balance(results, words));
  Part others;
  std::vector<Contested> contested;
  for (const Annex& annex : annexes) {
    const Part one = part(annex.id, annex.title, annex.content);
    others.link += one.link + " "_html;
    others.section += one.section;
    if (!annex.contest.empty()) contested.push_back({annex.id, annex.contest, annex.contested});
  }
  std::map<std::string, std::string, std::less<>> contents = {
      {"style", std::string(web::style())},
      {"charts",
       charts({web::balance_script(), web::levels_script(), web::curves_script(), web::strategies_script()}, words)},
      {"front", front(results, contested, words).string()},
      {"verdict", verdict(results, words).string()},
      {"state", state_of_run(results, words).string()},
      {"glance", at_a_glance(results, words).string()},
      {"method", method(results, words).string()},
      {"strategies", strategies.section.string()},
      {"strategies_link", strategies.link.string()},
      {"indicators_link", count(results, "SELECT count(*) FROM indicator") == 0
                              ? ""
                              : tag("a", {{"href", "indicators.html"}}, text(words("indicator.kind"))).string()},
      {"annexes", others.section.string()},
      {"annex_links", others.link.string()},
      {"effects", effects(results, words).string()},
      {"units", linked.section.string()},
      {"units_link", linked.link.string()},
      {"map", map.section.string()},
      {"map_link", map.link.string()},
      {"levels", levels(results, words).string()},
      {"differences", or_else(differences(results, words), words("differences.none")).string()},
      {"expectations", or_else(expectations(results, "h3", words), words("published.none")).string()},
      {"balance", balanced.section.string()},
      {"balance_link", balanced.link.string()},
      {"diagnostics", diagnostics(results, words).string()},
      {"messages", messages(results, words).string()},
      {"missing", missing_values(results, words).string()},
      {"conventions", conventions(results, words).string()},
      {"provenance", provenance(results, words).string()}};
  for_each_row(results,
               "SELECT title, coalesce(question, ''), clusia_version, strftime('%Y-%m-%d, %H:%M UTC', "
               "coalesce(finished, started)) FROM run",
               [&](SQLite::Statement& row) {
                 contents["title"] = text(text_at(row, 0)).string();
                 contents["question"] = text(text_at(row, 1)).string();
                 contents["made_by"] = text("Clusia " + text_at(row, 2) + ", " + text_at(row, 3)).string();
               });
  return words.fill(web::page(), contents);
}

namespace {

void write(const std::filesystem::path& path, const std::string& page) {
  std::ofstream file(path, std::ios::binary);
  file << page;
  if (!file.flush()) throw std::runtime_error(path.string() + ": cannot be written: name another folder with --out");
}

}  // namespace

void write_results(const std::filesystem::path& database, const std::filesystem::path& folder,
                   const std::vector<Annex>& annexes) {
  const std::string html = html_report(database, annexes), groups = group_pages(database),
                    indicators = indicator_pages(database);
  write_estimates_csv(database, folder / "estimates.csv");
  write_effects_csv(database, folder / "effects.csv");
  write_differences_csv(database, folder / "differences.csv");
  if (has_trend_bounds(database)) write_trend_bounds_csv(database, folder / "trend_bounds.csv");
  if (has_specifications(database)) write_specifications_csv(database, folder / "specifications.csv");
  if (!groups.empty()) write(folder / "groups.html", groups);
  if (!indicators.empty()) write(folder / "indicators.html", indicators);
  write(folder / "report.html", html);
}

}  // namespace clusia
