#include <algorithm>

#include "report/drawing.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"
#include "report/strategies.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_points = 300;  // of a chart

std::string label_of(const Strategy& one, const Words& words) {
  std::string label = one.comparator;
  for (const auto& [dimension, value] : one.choices)
    if (dimension != "comparator")
      label += words("semicolon") + dimension_title(dimension, words) + " " + plain_choice(value, words);
  return label;
}

/// The rows of the matrix: under the name of each dimension its values, in the order of the study.
struct Matrix {
  Json rows = Json::array(), marks = Json::array();
};

Matrix matrix_of(const Strategies& s, const Words& words) {
  Matrix matrix;
  for (const std::string& dimension : s.dimensions) {
    matrix.rows.push_back({{"label", capitalised(dimension_title(dimension, words))}, {"head", true}});
    for (const std::string& value : s.values.at(dimension)) {
      for (std::size_t k = 0; k < s.with_result.size(); ++k) {
        const auto of = s.with_result[k].choices.find(dimension);
        if (of != s.with_result[k].choices.end() && of->second == value)
          matrix.marks.push_back({{"place", k}, {"row", matrix.rows.size()}});
      }
      matrix.rows.push_back({{"label", plain_choice(value, words)}, {"head", false}});
    }
  }
  return matrix;
}

Html chart(const Strategies& s, double confidence, const Words& words) {
  if (s.with_result.size() < 2 || s.with_result.size() > most_points) return {};
  const Matrix matrix = matrix_of(s, words);
  Json data{{"kind", "strategies"}, {"title", s.title},      {"unit", s.unit},          {"null", s.null_value},
            {"rows", matrix.rows},  {"marks", matrix.marks}, {"points", Json::array()}, {"benchmarks", Json::array()}};
  for (std::size_t k = 0; k < s.with_result.size(); ++k) {
    const Strategy& one = s.with_result[k];
    data["points"].push_back({{"place", k},
                              {"label", label_of(one, words)},
                              {"estimate", json(one.estimate)},
                              {"low", json(one.low)},
                              {"high", json(one.high)},
                              {"reading", words("reading." + one.reading)}});
  }
  for (const BenchmarkValue& b : s.benchmarks)
    data["benchmarks"].push_back({{"title", b.title}, {"estimate", b.value}});
  std::string caption =
      words("strategies.chart",
            {{"title", s.title}, {"all", words.counted(std::ssize(s.with_result), "count.specifications")}});
  if (!s.population) caption += " " + words("caption.lines", {{"n", words.plain(100 * confidence)}});
  for (const BenchmarkValue& b : s.benchmarks)
    caption +=
        " " + words("strategies.blue", {{"title", b.title}, {"value", words.number(b.value, decimals_for({b.value}))}});
  return drawing(data, caption, words);
}

Html table(const Strategies& s, double confidence, const Words& words) {
  std::vector<Table::Column> columns{{capitalised(words("strategies.comparator"))}};
  for (const std::string& dimension : s.dimensions)
    if (dimension != "comparator") columns.push_back({capitalised(dimension_title(dimension, words))});
  columns.push_back({words("column.effect"), Align::number, s.unit});
  columns.push_back({words("column.std_error"), Align::number});
  columns.push_back({words("column.interval", {{"n", words.plain(100 * confidence)}}), Align::number});
  columns.push_back({words("column.p"), Align::number});
  columns.push_back({words("column.reading")});
  columns.push_back({words("column.note")});
  std::vector<std::optional<double>> estimates;
  for (const Strategy& one : s.with_result) estimates.push_back(one.estimate);
  const int decimals = decimals_for(estimates);
  Table rows(words("strategies.caption", {{"title", s.title}}), columns);
  const auto add = [&](const Strategy& one) {
    std::vector<Html> cells{text(one.comparator)};
    for (const std::string& dimension : s.dimensions) {
      if (dimension == "comparator") continue;
      const auto of = one.choices.find(dimension);
      cells.push_back(of == one.choices.end() ? Html{} : text(plain_choice(of->second, words)));
    }
    const auto figure = [&](const std::optional<double>& x) { return x ? text(words.number(*x, decimals)) : Html{}; };
    cells.push_back(one.estimate ? tag("strong", figure(one.estimate)) : text(words("strategies.no_choice")));
    cells.push_back(figure(one.std_error));
    cells.push_back(one.low && one.high ? text(words.range(one.low, one.high, decimals)) : Html{});
    cells.push_back(one.p_value ? text(words.p_value(one.p_value)) : Html{});
    cells.push_back(one.estimate ? reading(one.reading, words) : Html{});
    cells.push_back(text(one.note));
    rows.row(cells);
  };
  for (const Strategy& one : s.with_result) add(one);
  for (const Strategy& one : s.without) add(one);
  return rows.html();
}

}  // namespace

Html specifications(const SQLite::Database& database, const Words& words) {
  if (count(database, "SELECT count(*) FROM specification") == 0) return {};
  double confidence = 0;
  for_each_row(database, "SELECT confidence FROM run", [&](SQLite::Statement& row) { confidence = *real_at(row, 0); });
  const Comparison all = comparison(database, words);
  Html section = tag("p", text(words("strategies.intro")));
  for (const Strategies& s : all.all) {
    section += "\n"_html + tag("h3", text(s.title + (s.unit.empty() ? "" : " (" + s.unit + ")")));
    for (const std::string& sentence : sentences(s, words)) section += tag("p", text(sentence));
    section += chart(s, confidence, words) + table(s, confidence, words);
  }
  if (!all.left_out.empty()) {
    Table left(words("strategies.left_out"), {{capitalised(words("strategies.comparator"))}, {words("column.reason")}});
    for (const LeftOut& one : all.left_out) left.row({text(one.comparator), text(one.reason)});
    section += left.html();
  }
  return section;
}

}  // namespace clusia::report
