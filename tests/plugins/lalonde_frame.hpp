/// MatchIt's lalonde as a comparator sees it.
#pragma once

#include <numeric>
#include <random>

#include "answer.hpp"
#include "table.hpp"

namespace clusia::test {

using List = std::vector<double>;
using Settings = std::map<std::string, std::string>;

/// MatchIt's lalonde as a frame, its rows in a given order.
struct Lalonde {
  Frame frame;
  List y;

  explicit Lalonde(int32_t estimand = CLUSIA_ATT, bool survey_weights = false,
                   const std::vector<std::size_t>& order = {}) {
    const Table table("lalonde_matchit.csv");
    const auto ordered = [&](auto values) {
      auto out = values;
      for (std::size_t k = 0; k < order.size(); ++k) out[k] = values[order[k]];
      return out;
    };
    frame.estimand = estimand;
    frame.arm = ordered(table.texts("treat"));
    for (const char* name : {"age", "educ"}) frame.numbers.emplace_back(name, ordered(table.numbers(name)));
    for (const char* name : {"married", "nodegree", "re74", "re75"})
      frame.numbers.emplace_back(name, ordered(table.numbers(name)));
    for (std::size_t k = 0; k < frame.arm.size(); ++k) frame.unit.push_back(std::to_string(k + 1));
    frame.unit = ordered(frame.unit);
    frame.categories.emplace_back("race", ordered(table.texts("race")));
    y = ordered(table.numbers("re78"));
    frame.weight.assign(y.size(), 1);
    for (std::size_t k = 0; survey_weights && k < y.size(); ++k) frame.weight[k] = 1 + frame.numbers[0].second[k] / 20;
  }
  Indicator outcome(const std::string& id = "mean") const {
    std::vector<Column> columns;
    columns.push_back(Column::numbers("re78", y));
    return Indicator(shipped(id), {}, std::move(columns));
  }
  /// Both arms get a copy of every row.
  Lalonde doubled() const {
    Lalonde twice = *this;
    const auto again = [](auto& values) {
      const auto copy = values;
      values.insert(values.end(), copy.begin(), copy.end());
    };
    twice.frame.arm.assign(y.size(), "1");
    twice.frame.arm.resize(2 * y.size(), "0");
    for (auto& [name, values] : twice.frame.numbers) again(values);
    for (auto& [name, values] : twice.frame.categories) again(values);
    for (const auto& unit : frame.unit) twice.frame.unit.push_back("copy " + unit);
    again(twice.frame.weight);
    again(twice.y);
    return twice;
  }
  Effect effect(const std::string& comparator, const Settings& settings = {}) const {
    return effect_of(design(comparator, frame, settings), "effect", outcome(), frame.weight);
  }
};

inline double length(const List& z) { return std::sqrt(std::inner_product(z.begin(), z.end(), z.begin(), 0.0)); }

inline std::vector<std::size_t> shuffled_rows(unsigned seed) {
  std::vector<std::size_t> order(614);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  return order;
}

/// Cells weigh each row alike to the last bit, wherever it stands: row k of `b` is row order[k] of `a`.
inline void expect_same_cells(const Recorded& a, const Recorded& b, const std::vector<std::size_t>& order) {
  ASSERT_EQ(a.status, CLUSIA_OK) << a.message;
  ASSERT_EQ(b.status, CLUSIA_OK) << b.message;
  ASSERT_EQ(a.cells.size(), b.cells.size());
  for (std::size_t c = 0; c < a.cells.size(); ++c) {
    std::map<int64_t, double> weight;
    for (std::size_t k = 0; k < a.cells[c].rows.size(); ++k) weight[a.cells[c].rows[k]] = a.cells[c].weight[k];
    ASSERT_EQ(b.cells[c].rows.size(), weight.size());
    for (std::size_t k = 0; k < weight.size(); ++k)
      ASSERT_EQ(b.cells[c].weight[k],
                weight.at(static_cast<int64_t>(order[static_cast<std::size_t>(b.cells[c].rows[k])])));
  }
  ASSERT_EQ(a.diagnostics.size(), b.diagnostics.size());
  for (std::size_t k = 0; k < a.diagnostics.size(); ++k)
    EXPECT_EQ(a.diagnostics[k].value, b.diagnostics[k].value) << a.diagnostics[k].name;
}

}  // namespace clusia::test
