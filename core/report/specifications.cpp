#include <algorithm>

#include "report/drawing.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"
#include "report/strategies.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_points = 300;  // of a chart

std::string label_of(const Strategy& one) {
  std::string label = one.comparator;
  for (const auto& [dimension, value] : one.choices)
    if (dimension != "comparator") label += "; " + dimension + " " + plain_choice(value);
  return label;
}

/// The rows of the matrix: under the name of each dimension its values, in the order of the study.
struct Matrix {
  Json rows = Json::array(), marks = Json::array();
};

Matrix matrix_of(const Strategies& s) {
  Matrix matrix;
  for (const std::string& dimension : s.dimensions) {
    matrix.rows.push_back({{"label", capitalised(dimension)}, {"head", true}});
    for (const std::string& value : s.values.at(dimension)) {
      for (std::size_t k = 0; k < s.with_result.size(); ++k) {
        const auto of = s.with_result[k].choices.find(dimension);
        if (of != s.with_result[k].choices.end() && of->second == value)
          matrix.marks.push_back({{"place", k}, {"row", matrix.rows.size()}});
      }
      matrix.rows.push_back({{"label", plain_choice(value)}, {"head", false}});
    }
  }
  return matrix;
}

Html chart(const Strategies& s, double confidence) {
  if (s.with_result.size() < 2 || s.with_result.size() > most_points) return {};
  const Matrix matrix = matrix_of(s);
  Json data{{"kind", "strategies"}, {"title", s.title},      {"unit", s.unit},          {"null", s.null_value},
            {"rows", matrix.rows},  {"marks", matrix.marks}, {"points", Json::array()}, {"benchmarks", Json::array()}};
  for (std::size_t k = 0; k < s.with_result.size(); ++k) {
    const Strategy& one = s.with_result[k];
    data["points"].push_back({{"place", k},
                              {"label", label_of(one)},
                              {"estimate", json(one.estimate)},
                              {"low", json(one.low)},
                              {"high", json(one.high)},
                              {"reading", one.reading}});
  }
  for (const BenchmarkValue& b : s.benchmarks)
    data["benchmarks"].push_back({{"title", b.title}, {"estimate", b.value}});
  std::string caption = s.title + ": the effect for everyone under " +
                        counted(static_cast<std::int64_t>(s.with_result.size()), "specification", "specifications") +
                        ", sorted. Below each, the choices that it stands for.";
  if (!s.population) caption += " Lines are " + shortest(100 * confidence) + "% confidence intervals.";
  for (const BenchmarkValue& b : s.benchmarks)
    caption += " The blue line is " + b.title + ", " + rounded(b.value, decimals_for({b.value})) + ".";
  return drawing(data, caption);
}

Html table(const Strategies& s, double confidence) {
  std::vector<Table::Column> columns{{"Comparator"}};
  for (const std::string& dimension : s.dimensions)
    if (dimension != "comparator") columns.push_back({capitalised(dimension)});
  columns.push_back({"Effect", Align::number, s.unit});
  columns.push_back({"Standard error", Align::number});
  columns.push_back({shortest(100 * confidence) + "% interval", Align::number});
  columns.push_back({"p", Align::number});
  columns.push_back({"Reading"});
  columns.push_back({"Note"});
  std::vector<std::optional<double>> estimates;
  for (const Strategy& one : s.with_result) estimates.push_back(one.estimate);
  const int decimals = decimals_for(estimates);
  Table rows(s.title + ": all specifications", columns);
  const auto add = [&](const Strategy& one) {
    std::vector<Html> cells{text(one.comparator)};
    for (const std::string& dimension : s.dimensions) {
      if (dimension == "comparator") continue;
      const auto of = one.choices.find(dimension);
      cells.push_back(of == one.choices.end() ? Html{} : text(plain_choice(of->second)));
    }
    const auto figure = [&](const std::optional<double>& x) { return x ? text(rounded(*x, decimals)) : Html{}; };
    cells.push_back(one.estimate ? tag("strong", figure(one.estimate)) : "none"_html);
    cells.push_back(figure(one.std_error));
    cells.push_back(one.low && one.high ? text(rounded(*one.low, decimals) + " to " + rounded(*one.high, decimals))
                                        : Html{});
    cells.push_back(one.p_value ? text(p_value(one.p_value)) : Html{});
    cells.push_back(one.estimate ? reading(one.reading) : Html{});
    cells.push_back(text(one.note));
    rows.row(cells);
  };
  for (const Strategy& one : s.with_result) add(one);
  for (const Strategy& one : s.without) add(one);
  return rows.html();
}

}  // namespace

Html specifications(const SQLite::Database& database) {
  if (count(database, "SELECT count(*) FROM specification") == 0) return {};
  double confidence = 0;
  for_each_row(database, "SELECT confidence FROM run", [&](SQLite::Statement& row) { confidence = *real_at(row, 0); });
  const Comparison all = comparison(database);
  Html section =
      tag("p",
          "Each figure below answers the same question by another strategy. Where they disagree, the answer rests on "
          "the choice, and the choice needs a reason that does not come from the result."_html);
  for (const Strategies& s : all.all) {
    section += "\n"_html + tag("h3", text(s.title + (s.unit.empty() ? "" : " (" + s.unit + ")")));
    for (const std::string& sentence : sentences(s)) section += tag("p", text(sentence));
    section += chart(s, confidence) + table(s, confidence);
  }
  if (!all.left_out.empty()) {
    Table left("What does not apply to this study", {{"Comparator"}, {"Reason"}});
    for (const LeftOut& one : all.left_out) left.row({text(one.comparator), text(one.reason)});
    section += left.html();
  }
  return section;
}

}  // namespace clusia::report
