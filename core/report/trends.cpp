// What effects by event time say where trends were not parallel, in words and as a table.
#include <cmath>

#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr const char* query = R"sql(
  SELECT g.label, k.title, coalesce(k.unit, o.unit), e.estimate, coalesce(x.note, ''),
         x.breakdown, x.seen, b.m, coalesce(b.conf_low, b.set_low), coalesce(b.conf_high, b.set_high),
         y.breakdown, y.seen, line.m, coalesce(line.conf_low, line.set_low), coalesce(line.conf_high, line.set_high),
         bent.m, coalesce(bent.conf_low, bent.set_low), coalesce(bent.conf_high, bent.set_high), g.columns = ''
  FROM effect e JOIN trend_check x ON x.effect_id = e.id AND x.restriction = 'breaks'
  JOIN trend_check y ON y.effect_id = e.id AND y.restriction = 'bends'
  JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN contrast k ON k.id = e.contrast_id
  JOIN unit_group g ON g.id = t.group_id
  LEFT JOIN trend_bound b ON b.check_id = x.id
  LEFT JOIN trend_bound line ON line.check_id = y.id AND line.m = 0
  LEFT JOIN trend_bound bent ON bent.check_id = y.id AND bent.m > 0
  WHERE e.output_id = ? AND k.design_id = ? AND (g.columns = ? OR g.columns = '') AND e.mark IS NULL
  ORDER BY g.id, k.id)sql";

struct Bound {
  std::optional<double> m, low, high;
};

struct Row {
  std::string group, effect, unit, note;
  std::optional<double> estimate, breaks_fall, break_seen, bends_fall, bend_seen;
  Bound broken, line, bent;
  bool everyone = false;
};

Bound bound_at(SQLite::Statement& row, int column) {
  return {real_at(row, column), real_at(row, column + 1), real_at(row, column + 2)};
}

std::vector<Row> rows_of(const SQLite::Database& database, std::int64_t output, std::int64_t design,
                         const std::string& columns) {
  std::vector<Row> rows;
  SQLite::Statement s(database, query);
  s.bind(1, output);
  s.bind(2, design);
  s.bind(3, columns);
  while (s.executeStep())
    rows.push_back({text_at(s, 0), text_at(s, 1), text_at(s, 2), text_at(s, 4), real_at(s, 3), real_at(s, 5),
                    real_at(s, 6), real_at(s, 10), real_at(s, 11), bound_at(s, 7), bound_at(s, 12), bound_at(s, 15),
                    integer_at(s, 18) != 0});
  return rows;
}

std::string number(const std::optional<double>& value) { return rounded(value, decimals_for({value})); }

/// Rounded down: the finding stands up to there.
std::string times(double breakdown) {
  const double shown = breakdown < 10 ? std::floor(breakdown * 10) / 10 : std::floor(breakdown);
  return shown == 0 ? "less than 0.1" : rounded(shown, breakdown < 10 ? 1 : 0);
}

std::string in_words(const Row& row) {
  std::string words;
  if (row.breaks_fall == 0) {
    words = "not clear, even if the trends stayed parallel";
  } else if (row.breaks_fall) {
    words = "stands unless the trends broke, from one wave to the next after the start, by more than " +
            times(*row.breaks_fall) + " times the largest break seen before it (" +
            with_unit(number(row.break_seen), row.unit) + ")";
  } else {
    words = "stands however much larger the breaks after the start were: none was seen before it";
  }
  if (row.breaks_fall == 0) return words + ".";
  if (row.bends_fall == 0)
    return words + ". It does not stand if the trend seen before the start simply went on as a straight line.";
  if (row.bends_fall)
    words += ". If the trend seen before went on, it stands unless its slope changed by more than " +
             with_unit(number(row.bends_fall), row.unit) + " from wave to wave" +
             (row.bend_seen ? " (largest change seen before: " + with_unit(number(row.bend_seen), row.unit) + ")" : "");
  return words + ".";
}

Html range(const Bound& bound) {
  if (!bound.low || !bound.high) return {};
  const int decimals = decimals_for({bound.low, bound.high});
  return text(rounded(bound.low, decimals) + " to " + rounded(bound.high, decimals));
}

}  // namespace

Html trends(const SQLite::Database& database, std::int64_t output, std::int64_t design, const std::string& columns,
            const std::string& title) {
  const std::vector<Row> rows = rows_of(database, output, design, columns);
  if (rows.empty()) return {};
  Html section = tag("h5", "If trends were not parallel"_html);
  if (!rows.front().note.empty() && !rows.front().line.m)
    return section + tag("p", text("No bounds: " + rows.front().note + "."));
  Html sentences;
  Table table(title + ": if trends were not parallel",
              {{"Effect"},
               {"Group"},
               {"Estimate", Align::number},
               {"Breaks that it stands, times the largest before", Align::number},
               {"Largest break before", Align::number},
               {"Interval, breaks allowed", Align::number},
               {"Breaks allowed, times", Align::number},
               {"Interval, straight line", Align::number},
               {"Interval, bends allowed", Align::number},
               {"Bends allowed", Align::number},
               {"Bends that it stands", Align::number},
               {"Unit"},
               {"Note"}});
  for (const Row& row : rows) {
    if (row.everyone && row.note.empty())
      sentences += tag("li", tag("strong", text(row.effect)) + ": "_html + text(in_words(row)));
    table.row({text(row.effect), text(row.everyone ? "Everyone" : row.group), tag("strong", text(number(row.estimate))),
               row.breaks_fall ? text(rounded(row.breaks_fall, 2)) : Html{},
               row.break_seen ? text(number(row.break_seen)) : Html{}, range(row.broken),
               row.broken.m ? text(shortest(*row.broken.m)) : Html{}, range(row.line), range(row.bent),
               row.bent.m ? text(number(row.bent.m)) : Html{}, row.bends_fall ? text(number(row.bends_fall)) : Html{},
               text(row.unit), text(row.note)});
  }
  section += tag(
      "p",
      "Differences before the start that are near zero do not prove that trends would have stayed parallel after "
      "it. So, for each effect, how far they may have parted before the finding falls (Rambachan and Roth 2023):"_html);
  if (!sentences.empty()) section += tag("ul", sentences);
  return section + table.html();
}

}  // namespace clusia::report
