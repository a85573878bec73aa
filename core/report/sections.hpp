/// The parts of the report, in its order. Headings stand in web/report.html.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/figure.hpp"
#include "report/html.hpp"
#include "report/level.hpp"
#include "report/words.hpp"

namespace clusia::report {

/// What a comparison of evidence found to be contested: "Figures and voices disagree", in which states and groups.
struct Contested {
  std::string id, what;  ///< id of the section that has it
  std::vector<std::string> entries;
};

/// Four answers that a minute is enough for; empty where nothing is compared of which one way is better.
Html front(const SQLite::Database& database, const std::vector<Contested>& others, const Words& words);
Html verdict(const SQLite::Database& database, const Words& words);         ///< in plain words
Html state_of_run(const SQLite::Database& database, const Words& words);    ///< and what failed
Html at_a_glance(const SQLite::Database& database, const Words& words);     ///< one line an effect
Html specifications(const SQLite::Database& database, const Words& words);  ///< empty where none are compared
Html effects(const SQLite::Database& database, const Words& words);
/// What a comparison's effects by event time are where trends were not parallel; empty where there are none.
Html trends(const SQLite::Database& database, std::int64_t output, std::int64_t design, const std::string& columns,
            const std::string& title, const Words& words);
Html levels(const SQLite::Database& database, const Words& words);
/// Between groups; empty where the study sets none beside each other.
Html differences(const SQLite::Database& database, const Words& words, std::optional<std::int64_t> indicator = {});
Html method(const SQLite::Database& database, const Words& words);
/// Empty where the study names no published values; `heading` is that of what cannot be reproduced.
Html expectations(const SQLite::Database& database, std::string_view heading, const Words& words,
                  std::optional<std::int64_t> indicator = {});
Html balance(const SQLite::Database& database,
             const Words& words);                ///< of covariates between arms; empty where none was told
bool is_balance(const std::string& diagnostic);  ///< whether `balance` tells of it
Html diagnostics(const SQLite::Database& database, const Words& words);  ///< all others
Html messages(const SQLite::Database& database, const Words& words);
Html missing_values(const SQLite::Database& database, const Words& words);
Html conventions(const SQLite::Database& database, const Words& words);
Html provenance(const SQLite::Database& database, const Words& words);

// What the page of an indicator is made of, beside those above that can be asked of one indicator.
Html level(const SQLite::Database& database, const Measured& of, const Words& words);  ///< tables and charts
Html level_marks(const SQLite::Database& database, const std::vector<Measured>& levels,
                 const Words& words);  ///< what their marks mean
Html effect(const SQLite::Database& database, const Figure& figure, bool drawn,
            const Words& words);                                        ///< chart, table and trends
Html adjustment(const SQLite::Database& database, const Words& words);  ///< how p values were adjusted
Html settings(const SQLite::Database& database, std::int64_t indicator, const Words& words);
/// What effects on shares withstand (E-values); those whose interval covers no effect have nothing to be explained
/// away.
Html withstands(const SQLite::Database& database, std::optional<std::int64_t> indicator, const Words& words);
/// "No loss was found" is worth what the tests could have found.
Html losses_in_reach(const SQLite::Database& database, std::optional<std::int64_t> indicator, const Words& words);
Html failures(const SQLite::Database& database, std::optional<std::int64_t> indicator, const Words& words);

/// Of an indicator's page in indicators.html.
std::string indicator_anchor(std::int64_t indicator);

/// "is p adjusted by Holm's method for the tests of its family, ...".
std::string adjusted_for(const std::string& method, const std::string& family, const Words& words);

/// "gain", "loss" ... with a sign that does without colour.
Html reading(const std::string& word, const Words& words = english());

}  // namespace clusia::report
