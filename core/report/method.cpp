#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t longest_formula = 400;

std::string whole(std::int64_t n) { return rounded(static_cast<double>(n), 0); }

Html run_in_words(const SQLite::Database& database) {
  Html words;
  constexpr const char* query =
      "SELECT population, confidence, estimand, EXISTS (SELECT 1 FROM effect WHERE test = 'placebo') FROM run";
  for_each_row(database, query, [&](SQLite::Statement& row) {
    const bool population = integer_at(row, 0) != 0, placebos = integer_at(row, 3) != 0;
    words = tag(
        "p",
        population
            ? (placebos
                   ? "The data are everyone, not a sample: there are no standard errors or intervals."_html
                   : "The data are everyone, not a sample: there are no standard errors, intervals or p values."_html)
            : text("The data are a sample. Intervals cover " + shortest(100 * *real_at(row, 1)) + "%."));
    if (placebos)
      words +=
          tag("p",
              "Where effects are compared with placebos, p is the share of units, the treated among them, whose "
              "placebo is as large: "
              "it says how unusual the effect is, and a standard error beside it is that of the survey alone."_html);
    const std::string estimand = text_at(row, 2);
    const std::string meaning = estimand == "att"   ? "the average effect on those whom the programme reached (ATT)"
                                : estimand == "ate" ? "the average effect on all (ATE)"
                                : estimand == "ato" ? "the average effect where both arms overlap (ATO)"
                                                    : estimand;
    words += tag("p", text("What is estimated: " + meaning + "."));
  });
  return words;
}

/// The variance, in words.
std::string variance_of(const std::string& variance, std::int64_t replicates) {
  if (variance == "bootstrap")
    return "the rescaled bootstrap of Rao, Wu and Yue over PSUs within strata, " + whole(replicates) + " replicates";
  if (variance == "jackknife") return "the jackknife, which leaves out each PSU once (JKn)";
  if (variance == "brr") return "balanced half-samples (BRR)";
  if (variance == "replicate_weights") return "the replicate weights that came with the data";
  return "Taylor linearisation, over PSUs within strata";
}

std::string single_psu_of(const std::string& rule) {
  if (rule == "adjust") return "its total's distance from that of all strata";
  if (rule == "certainty") return "nothing";
  if (rule == "average") return "what the others add on average";
  return "no variance at all: there is none, and the note says why";
}

std::string test_of(const std::string& few_clusters_test) {
  if (few_clusters_test == "randomisation")
    return "the bias-reduced variance (CR2) and, for p, other choices of as many treated units (randomisation)";
  return few_clusters_test == "wild" ? "a score bootstrap with Webb's weights over the bias-reduced variance (wild)"
                                     : "the bias-reduced variance with Satterthwaite's degrees of freedom (CR2)";
}

Html inference(const SQLite::Database& database) {
  Html facts;
  for_each_row(
      database,
      "SELECT variance, replicates, single_psu, max_missing, max_cv, min_rows, adjust, family, few_clusters, "
      "few_clusters_test FROM run "
      "WHERE population = 0",
      [&](SQLite::Statement& row) {
        const auto fact = [&](std::string_view name, const std::string& value) {
          facts += tag("dt", text(name)) + tag("dd", text(value));
        };
        fact("Standard errors", variance_of(text_at(row, 0), integer_at(row, 1)));
        fact("A stratum with one PSU adds", single_psu_of(text_at(row, 2)));
        if (*real_at(row, 3) < 1)
          fact("Not estimated", "cells where more than " + with_unit(shortest(100 * *real_at(row, 3)), "%") +
                                    " of the rows have no value");
        if (const auto cv = real_at(row, 4))
          fact("Imprecise", "a standard error above " + with_unit(shortest(100 * *cv), "%") + " of the estimate");
        if (integer_at(row, 5) > 1) fact("Too few", "fewer than " + whole(integer_at(row, 5)) + " rows");
        if (integer_at(row, 8) > 0 && text_at(row, 0) == "linearised")
          fact("Few clusters", "fewer than " + whole(integer_at(row, 8)) +
                                   " sampling units in an arm, where whole units were assigned, else in all: the usual "
                                   "test finds too much there, and " +
                                   test_of(text_at(row, 9)) + " takes its place");
        fact("Adjusted p",
             text_at(row, 6) == "none" ? "none was asked for" : adjusted_for(text_at(row, 6), text_at(row, 7)));
      });
  return facts.empty() ? facts : tag("dl", facts);
}

