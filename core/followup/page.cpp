#include "followup/page.hpp"

#include <map>

#include "report/figure.hpp"
#include "report/html.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"
#include "report/shell.hpp"

namespace clusia::followup {

const char* const assumption =
    "Intervals take the two samples to be independent. Where the same units were interviewed in both, a joint study "
    "with both waves tells the change better.";

namespace {

using namespace report;

std::string title_of(const std::filesystem::path& database) {
  std::string title;
  for_each_row(open(database), "SELECT title || ', ' || strftime('%Y-%m-%d', started) FROM run",
               [&](SQLite::Statement& row) { title = text_at(row, 0); });
  return title;
}

std::string heading_of(const Change& c) {
  return c.is_effect() ? c.title + ": " + c.comparator_title + ", " + c.contrast_title
                       : c.title + (c.wave_after.empty() ? "" : ": " + c.wave_before + " and " + c.wave_after) +
                             (c.arm.empty() ? "" : ", " + c.arm);
}

bool shown(const Change& c) { return c.before.mark != "small" && c.after.mark != "small"; }

Html interval(const std::optional<double>& low, const std::optional<double>& high, int decimals) {
  if (!low || !high) return text("–");
  return text(rounded(*low, decimals) + " to " + rounded(*high, decimals));
}

Html row_reading(const Change& c) {
  if (!c.change) return text(c.note);
  return report::reading(c.reading) + (c.note.empty() ? Html{} : text(" " + c.note));
}

/// Changes of one kind, under one heading: a row a group.
Html block(const std::string& heading, const std::vector<const Change*>& changes) {
  std::vector<std::optional<double>> figures;
  for (const Change* c : changes)
    for (const auto& x : {c->before.estimate, c->after.estimate, c->change}) figures.push_back(x);
  const int decimals = decimals_for(figures);
  const std::string unit = changes.front()->unit;
  Table table(heading, {{"Group"},
                        {"Earlier", Align::number, unit},
                        {"Later", Align::number, unit},
                        {"Change", Align::number},
                        {"Interval", Align::number},
                        {"Reading"}});
  for (const Change* c : changes) {
    const Html group = text(c->group_columns.empty() ? "Everyone" : c->group_label);
    if (!shown(*c)) {
      table.row({group, {}, {}, {}, {}, text("too few rows")});
      continue;
    }
    table.row({group, text(rounded(c->before.estimate, decimals)), text(rounded(c->after.estimate, decimals)),
               text(rounded(c->change, decimals)), interval(c->conf_low, c->conf_high, decimals), row_reading(*c)});
  }
  return table.html();
}

Html blocks(const Comparison& comparison, bool effects) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<const Change*>> by_heading;
  for (const Change& c : comparison.changes) {
    if (c.is_effect() != effects) continue;
    auto& under = by_heading[heading_of(c)];
    if (under.empty()) order.push_back(heading_of(c));
    under.push_back(&c);
  }
  Html out;
  for (const std::string& heading : order) out += block(heading, by_heading[heading]);
  return out;
}

Html list(const std::string& caption, const std::vector<Apart>& entries) {
  Table table(caption, {{"What"}, {"Why"}});
  for (const Apart& entry : entries) table.row({text(entry.what), text(entry.reason)});
  return table.empty() ? Html{} : table.html();
}

Html front(const Comparison& comparison) {
  std::map<std::string, std::int64_t> n;
  for (const Change& c : comparison.changes)
    if (shown(c)) ++n[c.change ? c.reading : "without"];
  std::string sentence = "Of " + counted(std::ssize(comparison.changes), "figure", "figures") +
                         " that both studies hold, " +
                         counted(n["gain"], "changed for the better", "changed for the better") + " and " +
                         counted(n["loss"], "for the worse", "for the worse") + "; " +
                         counted(n["unclear"], "change is", "changes are") + " unclear.";
  if (!comparison.apart.empty())
    sentence += " " + counted(std::ssize(comparison.apart), "thing", "things") +
                " cannot be compared; the reasons stand at the end.";
  Html out = tag("p", text(sentence)) + tag("p", {{"class", "caution"}}, text(assumption));
  for (const std::string& doubt : comparison.doubts) out += tag("p", {{"class", "caution"}}, text(doubt));
  return out;
}

Html section(const std::string& heading, const Html& content) {
  return content.empty() ? Html{} : tag("section", tag("h2", text(heading)) + content);
}

}  // namespace

std::string page(const Comparison& comparison, const std::filesystem::path& before,
                 const std::filesystem::path& after) {
  const Html content = section("What changed", front(comparison)) + section("Effects", blocks(comparison, true)) +
                       section("Levels", blocks(comparison, false)) +
                       section("What to know", list("Compared, with something to know", comparison.notes)) +
                       section("Not comparable", list("What cannot be compared, and why", comparison.apart));
  return shell_page("Follow-up", title_of(after), "Set beside " + title_of(before), content);
}

}  // namespace clusia::followup
