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

std::string whole(std::int64_t n) { return rounded(static_cast<double>(n), 0); }

Html too_few() { return tag("span", {{"class", "few"}}, "too few"_html); }

void add_figure_columns(const Settings& settings, const std::string& unit, std::vector<Table::Column>& columns) {
  columns.push_back({"Estimate", Align::number, unit});
  columns.push_back({shortest(100 * settings.confidence) + "% interval", Align::number});
  columns.push_back({"Standard error", Align::number});
  columns.push_back({"Rows", Align::number});
  columns.push_back({"Missing", Align::number});
  columns.push_back({"Design effect", Align::number});
  columns.push_back({"Note"});
}

void add_figures(const Settings& settings, const Level& level, int decimals, std::vector<Html>& cells) {
  if (level.suppressed) {
    cells.push_back(too_few());
    cells.insert(cells.end(), 2, Html{});
    cells.push_back(text("<" + whole(settings.min_rows)));
    cells.insert(cells.end(), 3, Html{});
    return;
  }
  const auto figure = [&](const std::optional<double>& value, int places) {
    return value ? text(rounded(value, places)) : Html{};
  };
  cells.push_back(tag("strong", text(rounded(level.estimate, decimals))));
  cells.push_back(level.low && level.high ? text(rounded(level.low, decimals) + " to " + rounded(level.high, decimals))
                                          : Html{});
  cells.push_back(figure(level.std_error, decimals));
  cells.push_back(text(whole(level.rows)));
  cells.push_back(text(whole(level.missing)));
  cells.push_back(figure(level.design_effect, 2));
  const std::string mark = level.imprecise ? "imprecise" : "";
  cells.push_back(text(mark + (mark.empty() || level.note.empty() ? "" : "; ") + level.note));
}

/// Each output for everyone, a row for each and each cell.
Html for_everyone(const Measured& of, const Settings& settings) {
  if (of.groupings.empty() || !of.groupings.front().columns.empty()) return {};
  const Named& everyone = of.groupings.front().groups.front();
  std::vector<Table::Column> columns = {{"Result"}, {"In"}, {"Unit"}};
  add_figure_columns(settings, "", columns);
  Table table(of.title + ": everyone in " + of.dataset, columns);
  for (const Measure& output : of.outputs) {
    for (const Named& cell : of.cells) {
      const Level* level = of.level(output, everyone, cell);
      if (level == nullptr) continue;
      std::vector<Html> cells = {text(output.title), of.cells.size() > 1 ? text(cell.label) : Html{},
                                 text(output.unit)};
      add_figures(settings, *level, decimals_in(of, {output}), cells);
      table.row(cells);
    }
  }
  return table.html();
}

/// One output for every group.
Html by_group(const Measured& of, const Measure& output, const Settings& settings) {
  std::vector<Table::Column> columns = {{"Group"}, {"By"}, {"In"}};
  add_figure_columns(settings, output.unit, columns);
  Table table(of.title + (output.title == of.title ? "" : ": " + output.title), columns);
  const int decimals = decimals_in(of, {output});
  for (const Grouping& grouping : of.groupings) {
    for (const Named& group : grouping.groups) {
      for (const Named& cell : of.cells) {
        const Level* level = of.level(output, group, cell);
        if (level == nullptr) continue;
        std::vector<Html> cells = {text(group.label), text(grouping.columns),
                                   of.cells.size() > 1 ? text(cell.label) : Html{}};
        add_figures(settings, *level, decimals, cells);
        table.row(cells, grouping.columns.empty() ? "everyone" : "");
      }
    }
  }
  return table.html();
}

Html in_short(const Level* level, int decimals) {
  if (level == nullptr) return "–"_html;
  if (level->suppressed) return too_few();
  Html cell = text(rounded(level->estimate, decimals) + (level->imprecise ? "†" : ""));
  if (level->std_error)
    cell += tag("small", {{"class", "error"}}, text("(" + rounded(level->std_error, decimals) + ")"));
  return cell;
}