Html datasets(const SQLite::Database& database) {
  Table table("Data", {{"Data set"}, {"Read by"}, {"Rows", Align::number}, {"Grouped by"}, {"Sampling unit"}});
  for_each_row(database, R"sql(
      SELECT d.title, p.title, d.rows, d.psu_from,
             (SELECT group_concat(columns, '; ') FROM (SELECT DISTINCT columns FROM unit_group WHERE dataset_id = d.id AND columns != ''))
      FROM dataset d JOIN plugin p ON p.id = d.plugin_id ORDER BY d.id)sql",
               [&](SQLite::Statement& row) {
                 table.row({text(text_at(row, 0)), text(text_at(row, 1)), text(whole(integer_at(row, 2))),
                            text(text_at(row, 4)), text(text_at(row, 3))});
               });
  return table.empty() ? Html{} : table.html();
}

Html indicators(const SQLite::Database& database) {
  Table table("Indicators", {{"Indicator"}, {"Data set"}, {"What it is"}, {"After"}, {"Reference"}});
  for_each_row(database, R"sql(
      SELECT i.id, i.title, d.title, p.summary, p.source, coalesce(i.reference, '') FROM indicator i JOIN dataset d ON d.id = i.dataset_id
      JOIN plugin p ON p.id = i.plugin_id ORDER BY i.id)sql",
               [&](SQLite::Statement& row) {
                 const std::string page = "indicators.html#" + indicator_anchor(integer_at(row, 0));
                 std::vector<Html> cells = {tag("a", {{"href", page}}, text(text_at(row, 1)))};
                 for (int i = 2; i < 6; ++i) cells.push_back(text(text_at(row, i)));
                 table.row(cells);
               });
  return table.empty() ? Html{} : table.html();
}

/// The assumption once for every indicator that it speaks of by name.
Html assumptions(const SQLite::Database& database, std::int64_t design, const std::string& assumption) {
  if (assumption.empty()) return {};
  if (assumption.find("{indicator}") == std::string::npos)
    return tag("p", tag("strong", "Assumption: "_html) + text(assumption));
  Html list;
  for_each_row(database,
               "SELECT DISTINCT i.title FROM task t JOIN indicator i ON i.id = t.indicator_id WHERE t.design_id = " +
                   std::to_string(design) + " ORDER BY i.id",
               [&](SQLite::Statement& row) {
                 list += tag("li", text(capitalised(replaced(assumption, "{indicator}", text_at(row, 0)))));
               });
  if (list.empty()) list = tag("li", text(capitalised(replaced(assumption, "{indicator}", "the indicator"))));
  return tag("p", tag("strong", "Assumption, without which the difference is no effect:"_html)) + tag("ul", list);
}

Html cells(const SQLite::Database& database, std::int64_t design) {
  Table table("What is set beside what",
              {{"Cell"}, {"Wave"}, {"Arm"}, {"Rows", Align::number}, {"Sum of weights", Align::number}});
  for_each_row(database,
               "SELECT name, coalesce(wave, ''), coalesce(arm, ''), rows, size FROM cell WHERE design_id = " +
                   std::to_string(design) + " ORDER BY id",
               [&](SQLite::Statement& row) {
                 const auto size = real_at(row, 4);
                 table.row({text(text_at(row, 0)), text(text_at(row, 1)), text(text_at(row, 2)),
                            text(whole(integer_at(row, 3))), text(rounded(size, decimals_for({size})))});
               });
  return table.empty() ? Html{} : table.html();
}

