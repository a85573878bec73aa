#include "followup/page.hpp"

#include <map>

#include "report/figure.hpp"
#include "report/html.hpp"
#include "report/kept_study.hpp"
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

std::string heading_of(const Change& c, const Words& words) {
  const std::string colon = words("colon");
  if (c.is_effect()) return c.title + colon + c.comparator_title + ", " + words.said(c.contrast_title);
  return c.title +
         (c.wave_after.empty()
              ? ""
              : colon + words("changes.in_waves", {{"before", c.wave_before}, {"after", c.wave_after}})) +
         (c.arm.empty() ? "" : ", " + c.arm);
}

bool shown(const Change& c) { return c.before.mark != "small" && c.after.mark != "small"; }

Html interval(const std::optional<double>& low, const std::optional<double>& high, int decimals, const Words& words) {
  return text(low && high ? words.range(low, high, decimals) : words.number(std::nullopt, 0));
}

Html row_reading(const Change& c, const Words& words) {
  const std::string note = words.said(c.note);
  return c.change ? reading(c.reading, words) + (note.empty() ? Html{} : text(" " + note)) : text(note);
}

/// Changes of one kind, under one heading: a row a group.
Html block(const std::string& heading, const std::vector<const Change*>& changes, const Words& words) {
  std::vector<std::optional<double>> figures;
  for (const Change* c : changes)
    for (const auto& x : {c->before.estimate, c->after.estimate, c->change}) figures.push_back(x);
  const int decimals = decimals_for(figures);
  const std::string unit = words.unit(changes.front()->unit);
  Table table(heading, {{words("column.group")},
                        {words("changes.earlier"), Align::number, unit},
                        {words("changes.later"), Align::number, unit},
                        {words("changes.change"), Align::number},
                        {words("changes.interval"), Align::number},
                        {words("column.reading")}});
  for (const Change* c : changes) {
    const Html group = text(c->group_columns.empty() ? words("everyone") : c->group_label);
    if (!shown(*c)) {
      table.row({group, {}, {}, {}, {}, text(words("few_rows"))});
      continue;
    }
    table.row({group, text(words.number(c->before.estimate, decimals)), text(words.number(c->after.estimate, decimals)),
               text(words.number(c->change, decimals)), interval(c->conf_low, c->conf_high, decimals, words),
               row_reading(*c, words)});
  }
  return table.html();
}

Html blocks(const Comparison& comparison, bool effects, const Words& words) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<const Change*>> by_heading;
  for (const Change& c : comparison.changes) {
    if (c.is_effect() != effects) continue;
    const std::string heading = heading_of(c, words);
    auto& under = by_heading[heading];
    if (under.empty()) order.push_back(heading);
    under.push_back(&c);
  }
  Html out;
  for (const std::string& heading : order) out += block(heading, by_heading[heading], words);
  return out;
}

Html list(const std::string& caption, const std::vector<Apart>& entries, const Words& words) {
  Table table(caption, {{words("changes.what")}, {words("changes.why")}});
  for (const Apart& entry : entries) table.row({text(entry.what), text(entry.reason)});
  return table.empty() ? Html{} : table.html();
}

Html front(const Comparison& comparison, const Words& words) {
  std::map<std::string, std::int64_t> n;
  for (const Change& c : comparison.changes)
    if (shown(c)) ++n[c.change ? c.reading : "without"];
  std::string sentence =
      words("changes.front", {{"all", words.counted(std::ssize(comparison.changes), "count.figures")},
                              {"better", std::to_string(n["gain"])},
                              {"worse", std::to_string(n["loss"])},
                              {"unclear", words.counted(n["unclear"], "changes.are_unclear")}});
  if (!comparison.apart.empty()) sentence += " " + words.counted(std::ssize(comparison.apart), "changes.apart");
  Html out = tag("p", text(sentence)) + tag("p", {{"class", "caution"}}, text(words.said(assumption)));
  for (const std::string& doubt : comparison.doubts) out += tag("p", {{"class", "caution"}}, text(doubt));
  return out;
}

Html section(const std::string& heading, const Html& content) {
  return content.empty() ? Html{} : tag("section", tag("h2", text(heading)) + content);
}

}  // namespace

std::string page(const Comparison& comparison, const std::filesystem::path& before,
                 const std::filesystem::path& after) {
  const Words words(kept_study(open(after)).language);
  const Html content =
      section(words("changes.what_changed"), front(comparison, words)) +
      section(words("indicator.effects"), blocks(comparison, true, words)) +
      section(words("levels.title"), blocks(comparison, false, words)) +
      section(words("changes.to_know"), list(words("changes.noted"), comparison.notes, words)) +
      section(words("changes.not_comparable"), list(words("changes.why_apart"), comparison.apart, words));
  return shell_page(words("changes.kind"), title_of(after), words("changes.beside", {{"study", title_of(before)}}),
                    content, words);
}

}  // namespace clusia::followup
