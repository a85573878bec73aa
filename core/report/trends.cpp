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

std::string number(const std::optional<double>& value, const Words& words) {
  return words.number(value, decimals_for({value}));
}

/// Rounded down: the finding stands up to there.
std::string times(double breakdown, const Words& words) {
  const double shown = breakdown < 10 ? std::floor(breakdown * 10) / 10 : std::floor(breakdown);
  return shown == 0 ? words("trends.less_than", {{"n", words.plain(0.1)}})
                    : words.number(shown, breakdown < 10 ? 1 : 0);
}

std::string in_words(const Row& row, const Words& words) {
  if (row.breaks_fall == 0) return words("trends.unclear");
  const auto with_unit = [&](const std::optional<double>& value) {
    return words.with_unit(number(value, words), row.unit);
  };
  const std::string breaks =
      row.breaks_fall
          ? words("trends.breaks", {{"times", times(*row.breaks_fall, words)}, {"seen", with_unit(row.break_seen)}})
          : words("trends.no_break");
  if (row.bends_fall == 0) return breaks + " " + words("trends.falls");
  if (!row.bends_fall) return breaks;
  return breaks + " " +
         words(row.bend_seen ? "trends.bends_seen" : "trends.bends",
               row.bend_seen
                   ? Words::Contents{{"change", with_unit(row.bends_fall)}, {"seen", with_unit(row.bend_seen)}}
                   : Words::Contents{{"change", with_unit(row.bends_fall)}});
}

Html range(const Bound& bound, const Words& words) {
  if (!bound.low || !bound.high) return {};
  const int decimals = decimals_for({bound.low, bound.high});
  return text(words.range(bound.low, bound.high, decimals));
}

}  // namespace

Html trends(const SQLite::Database& database, std::int64_t output, std::int64_t design, const std::string& columns,
            const std::string& title, const Words& words) {
  const std::vector<Row> rows = rows_of(database, output, design, columns);
  if (rows.empty()) return {};
  Html section = tag("h5", text(words("trends.title")));
  if (!rows.front().note.empty() && !rows.front().line.m)
    return section + tag("p", text(words("trends.no_bounds", {{"why", words.said(rows.front().note)}})));
  Html sentences;
  Table table(words("trends.caption", {{"of", title}}), {{words("column.effect")},
                                                         {words("column.group")},
                                                         {words("column.estimate"), Align::number},
                                                         {words("trends.breaks_stood"), Align::number},
                                                         {words("trends.break_seen"), Align::number},
                                                         {words("trends.broken"), Align::number},
                                                         {words("trends.breaks_allowed"), Align::number},
                                                         {words("trends.line"), Align::number},
                                                         {words("trends.bent"), Align::number},
                                                         {words("trends.bends_allowed"), Align::number},
                                                         {words("trends.bends_stood"), Align::number},
                                                         {words("column.unit")},
                                                         {words("column.note")}});
  const auto told = [&](const std::optional<double>& value) { return value ? text(number(value, words)) : Html{}; };
  for (const Row& row : rows) {
    const std::string effect = words.said(row.effect);
    if (row.everyone && row.note.empty())
      sentences += tag("li", tag("strong", text(effect)) + text(words("colon") + in_words(row, words)));
    table.row({text(effect), text(row.everyone ? words("everyone") : row.group),
               tag("strong", text(number(row.estimate, words))),
               row.breaks_fall ? text(words.number(row.breaks_fall, 2)) : Html{}, told(row.break_seen),
               range(row.broken, words), row.broken.m ? text(words.plain(*row.broken.m)) : Html{},
               range(row.line, words), range(row.bent, words), told(row.bent.m), told(row.bends_fall),
               text(words.unit(row.unit)), text(words.said(row.note))});
  }
  section += tag("p", text(words("trends.intro")));
  if (!sentences.empty()) section += tag("ul", sentences);
  return section + table.html();
}

}  // namespace clusia::report