Html contrasts(const SQLite::Database& database, std::int64_t design) {
  Table table("Contrasts", {{"Contrast"}, {"Formula"}, {"No effect is", Align::number}, {"Role"}});
  for_each_row(database,
               "SELECT title, formula, null_value, is_effect FROM contrast WHERE design_id = " +
                   std::to_string(design) + " ORDER BY id",
               [&](SQLite::Statement& row) {
                 std::string formula = text_at(row, 1);  // a mean over waves and donors is long; the database has it
                 if (formula.size() > longest_formula)
                   formula = formula.substr(0, formula.rfind(' ', longest_formula)) + " …";
                 table.row({text(text_at(row, 0)), tag("code", text(formula)),
                            text(rounded(real_at(row, 2), decimals_of(*real_at(row, 2)))),
                            integer_at(row, 3) != 0 ? "effect"_html : "component"_html});
               });
  return table.empty() ? Html{} : table.html();
}

Html comparators(const SQLite::Database& database) {
  Html all;
  for_each_row(database, R"sql(
      SELECT s.id, c.title, d.title, s.state, coalesce(s.reason, ''), s.summary, s.assumption, s.missing_rule, s.factor, s.weights, p.source,
             CASE WHEN o.id IS NULL THEN '' WHEN o.title = i.title THEN ', for ' || i.title ELSE ', for ' || i.title || ': ' || o.title END
      FROM design s JOIN comparator c ON c.id = s.comparator_id JOIN dataset d ON d.id = s.dataset_id JOIN plugin p ON p.id = c.plugin_id
      LEFT JOIN output o ON o.id = s.output_id LEFT JOIN indicator i ON i.id = o.indicator_id
      ORDER BY s.id)sql",
               [&](SQLite::Statement& row) {
                 const std::int64_t design = integer_at(row, 0);
                 all += "\n"_html + tag("h3", text(text_at(row, 1) + ", " + text_at(row, 2) + text_at(row, 11)));
                 if (text_at(row, 3) == "failed")
                   all += tag("p", {{"class", "state failed"}}, text("This comparison failed: " + text_at(row, 4)));
                 if (!text_at(row, 5).empty()) all += tag("p", text(text_at(row, 5)));
                 all += assumptions(database, design, text_at(row, 6));
                 const std::string rule = text_at(row, 7) == "unit"
                                              ? "a unit with a missing value in any cell is left out"
                                              : "only the row with a missing value is left out";
                 all += details("Cells, contrasts and weights",
                                tag("p", text("Weights: " + text_at(row, 9) + ". Variance: " + text_at(row, 8) +
                                              ". Missing outcomes: " + rule + ". After: " + text_at(row, 10) + ".")) +
                                    cells(database, design) + contrasts(database, design));
               });
  return all;
}

}  // namespace

std::string indicator_anchor(std::int64_t indicator) { return "indicator-" + std::to_string(indicator); }

std::string adjusted_for(const std::string& method, const std::string& family) {
  static const std::map<std::string, std::string> methods = {
      {"holm", "Holm's method"},
      {"benjamini_hochberg", "the method of Benjamini and Hochberg (false discovery rate)"},
      {"romano_wolf", "the step-down method of Romano and Wolf"}};
  static const std::map<std::string, std::string> families = {
      {"groups", "all groups of one contrast of one output"},
      {"indicators", "all indicators of one contrast in one group"},
      {"comparator", "all effects of one comparison"},
      {"study", "all effects of the study"}};
  const auto word = [](const auto& of, const std::string& key) {
    const auto found = of.find(key);
    return found == of.end() ? key : found->second;
  };
  return "is adjusted by " + word(methods, method) + " for the number of tests in a family: " + word(families, family);
}

Html method(const SQLite::Database& database) {
  return run_in_words(database) + inference(database) + datasets(database) + indicators(database) +
         comparators(database);
}

}  // namespace clusia::report
