#include <algorithm>

#include "report/figure.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_columns = 10;  // of contrasts

/// Which columns a table needs, and with how many decimals.
struct Layout {
  bool standard_errors = false, intervals = false, p_values = false, adjusted = false, bands = false, clusters = false;
  std::vector<int> decimals;  ///< of each contrast
};

/// One number of decimals for all contrasts in the same unit, as fine as their standard errors ask for.
int decimals_in(const Figure& figure, const std::string& unit) {
  std::vector<std::optional<double>> estimates, errors;
  for (const Group& group : figure.groups) {
    for (std::size_t k = 0; k < group.values.size(); ++k) {
      if (!group.values[k] || figure.contrasts[k].unit != unit) continue;
      estimates.push_back(group.values[k]->estimate);
      errors.push_back(group.values[k]->std_error);
    }
  }
  return std::max(decimals_for(estimates), decimals_for(errors) - 2);
}

Layout layout_of(const Figure& figure) {
  Layout layout;
  for (const Group& group : figure.groups) {
    for (const auto& value : group.values) {
      if (!value) continue;
      layout.standard_errors |= value->std_error.has_value();
      layout.intervals |= value->low || value->high;
      layout.bands |= value->band_low.has_value();
      layout.p_values |= value->p_value.has_value();
      layout.adjusted |= value->p_adjusted.has_value();
      layout.clusters |= !value->clusters.empty();
    }
  }
  for (const Contrast& contrast : figure.contrasts) layout.decimals.push_back(decimals_in(figure, contrast.unit));
  return layout;
}

void add_uncertainty_columns(const Layout& layout, double confidence, const Words& words,
                             std::vector<Table::Column>& columns) {
  const Words::Contents level = {{"n", words.plain(100 * confidence)}};
  if (layout.standard_errors) columns.push_back({words("column.std_error"), Align::number});
  if (layout.intervals) columns.push_back({words("column.interval", level), Align::number});
  if (layout.bands) columns.push_back({words("column.band", level), Align::number});
  if (layout.p_values) columns.push_back({words("column.p"), Align::number});
  if (layout.adjusted) columns.push_back({words("column.p_adjusted"), Align::number});
  if (layout.clusters) columns.push_back({words("column.clusters"), Align::number});
  columns.push_back({words("column.reading"), Align::text});
  columns.push_back({words("column.note"), Align::text});
}

void add_uncertainty(const Layout& layout, const Value& value, int decimals, const Words& words,
                     std::vector<Html>& cells) {
  if (layout.standard_errors) cells.push_back(text(words.number(value.std_error, decimals)));
  if (layout.intervals)
    cells.push_back(
        text(value.low || value.high ? words.range(value.low, value.high, decimals) : words.number(std::nullopt, 0)));
  if (layout.bands)
    cells.push_back(value.band_low ? text(words.range(value.band_low, value.band_high, decimals)) : Html{});
  if (layout.p_values) cells.push_back(text(words.p_value(value.p_value)));
  if (layout.adjusted) cells.push_back(text(words.p_value(value.p_adjusted)));
  if (layout.clusters) cells.push_back(text(value.clusters));
  cells.push_back(reading(value.reading, words));
  cells.push_back(text(value.note));
}

Html estimate(const Value& value, int decimals, const Words& words) {
  return value.suppressed ? tag("span", {{"class", "few"}}, text(words("few")))
                          : tag("strong", text(words.number(value.estimate, decimals)));
}

std::string caption(const Figure& figure, const Words& words) {
  const std::string grouping = figure.columns.empty() ? "" : words("by", {{"columns", figure.columns}});
  return figure.indicator + " (" + figure.comparator + ")" + grouping;
}

std::string grouping(const Figure& figure, const Words& words) {
  return figure.columns.empty() ? words("column.group") : capitalised(figure.columns);
}

/// A row for each group: components first, then each effect with what is known of it.
Table wide(const Figure& figure, const Layout& layout, double confidence, const Words& words) {
  std::vector<Table::Column> columns = {{grouping(figure, words)}};
  const auto add_column = [&](std::size_t k) {
    columns.push_back({figure.contrasts[k].title, Align::number, figure.contrasts[k].unit});
  };
  for (const std::size_t k : figure.components()) add_column(k);
  for (const std::size_t k : figure.effects()) {
    add_column(k);
    add_uncertainty_columns(layout, confidence, words, columns);
  }
  Table table(caption(figure, words), columns);
  for (const Group& group : figure.groups) {
    std::vector<Html> cells = {text(group.label)};
    for (const std::size_t k : figure.components())
      cells.push_back(text(words.number(group.values[k].value_or(Value{}).estimate, layout.decimals[k])));
    for (const std::size_t k : figure.effects()) {
      const Value value = group.values[k].value_or(Value{});
      cells.push_back(estimate(value, layout.decimals[k], words));
      add_uncertainty(layout, value, layout.decimals[k], words, cells);
    }
    table.row(cells, group.everyone ? "everyone" : "");
  }
  return table;
}

