#include <algorithm>

#include "report/level.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_columns = 8;  // groups beside each other in the table of a profile

struct Settings {
  double confidence = 0;
  std::int64_t min_rows = 1;
  std::optional<double> max_cv;
};

Settings settings_of(const SQLite::Database& database) {
  Settings settings;
  for_each_row(database, "SELECT confidence, min_rows, max_cv FROM run", [&](SQLite::Statement& row) {
    settings = {*real_at(row, 0), integer_at(row, 1), real_at(row, 2)};
  });
  return settings;
}

/// As fine as the standard errors of the same outputs ask for.
int decimals_in(const Measured& of, const std::vector<Measure>& outputs) {
  std::vector<std::optional<double>> estimates, errors;
  for (const auto& [key, level] : of.levels) {
    const bool wanted = std::any_of(outputs.begin(), outputs.end(),
                                    [&](const Measure& output) { return output.id == std::get<0>(key); });
    if (!wanted) continue;
    estimates.push_back(level.estimate);
    errors.push_back(level.std_error);
  }
  return std::max(decimals_for(estimates), decimals_for(errors) - 2);
}

Html too_few(const Words& words) { return tag("span", {{"class", "few"}}, text(words("few"))); }

void add_figure_columns(const Settings& settings, const std::string& unit, const Words& words,
                        std::vector<Table::Column>& columns) {
  columns.push_back({words("column.estimate"), Align::number, unit});
  columns.push_back({words("column.interval", {{"n", words.plain(100 * settings.confidence)}}), Align::number});
  columns.push_back({words("column.std_error"), Align::number});
  columns.push_back({words("column.rows"), Align::number});
  columns.push_back({words("column.missing"), Align::number});
  columns.push_back({words("column.design_effect"), Align::number});
  columns.push_back({words("column.note")});
}

void add_figures(const Settings& settings, const Level& level, int decimals, const Words& words,
                 std::vector<Html>& cells) {
  if (level.suppressed) {
    cells.push_back(too_few(words));
    cells.insert(cells.end(), 2, Html{});
    cells.push_back(text("<" + words.whole(settings.min_rows)));
    cells.insert(cells.end(), 3, Html{});
    return;
  }
  const auto figure = [&](const std::optional<double>& value, int places) {
    return value ? text(words.number(value, places)) : Html{};
  };
  cells.push_back(tag("strong", text(words.number(level.estimate, decimals))));
  cells.push_back(level.low && level.high ? text(words.range(level.low, level.high, decimals)) : Html{});
  cells.push_back(figure(level.std_error, decimals));
  cells.push_back(text(words.whole(level.rows)));
  cells.push_back(text(words.whole(level.missing)));
  cells.push_back(figure(level.design_effect, 2));
  const std::string mark = level.imprecise ? words("levels.imprecise") : "";
  cells.push_back(text(mark + (mark.empty() || level.note.empty() ? "" : words("semicolon")) + level.note));
}

/// Each output for everyone, a row for each and each cell.
Html for_everyone(const Measured& of, const Settings& settings, const Words& words) {
  if (of.groupings.empty() || !of.groupings.front().columns.empty()) return {};
  const Named& everyone = of.groupings.front().groups.front();
  std::vector<Table::Column> columns = {{words("column.result")}, {words("column.in")}, {words("column.unit")}};
  add_figure_columns(settings, "", words, columns);
  Table table(words("levels.for_everyone", {{"indicator", of.title}, {"dataset", of.dataset}}), columns);
  for (const Measure& output : of.outputs) {
    for (const Named& cell : of.cells) {
      const Level* level = of.level(output, everyone, cell);
      if (level == nullptr) continue;
      std::vector<Html> cells = {text(output.title), of.cells.size() > 1 ? text(cell.label) : Html{},
                                 text(output.unit)};
      add_figures(settings, *level, decimals_in(of, {output}), words, cells);
      table.row(cells);
    }
  }
  return table.html();
}

/// One output for every group.
Html by_group(const Measured& of, const Measure& output, const Settings& settings, const Words& words) {
  std::vector<Table::Column> columns = {{words("column.group")}, {words("column.by")}, {words("column.in")}};
  add_figure_columns(settings, output.unit, words, columns);
  Table table(words.title(of.title, output.title), columns);
  const int decimals = decimals_in(of, {output});
  for (const Grouping& grouping : of.groupings) {
    for (const Named& group : grouping.groups) {
      for (const Named& cell : of.cells) {
        const Level* level = of.level(output, group, cell);
        if (level == nullptr) continue;
        std::vector<Html> cells = {text(group.label), text(grouping.columns),
                                   of.cells.size() > 1 ? text(cell.label) : Html{}};
        add_figures(settings, *level, decimals, words, cells);
        table.row(cells, grouping.columns.empty() ? "everyone" : "");
      }
    }
  }
  return table.html();
}

Html in_short(const Level* level, int decimals, const Words& words) {
  if (level == nullptr) return "–"_html;
  if (level->suppressed) return too_few(words);
  Html cell = text(words.number(level->estimate, decimals) + (level->imprecise ? "†" : ""));
  if (level->std_error)
    cell += tag("small", {{"class", "error"}}, text("(" + words.number(level->std_error, decimals) + ")"));
  return cell;
}

