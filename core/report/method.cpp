#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t longest_formula = 400;

Html run_in_words(const SQLite::Database& database, const Words& words) {
  Html said;
  constexpr const char* query =
      "SELECT population, confidence, estimand, EXISTS (SELECT 1 FROM effect WHERE test = 'placebo'), estimand_of FROM "
      "run";
  for_each_row(database, query, [&](SQLite::Statement& row) {
    const bool population = integer_at(row, 0) != 0, placebos = integer_at(row, 3) != 0;
    said = tag("p", text(population ? words(placebos ? "method.everyone_and_placebos" : "method.everyone")
                                    : words("method.sample", {{"confidence", words.plain(100 * *real_at(row, 1))}})));
    if (placebos) said += tag("p", text(words("method.placebos")));
    said += tag("p", text(words(text_at(row, 4) == "sample" ? "method.estimated_of_sample" : "method.estimated",
                                {{"what", words("estimand." + text_at(row, 2))}})));
  });
  return said;
}

Html inference(const SQLite::Database& database, const Words& words) {
  Html facts;
  for_each_row(database,
               "SELECT variance, replicates, single_psu, max_missing, max_cv, min_rows, adjust, family, few_clusters, "
               "few_clusters_test FROM run "
               "WHERE population = 0",
               [&](SQLite::Statement& row) {
                 const auto fact = [&](std::string_view name, const std::string& value) {
                   facts += tag("dt", text(words("inference." + std::string(name)))) + tag("dd", text(value));
                 };
                 const auto share = [&](double of) { return words.with_unit(words.plain(100 * of), "%"); };
                 fact("std_errors", words("variance." + text_at(row, 0), {{"n", words.whole(integer_at(row, 1))}}));
                 fact("single_psu", words("single_psu." + text_at(row, 2)));
                 if (*real_at(row, 3) < 1)
                   fact("left_out", words("inference.missing", {{"share", share(*real_at(row, 3))}}));
                 if (const auto cv = real_at(row, 4)) fact("imprecise", words("inference.cv", {{"share", share(*cv)}}));
                 if (integer_at(row, 5) > 1)
                   fact("few", words("inference.min_rows", {{"n", words.whole(integer_at(row, 5))}}));
                 if (integer_at(row, 8) > 0 && text_at(row, 0) == "linearised")
                   fact("few_clusters",
                        words("inference.clusters", {{"n", words.whole(integer_at(row, 8))},
                                                     {"test", words("few_clusters." + text_at(row, 9))}}));
                 fact("adjusted", text_at(row, 6) == "none" ? words("inference.not_asked")
                                                            : adjusted_for(text_at(row, 6), text_at(row, 7), words));
               });
  return facts.empty() ? facts : tag("dl", facts);
}

Html datasets(const SQLite::Database& database, const Words& words) {
  Table table(words("method.data"), {{words("column.dataset")},
                                     {words("method.read_by")},
                                     {words("column.rows"), Align::number},
                                     {words("method.grouped_by")},
                                     {words("method.sampling_unit")}});
  for_each_row(database, R"sql(
      SELECT d.title, p.title, d.rows, d.psu_from,
             (SELECT group_concat(columns, '; ') FROM (SELECT DISTINCT columns FROM unit_group WHERE dataset_id = d.id AND columns != ''))
      FROM dataset d JOIN plugin p ON p.id = d.plugin_id ORDER BY d.id)sql",
               [&](SQLite::Statement& row) {
                 table.row({text(text_at(row, 0)), text(text_at(row, 1)), text(words.whole(integer_at(row, 2))),
                            text(text_at(row, 4)), text(text_at(row, 3))});
               });
  return table.empty() ? Html{} : table.html();
}

Html indicators(const SQLite::Database& database, const Words& words) {
  Table table(words("method.indicators"), {{words("column.indicator")},
                                           {words("column.dataset")},
                                           {words("method.what")},
                                           {words("column.after")},
                                           {words("method.reference")}});
  for_each_row(database, R"sql(
      SELECT i.id, i.title, d.title, p.summary, p.source, coalesce(i.reference, '') FROM indicator i JOIN dataset d ON d.id = i.dataset_id
      JOIN plugin p ON p.id = i.plugin_id ORDER BY i.id)sql",
               [&](SQLite::Statement& row) {
                 const std::string page = "indicators.html#" + indicator_anchor(integer_at(row, 0));
                 std::vector<Html> cells = {tag("a", {{"href", page}}, text(text_at(row, 1)))};
                 for (int i = 2; i < 5; ++i) cells.push_back(text(words.said(text_at(row, i))));
                 const std::string reference = text_at(row, 5);
                 cells.push_back(text(reference.empty() ? "" : words("reference." + reference)));
                 table.row(cells);
               });
  return table.empty() ? Html{} : table.html();
}

