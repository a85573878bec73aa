/// What people read of a run, made from its results database alone.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "report/html.hpp"

namespace clusia {

/// A part of the report that rests on other evidence than the run's figures. It stands after the effects.
struct Annex {
  std::string id, title;
  report::Html content;  ///< headings from <h3> on
  /// What is contested in it, for the first answers of the report: "Figures and voices disagree", "pay, weavers" ...
  std::string contest = {};
  std::vector<std::string> contested = {};
};

/// One HTML file that carries all that it shows. Throws std::runtime_error on a database that this version cannot read.
std::string html_report(const std::filesystem::path& database, const std::vector<Annex>& annexes = {});

/// A page for each group that anything is compared for, in plain words and to be printed on one sheet of A4, after a
/// table of all groups. HTML like the report. Empty where there are no such groups. Throws as html_report.
std::string group_pages(const std::filesystem::path& database);

/// A page for each indicator: what it is, and all that the run holds of it. One HTML file like the report, to which it
/// links. Empty where the run has no indicator. Throws as html_report.
std::string indicator_pages(const std::filesystem::path& database);

/// The views `estimates`, `effects`, `differences`, `trend_bounds` and `specifications` as tidy CSV (RFC 4180). Numbers
/// read back to the same bits, a missing one is an empty field, and text that a spreadsheet would take for a formula
/// begins with an apostrophe.
void write_estimates_csv(const std::filesystem::path& database, const std::filesystem::path& csv);
void write_effects_csv(const std::filesystem::path& database, const std::filesystem::path& csv);
void write_differences_csv(const std::filesystem::path& database, const std::filesystem::path& csv);
void write_trend_bounds_csv(const std::filesystem::path& database, const std::filesystem::path& csv);
void write_specifications_csv(const std::filesystem::path& database, const std::filesystem::path& csv);

/// The report, the pages for groups and the tables of a run, into a folder that is there: what is no results database
/// is refused before anything is written. Throws std::runtime_error.
void write_results(const std::filesystem::path& database, const std::filesystem::path& folder,
                   const std::vector<Annex>& annexes = {});

/// Whether the database holds effects by event time that are checked against broken trends.
bool has_trend_bounds(const std::filesystem::path& database);

/// Whether the database holds strategies that are compared.
bool has_specifications(const std::filesystem::path& database);

}  // namespace clusia
