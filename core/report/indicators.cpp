// A page for each indicator: all that the run holds of it, in one place.
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "report/finding.hpp"
#include "report/kept_study.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/report.hpp"
#include "report/sections.hpp"
#include "report/sentence.hpp"
#include "report/shell.hpp"
#include "report/web.hpp"
#include "report/words.hpp"

namespace clusia {
namespace report {
namespace {

/// An indicator that gets a page.
struct Paged {
  std::int64_t id = 0;
  std::string name, title;
};

/// What all pages are made from, read once.
struct Run {
  const SQLite::Database& database;
  Words words;
  std::vector<Measured> levels;
  std::vector<Figure> figures;
  std::vector<Finding> findings;  ///< for everyone
};

Html part(const Run& run, std::string_view title, const Html& content) {
  return content.empty() ? Html{} : "\n"_html + tag("h3", text(run.words(title))) + content;
}

/// The indicator's table of the study file; empty where the run made it of another one (`clusia compare`).
std::string stated(const Run& run, const Paged& of) {
  std::string study;
  for_each_row(run.database, "SELECT study_text FROM run", [&](SQLite::Statement& row) { study = text_at(row, 0); });
  const toml::table all = toml::parse(study);
  const toml::array* indicators = all["indicator"].as_array();
  if (indicators == nullptr) return {};
  for (const toml::node& one : *indicators) {
    const toml::table* table = one.as_table();
    if (table == nullptr || (*table)["name"].value_or(std::string()) != of.name) continue;
    std::ostringstream out;
    out << toml::toml_formatter(*table,
                                toml::toml_formatter::default_flags & ~toml::format_flags::allow_literal_strings);
    return out.str();
  }
  return {};
}

/// "person (unit), year (wave), w (weight)".
std::string roles(const Run& run, std::int64_t dataset) {
  std::string all;
  for_each_row(run.database,
               "SELECT roles, name FROM dataset_column WHERE roles != '' AND dataset_id = " + std::to_string(dataset) +
                   " ORDER BY rowid",
               [&](SQLite::Statement& row) {
                 all += (all.empty() ? "" : ", ") + text_at(row, 1) + " (" + text_at(row, 0) + ")";
               });
  return all;
}

constexpr const char* definition_query = R"sql(
  SELECT p.summary, p.title, p.name, p.version, p.source, d.title, d.rows, d.id, coalesce(i.reference, ''), coalesce(i.state, ''),
         coalesce(i.area, ''), coalesce(i.stakeholder, ''), coalesce(i.evidence, ''), coalesce(i.nature, ''), coalesce(i.loss, '')
  FROM indicator i JOIN plugin p ON p.id = i.plugin_id JOIN dataset d ON d.id = i.dataset_id WHERE i.id = )sql";

Html facts(const Run& run, const Paged& of) {
  const Words& words = run.words;
  Html all;
  const auto fact = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) all += tag("dt", text(words("indicator." + std::string(key)))) + tag("dd", text(value));
  };
  for_each_row(run.database, definition_query + std::to_string(of.id), [&](SQLite::Statement& row) {
    fact("summary", words.said(text_at(row, 0)));
    fact("plugin", words("indicator.plugin_is",
                         {{"title", text_at(row, 1)}, {"name", text_at(row, 2)}, {"version", text_at(row, 3)}}));
    fact("after", text_at(row, 4));
    fact("data", words("indicator.data_is", {{"dataset", text_at(row, 5)}, {"rows", words.whole(integer_at(row, 6))}}));
    fact("roles", roles(run, integer_at(row, 7)));
    const std::string reference = text_at(row, 8);
    fact("reference", reference.empty() ? "" : words("indicator.reference_" + reference));
    int column = 9;
    for (const char* key : {"state", "area", "stakeholder", "evidence", "nature", "loss"}) {
      std::string value = text_at(row, column++);
      std::ranges::replace(value, '_', ' ');
      fact(key, words.term(value));
    }
  });
  return tag("dl", all);
}

Html outputs(const Run& run, const Paged& of) {
  const Words& words = run.words;
  Table table(
      words("indicator.results"),
      {{words("column.result")}, {words("column.unit")}, {words("column.better")}, {words("column.convention")}});
  for_each_row(run.database,
               "SELECT title, unit, direction, coalesce(convention, '') FROM output WHERE indicator_id = " +
                   std::to_string(of.id) + " ORDER BY id",
               [&](SQLite::Statement& row) {
                 const std::int64_t direction = integer_at(row, 2);
                 table.row({text(words.output(text_at(row, 0))), text(words.unit(text_at(row, 1))),
                            text(words(direction > 0   ? "indicator.better_higher"
                                       : direction < 0 ? "indicator.better_lower"
                                                       : "indicator.better_none")),
                            text(words.said(text_at(row, 3)))});
               });
  return table.empty() ? Html{} : table.html();
}