/// The assumption once for every indicator that it speaks of by name.
Html assumptions(const SQLite::Database& database, std::int64_t design, const std::string& assumption,
                 const Words& words) {
  if (assumption.empty()) return {};
  if (assumption.find("{indicator}") == std::string::npos)
    return tag("p", tag("strong", text(words("method.assumption"))) + text(assumption));
  Html list;
  for_each_row(database,
               "SELECT DISTINCT i.title FROM task t JOIN indicator i ON i.id = t.indicator_id WHERE t.design_id = " +
                   std::to_string(design) + " ORDER BY i.id",
               [&](SQLite::Statement& row) {
                 list += tag("li", text(capitalised(replaced(assumption, "{indicator}", text_at(row, 0)))));
               });
  if (list.empty())
    list = tag("li", text(capitalised(replaced(assumption, "{indicator}", words("method.the_indicator")))));
  return tag("p", tag("strong", text(words("method.assumptions")))) + tag("ul", list);
}

Html cells(const SQLite::Database& database, std::int64_t design, const Words& words) {
  Table table(words("method.cells"), {{words("column.cell")},
                                      {words("method.wave")},
                                      {words("method.arm")},
                                      {words("column.rows"), Align::number},
                                      {words("method.weights"), Align::number}});
  for_each_row(database,
               "SELECT name, coalesce(wave, ''), coalesce(arm, ''), rows, size FROM cell WHERE design_id = " +
                   std::to_string(design) + " ORDER BY id",
               [&](SQLite::Statement& row) {
                 const auto size = real_at(row, 4);
                 table.row({text(words.said(text_at(row, 0))), text(text_at(row, 1)), text(text_at(row, 2)),
                            text(words.whole(integer_at(row, 3))), text(words.number(size, decimals_for({size})))});
               });
  return table.empty() ? Html{} : table.html();
}

Html contrasts(const SQLite::Database& database, std::int64_t design, const Words& words) {
  Table table(words("method.contrasts"), {{words("column.contrast")},
                                          {words("method.formula")},
                                          {words("method.no_effect"), Align::number},
                                          {words("quality.role")}});
  for_each_row(database,
               "SELECT title, formula, null_value, is_effect FROM contrast WHERE design_id = " +
                   std::to_string(design) + " ORDER BY id",
               [&](SQLite::Statement& row) {
                 std::string formula = text_at(row, 1);  // a mean over waves and donors is long; the database has it
                 if (formula.size() > longest_formula)
                   formula = formula.substr(0, formula.rfind(' ', longest_formula)) + " …";
                 table.row({text(words.said(text_at(row, 0))), tag("code", text(formula)),
                            text(words.number(real_at(row, 2), decimals_of(*real_at(row, 2)))),
                            text(words(integer_at(row, 3) != 0 ? "method.effect" : "method.component"))});
               });
  return table.empty() ? Html{} : table.html();
}

Html comparators(const SQLite::Database& database, const Words& words) {
  Html all;
  for_each_row(
      database, R"sql(
      SELECT s.id, c.title, d.title, s.state, coalesce(s.reason, ''), s.summary, s.assumption, s.missing_rule, s.factor, s.weights, p.source,
             coalesce(i.title, ''), coalesce(o.title, '')
      FROM design s JOIN comparator c ON c.id = s.comparator_id JOIN dataset d ON d.id = s.dataset_id JOIN plugin p ON p.id = c.plugin_id
      LEFT JOIN output o ON o.id = s.output_id LEFT JOIN indicator i ON i.id = o.indicator_id
      ORDER BY s.id)sql",
      [&](SQLite::Statement& row) {
        const std::int64_t design = integer_at(row, 0);
        const std::string of = text_at(row, 11).empty() ? "" : words.title(text_at(row, 11), text_at(row, 12));
        all += "\n"_html + tag("h3", text(text_at(row, 1) + ", " + text_at(row, 2) +
                                          (of.empty() ? "" : words("method.for_output", {{"output", of}}))));
        if (text_at(row, 3) == "failed")
          all += tag("p", {{"class", "state failed"}}, text(words("method.failed", {{"why", text_at(row, 4)}})));
        if (!text_at(row, 5).empty()) all += tag("p", text(words.said(text_at(row, 5))));
        all += assumptions(database, design, words.said(text_at(row, 6)), words);
        const std::string how = words("method.how", {{"weights", words.said(text_at(row, 9))},
                                                     {"variance", words.said(text_at(row, 8))},
                                                     {"rule", words("missing_rule." + text_at(row, 7))},
                                                     {"source", text_at(row, 10)}});
        all += details(words("method.details"),
                       tag("p", text(how)) + cells(database, design, words) + contrasts(database, design, words));
      });
  return all;
}

}  // namespace

std::string indicator_anchor(std::int64_t indicator) { return "indicator-" + std::to_string(indicator); }

std::string adjusted_for(const std::string& method, const std::string& family, const Words& words) {
  return words("adjusted.by", {{"method", words("adjusted." + method)}, {"family", words("family." + family)}});
}

Html method(const SQLite::Database& database, const Words& words) {
  return run_in_words(database, words) + inference(database, words) + datasets(database, words) +
         indicators(database, words) + comparators(database, words);
}

}  // namespace clusia::report