/// The points of a curve beside each other, a row for each group.
Html points(const Measured& of, const Words& words) {
  const std::vector<Measure> outputs = of.curve();
  const int decimals = decimals_in(of, outputs);
  std::vector<Table::Column> columns = {{words("column.group")}, {words("column.by")}};
  for (const Measure& output : outputs)
    columns.push_back({words("column.at", {{"x", words.plain(*output.at)}}), Align::number, output.unit});
  Table table(of.title, columns);
  for (const Grouping& grouping : of.groupings) {
    for (const Named& group : grouping.groups) {
      for (const Named& cell : of.cells) {
        const std::string label = of.cells.size() > 1 ? group.label + ", " + cell.label : group.label;
        std::vector<Html> cells = {text(label), text(grouping.columns)};
        for (const Measure& output : outputs) cells.push_back(in_short(of.level(output, group, cell), decimals, words));
        table.row(cells, grouping.columns.empty() ? "everyone" : "");
      }
    }
  }
  return table.html();
}

/// The outputs of a profile, a row for each, groups beside each other; in several tables where there are many.
Html profiles(const Measured& of, const Grouping& grouping, const Words& words) {
  const std::vector<Measure> outputs = of.profile();
  const int decimals = decimals_in(of, outputs);
  std::vector<std::pair<Named, Named>> across;
  for (const Named& group : grouping.groups)
    for (const Named& cell : of.cells) across.emplace_back(group, cell);
  Html all;
  for (std::size_t first = 0; first < across.size(); first += most_columns) {
    const std::size_t last = std::min(first + most_columns, across.size());
    std::vector<Table::Column> columns = {{words("column.result")}};
    for (std::size_t i = first; i < last; ++i)
      columns.push_back({label_of(of, grouping, across[i].first, across[i].second), Align::number});
    Table table(of.title + words("by", {{"columns", grouping.columns}}), columns);
    for (const Measure& output : outputs) {
      std::vector<Html> cells = {text(output.title)};
      for (std::size_t i = first; i < last; ++i)
        cells.push_back(in_short(of.level(output, across[i].first, across[i].second), decimals, words));
      table.row(cells);
    }
    all += table.html();
  }
  return all;
}

Html drawn(const Measured& of, const Settings& settings, const Words& words) {
  Html all;
  for (const Measure& output : of.drawn()) all += chart_of(of, output, settings.confidence, words);
  for (const Grouping& grouping : of.groupings) {
    if (!of.curve().empty() && (of.groupings.size() == 1 || !grouping.columns.empty()))
      all += chart_of_curve(of, grouping, settings.confidence, words);
    if (!of.profile().empty()) all += chart_of_profile(of, grouping, settings.confidence, words);
  }
  return all;
}

Html tables_by_group(const Measured& of, const Settings& settings, const Words& words) {
  const bool everyone_alone = of.groupings.size() == 1 && of.groupings.front().columns.empty();
  if (everyone_alone) return {};
  Html all;
  for (const Measure& output : of.single()) all += by_group(of, output, settings, words);
  if (!of.curve().empty()) all += points(of, words);
  for (const Grouping& grouping : of.groupings)
    if (!of.profile().empty() && !grouping.columns.empty()) all += profiles(of, grouping, words);
  return details(words("levels.by_group", {{"indicator", of.title}}), all);
}

std::string anchor(std::size_t i) { return "level-" + std::to_string(i + 1); }

Html contents(const std::vector<Measured>& all) {
  if (all.size() < 2) return {};
  Html links;
  for (std::size_t i = 0; i < all.size(); ++i)
    links += (i > 0 ? " · "_html : Html{}) + tag("a", {{"href", "#" + anchor(i)}}, text(all[i].title));
  return tag("p", links);
}

/// Charts stand with the effects where there are any, unless they are wanted here, too.
Html level_of(const Measured& of, const Settings& settings, bool charts, const Words& words) {
  Html all;
  for (const std::string& why : of.absent) all += tag("p", text(why + "."));
  return all + for_everyone(of, settings, words) + (charts ? drawn(of, settings, words) : Html{}) +
         tables_by_group(of, settings, words);
}

}  // namespace

Html level_marks(const SQLite::Database& database, const std::vector<Measured>& all, const Words& words) {
  const Settings settings = settings_of(database);
  bool few = false, imprecise = false;
  for (const Measured& of : all) {
    for (const auto& [key, level] : of.levels) {
      few |= level.suppressed;
      imprecise |= level.imprecise;
    }
  }
  Html marks;
  if (few) marks += tag("p", text(words("levels.few_means", {{"n", words.whole(settings.min_rows)}})));
  if (imprecise && settings.max_cv)
    marks +=
        tag("p",
            text(words("levels.imprecise_means", {{"cv", words.with_unit(words.plain(100 * *settings.max_cv), "%")}})));
  return marks;
}

Html level(const SQLite::Database& database, const Measured& of, const Words& words) {
  return level_of(of, settings_of(database), true, words);
}

Html levels(const SQLite::Database& database, const Words& words) {
  const Settings settings = settings_of(database);
  const std::vector<Measured> all = levels_of(database, words);
  if (all.empty()) return tag("p", text(words("levels.none")));
  Html section = level_marks(database, all, words) + contents(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Measured& of = all[i];
    section += "\n"_html + tag("h3", {{"id", anchor(i)}}, text(of.title)) + tag("h4", text(of.dataset)) +
               level_of(of, settings, !of.compared, words);
  }
  return section;
}

}  // namespace clusia::report