/// The points of a curve beside each other, a row for each group.
Html points(const Measured& of) {
  const std::vector<Measure> outputs = of.curve();
  const int decimals = decimals_in(of, outputs);
  std::vector<Table::Column> columns = {{"Group"}, {"By"}};
  for (const Measure& output : outputs) columns.push_back({"at " + shortest(*output.at), Align::number, output.unit});
  Table table(of.title, columns);
  for (const Grouping& grouping : of.groupings) {
    for (const Named& group : grouping.groups) {
      for (const Named& cell : of.cells) {
        const std::string label = of.cells.size() > 1 ? group.label + ", " + cell.label : group.label;
        std::vector<Html> cells = {text(label), text(grouping.columns)};
        for (const Measure& output : outputs) cells.push_back(in_short(of.level(output, group, cell), decimals));
        table.row(cells, grouping.columns.empty() ? "everyone" : "");
      }
    }
  }
  return table.html();
}

/// The outputs of a profile, a row for each, groups beside each other; in several tables where there are many.
Html profiles(const Measured& of, const Grouping& grouping) {
  const std::vector<Measure> outputs = of.profile();
  const int decimals = decimals_in(of, outputs);
  std::vector<std::pair<Named, Named>> across;
  for (const Named& group : grouping.groups)
    for (const Named& cell : of.cells) across.emplace_back(group, cell);
  Html all;
  for (std::size_t first = 0; first < across.size(); first += most_columns) {
    const std::size_t last = std::min(first + most_columns, across.size());
    std::vector<Table::Column> columns = {{"Result"}};
    for (std::size_t i = first; i < last; ++i)
      columns.push_back({label_of(of, grouping, across[i].first, across[i].second), Align::number});
    Table table(of.title + ", by " + grouping.columns, columns);
    for (const Measure& output : outputs) {
      std::vector<Html> cells = {text(output.title)};
      for (std::size_t i = first; i < last; ++i)
        cells.push_back(in_short(of.level(output, across[i].first, across[i].second), decimals));
      table.row(cells);
    }
    all += table.html();
  }
  return all;
}

Html drawn(const Measured& of, const Settings& settings) {
  Html all;
  for (const Measure& output : of.drawn()) all += chart_of(of, output, settings.confidence);
  for (const Grouping& grouping : of.groupings) {
    if (!of.curve().empty() && (of.groupings.size() == 1 || !grouping.columns.empty()))
      all += chart_of_curve(of, grouping, settings.confidence);
    if (!of.profile().empty()) all += chart_of_profile(of, grouping, settings.confidence);
  }
  return all;
}

Html tables_by_group(const Measured& of, const Settings& settings) {
  const bool everyone_alone = of.groupings.size() == 1 && of.groupings.front().columns.empty();
  if (everyone_alone) return {};
  Html all;
  for (const Measure& output : of.single()) all += by_group(of, output, settings);
  if (!of.curve().empty()) all += points(of);
  for (const Grouping& grouping : of.groupings)
    if (!of.profile().empty() && !grouping.columns.empty()) all += profiles(of, grouping);
  return details(of.title + ": all figures by group", all);
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
Html level_of(const Measured& of, const Settings& settings, bool charts) {
  Html all;
  for (const std::string& why : of.absent) all += tag("p", text(why + "."));
  return all + for_everyone(of, settings) + (charts ? drawn(of, settings) : Html{}) + tables_by_group(of, settings);
}

}  // namespace

Html level_marks(const SQLite::Database& database, const std::vector<Measured>& all) {
  const Settings settings = settings_of(database);
  bool few = false, imprecise = false;
  for (const Measured& of : all) {
    for (const auto& [key, level] : of.levels) {
      few |= level.suppressed;
      imprecise |= level.imprecise;
    }
  }
  Html words;
  if (few)
    words +=
        tag("p", text("“Too few”: fewer than " + whole(settings.min_rows) +
                      " rows. Such figures are not shown here; the database keeps them. Nothing else is held back: "
                      "what is not shown may follow from totals."));
  if (imprecise && settings.max_cv)
    words += tag("p", text("“Imprecise”, in short tables †: the standard error is above " +
                           with_unit(shortest(100 * *settings.max_cv), "%") + " of the estimate."));
  return words;
}

Html level(const SQLite::Database& database, const Measured& of) { return level_of(of, settings_of(database), true); }

Html levels(const SQLite::Database& database) {
  const Settings settings = settings_of(database);
  const std::vector<Measured> all = levels_of(database);
  if (all.empty()) return tag("p", "The run holds no levels."_html);
  Html section = level_marks(database, all) + contents(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Measured& of = all[i];
    section += "\n"_html + tag("h3", {{"id", anchor(i)}}, text(of.title)) + tag("h4", text(of.dataset)) +
               level_of(of, settings, !of.compared);
  }
  return section;
}

}  // namespace clusia::report