Html definition(const Run& run, const Paged& of) {
  const std::string toml = stated(run, of);
  return facts(run, of) + outputs(run, of) + settings(run.database, of.id, run.words) +
         (toml.empty()
              ? Html{}
              : details(run.words("indicator.stated"), tag("pre", {{"tabindex", "0"}}, tag("code", text(toml)))));
}

/// What came out for everyone, by the comparator that the study names first.
Html in_short(const Run& run, const Paged& of) {
  Html list;
  for (const Finding& finding : run.findings) {
    if (finding.indicator_id != of.id || finding.reading == "none") continue;
    const std::string said = finding.suppressed ? run.words("too_few", {{"titles", finding.title}})
                             : finding.estimate ? sentence_of(finding, run.words)
                                                : run.words("no_answer", {{"titles", finding.title}});
    list += tag("li", text(said));
  }
  return list.empty() ? list : tag("ul", {{"class", "short"}}, list);
}

Html levels_of(const Run& run, const Paged& of) {
  Html all;
  for (const Measured& one : run.levels)
    if (one.indicator == of.id)
      all += level_marks(run.database, {one}, run.words) + level(run.database, one, run.words);
  return all.empty() ? tag("p", text(run.words("indicator.no_levels"))) : all;
}

/// What is compared with what, and the assumption without which the difference is no effect.
Html rests(const Run& run, const Paged& of) {
  Html list;
  for_each_row(run.database,
               "SELECT DISTINCT s.id, c.title, d.title, s.summary, s.assumption FROM task t JOIN design s ON s.id = "
               "t.design_id JOIN comparator c ON c.id = s.comparator_id JOIN dataset d ON d.id = s.dataset_id WHERE "
               "t.indicator_id = " +
                   std::to_string(of.id) + " ORDER BY s.id",
               [&](SQLite::Statement& row) {
                 const std::string name =
                     run.words("indicator.rest", {{"comparison", text_at(row, 1)}, {"dataset", text_at(row, 2)}});
                 const std::string assumption = replaced(run.words.said(text_at(row, 4)), "{indicator}", of.title);
                 list +=
                     tag("li", tag("strong", text(name + run.words("colon"))) + text(run.words.said(text_at(row, 3))) +
                                   (assumption.empty()
                                        ? Html{}
                                        : tag("p", text(run.words("indicator.assumption", {{"stated", assumption}})))));
               });
  return list.empty() ? list : tag("h4", text(run.words("indicator.rests"))) + tag("ul", list);
}

Html effects_of(const Run& run, const Paged& of) {
  Html all;
  const Figure* last = nullptr;
  for (const Figure& figure : run.figures) {
    if (figure.indicator_id != of.id) continue;
    if (!last || last->output != figure.output || last->design != figure.design)
      all += "\n"_html +
             tag("h4", text(figure.indicator + run.words("colon") + figure.comparator + ", " + figure.dataset));
    all += effect(run.database, figure, true, run.words);
    last = &figure;
  }
  if (all.empty()) return tag("p", text(run.words("indicator.no_effects")));
  return adjustment(run.database, run.words) + rests(run, of) + all;
}

constexpr const char* counted_query = R"sql(
  SELECT coalesce(c.title, ''), k.name, coalesce(k.wave, ''), coalesce(k.arm, ''), count(*),
         (SELECT count(*) FROM output WHERE indicator_id = t.indicator_id), group_concat(o.title, '; '), e.rows, e.missing,
         coalesce(e.mark, '') = 'small' AS small, s.missing_rule, (SELECT min_rows FROM run)
  FROM estimate e JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN cell k ON k.id = e.cell_id
  JOIN design s ON s.id = k.design_id LEFT JOIN comparator c ON c.id = s.comparator_id JOIN unit_group g ON g.id = t.group_id
  WHERE g.columns = '' AND t.indicator_id = ? GROUP BY s.id, k.id, e.rows, e.missing, small ORDER BY s.id, k.id)sql";