/// Whether a row for each group has room for all that there is to say.
bool fits_in_rows(const Figure& figure, const Layout& layout) {
  const std::size_t effects = figure.effects().size();
  if (effects == 1) return figure.contrasts.size() <= most_columns;
  return effects > 1 && effects <= 4 && figure.contrasts.size() <= most_columns && figure.groups.size() > 1 &&
         !layout.standard_errors && !layout.intervals;
}

/// Any number of contrasts: a row for each.
Table narrow(const Figure& figure, const Layout& layout, double confidence, const Words& words) {
  const bool several_groups = figure.groups.size() > 1;
  const std::string& unit = figure.contrasts.front().unit;
  const bool one_unit =
      std::all_of(figure.contrasts.begin(), figure.contrasts.end(), [&](const Contrast& k) { return k.unit == unit; });
  std::vector<Table::Column> columns = {{words("column.contrast")}};
  if (several_groups) columns.insert(columns.begin(), {grouping(figure, words)});
  columns.push_back({words("column.estimate"), Align::number, one_unit ? unit : ""});
  columns.push_back({words("column.unit")});
  add_uncertainty_columns(layout, confidence, words, columns);
  Table table(caption(figure, words), columns);
  for (const Group& group : figure.groups) {
    for (std::size_t k = 0; k < figure.contrasts.size(); ++k) {
      if (!group.values[k]) continue;
      std::vector<Html> cells = {text(figure.contrasts[k].title)};
      if (several_groups) cells.insert(cells.begin(), text(group.label));
      cells.push_back(estimate(*group.values[k], layout.decimals[k], words));
      cells.push_back(one_unit ? Html{} : text(figure.contrasts[k].unit));
      add_uncertainty(layout, *group.values[k], layout.decimals[k], words, cells);
      table.row(cells, several_groups && group.everyone ? "everyone"
                       : figure.contrasts[k].is_effect  ? ""
                                                        : "component");
    }
  }
  return table;
}

}  // namespace

Html reading(const std::string& word, const Words& words) {
  static const std::map<std::string, std::string> signs = {
      {"gain", "▲"}, {"loss", "▼"}, {"unclear", "○"}, {"none", "–"}};
  const auto sign = signs.find(word);
  if (sign == signs.end()) return {};
  return tag("span", {{"class", "reading " + word}},
             tag("span", {{"aria-hidden", "true"}}, text(sign->second)) + " "_html + text(words("reading." + word)));
}

Html adjustment(const SQLite::Database& database, const Words& words) {
  Html said;
  for_each_row(database, "SELECT adjust, family FROM run", [&](SQLite::Statement& row) {
    if (text_at(row, 0) != "none")
      said =
          tag("p", text(words("effects.adjusted", {{"how", adjusted_for(text_at(row, 0), text_at(row, 1), words)}})));
  });
  return said;
}

Html effect(const SQLite::Database& database, const Figure& figure, bool drawn, const Words& words) {
  double confidence = 0;
  for_each_row(database, "SELECT confidence FROM run", [&](SQLite::Statement& row) { confidence = *real_at(row, 0); });
  const Layout layout = layout_of(figure);
  const Table table = fits_in_rows(figure, layout) ? wide(figure, layout, confidence, words)
                                                   : narrow(figure, layout, confidence, words);
  return (drawn ? charts(figure, confidence, words) : Html{}) + table.html() +
         trends(database, figure.output, figure.design, figure.columns, caption(figure, words), words);
}

Html effects(const SQLite::Database& database, const Words& words) {
  const std::vector<Figure> all = figures(database, words);
  if (all.empty()) return tag("p", text(words("effects.none")));
  Html section = adjustment(database, words);
  // Where strategies are compared, their own section draws the effects.
  const bool compared = count(database, "SELECT count(*) FROM specification") > 0;
  const Figure* last = nullptr;
  for (const Figure& figure : all) {
    if (!last || last->output != figure.output) section += "\n"_html + tag("h3", text(figure.indicator));
    if (!last || last->output != figure.output || last->design != figure.design)
      section += "\n"_html + tag("h4", text(figure.comparator + ", " + figure.dataset));
    section += effect(database, figure, !compared, words);
    last = &figure;
  }
  return section;
}

}  // namespace clusia::report