/// Small cells say here what they say of their levels: that they are small.
Html counted_rows(const Run& run, const Paged& of) {
  const Words& words = run.words;
  Table table(words("indicator.counted_caption"), {{words("column.comparison")},
                                                   {words("column.cell")},
                                                   {words("column.result")},
                                                   {words("column.rows"), Align::number},
                                                   {words("column.missing"), Align::number},
                                                   {words("column.share"), Align::number},
                                                   {words("column.left_out")}});
  SQLite::Statement row(run.database, counted_query);
  row.bind(1, of.id);
  while (row.executeStep()) {
    const std::string comparison = text_at(row, 0), arm = text_at(row, 3), wave = text_at(row, 2);
    const std::string level = arm.empty() || wave.empty() ? arm + wave : arm + ", " + wave;
    const std::int64_t rows = integer_at(row, 7), missing = integer_at(row, 8);
    std::vector<Html> cells = {text(comparison.empty() ? words("levels.title") : comparison),
                               text(comparison.empty() && !level.empty() ? level : words.said(text_at(row, 1))),
                               integer_at(row, 4) == integer_at(row, 5) ? Html{} : text(text_at(row, 6))};
    if (integer_at(row, 9) != 0) {
      cells.push_back(text("<" + words.whole(integer_at(row, 11))));
      cells.insert(cells.end(), 2, Html{});
    } else {
      const double share =
          rows + missing > 0 ? 100.0 * static_cast<double>(missing) / static_cast<double>(rows + missing) : 0;
      cells.push_back(text(words.whole(rows)));
      cells.push_back(text(words.whole(missing)));
      cells.push_back(text(words.with_unit(words.number(share, 1), "%")));
    }
    cells.push_back(text(words("indicator.rule_" + text_at(row, 10))));
    table.row(std::move(cells));
  }
  return table.empty() ? Html{} : table.html();
}

/// Messages about the indicator and about its data.
Html messages_about(const Run& run, const Paged& of) {
  const Words& words = run.words;
  Table table(words("messages.caption"), {{words("column.about")}, {words("column.level")}, {words("column.message")}});
  SQLite::Statement row(run.database, R"sql(
      SELECT m.about, m.level, m.text FROM message m JOIN indicator i ON i.id = ? JOIN dataset d ON d.id = i.dataset_id
      WHERE instr(m.about || ',', 'indicator ' || i.name || ',') > 0 OR m.about = 'data ' || d.name ORDER BY m.id)sql");
  row.bind(1, of.id);
  while (row.executeStep())
    table.row({text(text_at(row, 0)),
               tag("span", {{"class", "level " + text_at(row, 1)}}, text(words("level." + text_at(row, 1)))),
               text(words.said(text_at(row, 2)))});
  return table.empty() ? Html{} : table.html();
}

Html page(const Run& run, const Paged& of, const std::string& id) {
  const SQLite::Database& database = run.database;
  const Html links = tag("a", {{"href", "#content"}}, text(run.words("indicator.top"))) + " · "_html +
                     tag("a", {{"href", "report.html"}}, text(run.words("indicator.back")));
  return "\n"_html +
         tag("section", {{"class", "indicator"}, {"id", id}, {"aria-labelledby", id + "-title"}},
             tag("h2", {{"id", id + "-title"}}, text(of.title)) + in_short(run, of) +
                 part(run, "indicator.what", definition(run, of)) + part(run, "levels.title", levels_of(run, of)) +
                 part(run, "indicator.effects", effects_of(run, of)) +
                 part(run, "indicator.differences", differences(database, run.words, of.id)) +
                 part(run, "indicator.published", expectations(database, "h4", run.words, of.id)) +
                 part(run, "indicator.counted", counted_rows(run, of)) +
                 part(run, "indicator.withstands",
                      withstands(database, of.id, run.words) + losses_in_reach(database, of.id, run.words)) +
                 part(run, "indicator.trouble", failures(database, of.id, run.words) + messages_about(run, of)) +
                 tag("p", {{"class", "back"}}, links));
}

}  // namespace
}  // namespace report

std::string indicator_pages(const std::filesystem::path& database) {
  using namespace report;
  const SQLite::Database results = report::open(database);
  const Words words(kept_study(results).language);
  std::vector<Paged> indicators;
  for_each_row(results, "SELECT id, name, title FROM indicator ORDER BY id", [&](SQLite::Statement& row) {
    indicators.push_back({integer_at(row, 0), text_at(row, 1), text_at(row, 2)});
  });
  if (indicators.empty()) return {};
  const Run run{results, words, levels_of(results, words), figures(results, words), found_for_everyone(results, words)};
  Html links = tag("a", {{"href", "report.html"}}, text(words("indicator.back"))), pages;
  for (const Paged& one : indicators) {
    const std::string id = indicator_anchor(one.id);
    links += "\n"_html + tag("a", {{"href", "#" + id}}, text(one.title));
    pages += page(run, one, id);
  }
  Shell shell;
  for_each_row(results, "SELECT title, coalesce(question, ''), clusia_version FROM run", [&](SQLite::Statement& row) {
    shell = {words("indicator.kind"),
             text_at(row, 0),
             text_at(row, 1),
             "Clusia " + text_at(row, 2),
             std::string(web::indicators_style()),
             charts({web::levels_script(), web::curves_script()}, words)};
  });
  return shell_page(shell, tag("nav", {{"aria-label", words("indicator.contents")}}, links) + pages, words);
}

}  // namespace clusia
