// Whether the arms are alike: the balance of covariates as the data have them and as they are compared (Love plots).
#include <algorithm>
#include <cmath>
#include <functional>

#include "report/drawing.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr double threshold = 0.1;      // Austin 2009, "Balance diagnostics for comparing the distribution of baseline
                                       // covariates", section 3.1: below it, an imbalance is held to be negligible
constexpr std::size_t most_named = 8;  // in a sentence
constexpr std::size_t most_rows = 40;  // what can still be read on one page

using Measures = std::map<std::string, double, std::less<>>;

struct Covariate {
  std::string name, note;
  Measures measures;

  /// The size of the standardised difference; none where it was not told, or is in the covariate's own unit.
  std::optional<double> size(const std::string& when) const {
    const auto found = measures.find("standardised_difference" + when);
    return found == measures.end() || !note.empty() ? std::nullopt : std::optional(std::abs(found->second));
  }
  std::optional<double> before() const { return size("_before"); }
  /// An experiment's arms are compared as they were drawn.
  std::optional<double> after() const {
    return measures.contains("standardised_difference") ? size("") : size("_after");
  }
};

struct Balance {
  std::string comparator;
  std::vector<std::string> of;  ///< data sets and results that it holds for
  std::vector<Covariate> covariates;

  bool same(const Balance& other) const {
    return comparator == other.comparator &&
           std::ranges::equal(covariates, other.covariates, [](const Covariate& a, const Covariate& b) {
             return a.name == b.name && a.measures == b.measures;
           });
  }
  std::string title(const Words& words) const { return comparator + ", " + words.list(of, most_named); }
};

constexpr const char* query = R"sql(
  SELECT s.id, coalesce(c.title, ''), d.title || coalesce(' (' || i.title || CASE WHEN o.title = i.title THEN '' ELSE ': ' || o.title END || ')', ''),
         x.name, x.subject, x.value, coalesce(x.text, '')
  FROM diagnostic x JOIN design s ON s.id = x.design_id JOIN dataset d ON d.id = s.dataset_id
  LEFT JOIN comparator c ON c.id = s.comparator_id LEFT JOIN output o ON o.id = s.output_id LEFT JOIN indicator i ON i.id = o.indicator_id
  ORDER BY s.id, x.id)sql";

void add(Balance& to, const std::string& measure, const std::string& covariate, double value, const std::string& note) {
  auto at = std::ranges::find(to.covariates, covariate, &Covariate::name);
  if (at == to.covariates.end()) at = to.covariates.insert(at, Covariate{covariate, "", {}});
  at->measures[measure] = value;
  if (!note.empty()) at->note = note;
}

/// One for each comparison that told any; designs that tell the same to the bit share one.
std::vector<Balance> balances(const SQLite::Database& database, const Words& words) {
  std::vector<Balance> all;
  std::int64_t last = -1;
  const auto join = [&] {
    if (all.size() < 2) return;
    const auto twin =
        std::find_if(all.begin(), all.end() - 1, [&](const Balance& one) { return one.same(all.back()); });
    if (twin == all.end() - 1) return;
    if (std::ranges::find(twin->of, all.back().of.front()) == twin->of.end()) twin->of.push_back(all.back().of.front());
    all.pop_back();
  };
  for_each_row(database, query, [&](SQLite::Statement& row) {
    if (!is_balance(text_at(row, 3))) return;
    if (integer_at(row, 0) != last) {
      join();
      last = integer_at(row, 0);
      all.push_back({text_at(row, 1).empty() ? words("levels.title") : text_at(row, 1), {text_at(row, 2)}, {}});
    }
    add(all.back(), text_at(row, 3), text_at(row, 4), *real_at(row, 5), text_at(row, 6));
  });
  join();
  return all;
}

double largest(const Covariate& of) { return std::max(of.before().value_or(0), of.after().value_or(0)); }

Html chart(const Balance& of, const Words& words) {
  std::vector<const Covariate*> rows;
  for (const Covariate& one : of.covariates)
    if (one.before() || one.after()) rows.push_back(&one);
  std::ranges::stable_sort(rows, std::greater(), [](const Covariate* one) { return largest(*one); });
  const std::size_t all = rows.size();
  if (all == 0) return {};
  rows.resize(std::min(all, most_rows));
  Json data{{"kind", "balance"}, {"threshold", threshold}, {"rows", Json::array()}};
  for (const Covariate* one : rows)
    data["rows"].push_back({{"row", one->name}, {"before", json(one->before())}, {"after", json(one->after())}});
  std::string caption = words("balance.chart", {{"of", of.title(words)}, {"threshold", words.plain(threshold)}});
  if (all > most_rows) caption += " " + words("balance.cut", {{"n", std::to_string(most_rows)}});
  return drawing(data, caption, words);
}

/// "Before, 6 of 8 covariates lie above 0.1; as they are compared, 1 does: age."
std::string sentence(const Balance& of, const Words& words) {
  std::int64_t before = 0, told_before = 0, told_after = 0;
  std::vector<std::string> after;
  for (const Covariate& one : of.covariates) {
    told_before += one.before() ? 1 : 0;
    before += one.before() > threshold ? 1 : 0;
    told_after += one.after() ? 1 : 0;
    if (one.after() > threshold) after.push_back(one.name);
  }
  const auto above = [&](std::int64_t n, std::int64_t told) {
    return words.counted(n, "balance.above",
                         {{"told", words.counted(told, "count.covariates")}, {"threshold", words.plain(threshold)}});
  };
  std::string said;
  if (told_before > 0) said = words("balance.before", {{"above", above(before, told_before)}}) + " ";
  if (told_after == 0) return said + words("balance.no_after");
  const std::string named = after.empty() ? "" : words("colon") + words.list(after, most_named);
  return said + words("balance.after", {{"above", above(std::ssize(after), told_after) + named}});
}

/// In the order of the table's columns, with the keys of their titles.
const std::vector<std::pair<std::string, std::string>> measures = {
    {"standardised_difference_before", "difference_before"},
    {"standardised_difference_after", "difference_after"},
    {"standardised_difference", "difference_after"},
    {"variance_ratio_before", "variances_before"},
    {"variance_ratio_after", "variances_after"},
    {"kolmogorov_smirnov_before", "distance_before"},
    {"kolmogorov_smirnov_after", "distance_after"},
    {"standardised_difference_dropped", "dropped"}};

/// Three decimals: what is smaller is often no more than what the machine's arithmetic leaves over.
std::string shown(double value, const Words& words) {
  return value != 0 && std::abs(value) < 0.0005 ? words.p_value(0)
                                                : words.number(value, std::min(decimals_for({value}), 3));
}

Html table(const Balance& of, const Words& words) {
  std::vector<Table::Column> columns = {{words("balance.covariate")}};
  for (const auto& [measure, title] : measures) columns.push_back({words("balance." + title), Align::number});
  columns.push_back({words("column.note")});
  Table table(words("balance.caption", {{"of", of.title(words)}}), columns);
  for (const Covariate& one : of.covariates) {
    std::vector<Html> cells = {text(one.name)};
    for (const auto& [measure, title] : measures) {
      const auto value = one.measures.find(measure);
      cells.push_back(value == one.measures.end() ? Html{} : text(shown(value->second, words)));
    }
    cells.push_back(text(words.said(one.note)));
    table.row(std::move(cells), one.after() > threshold ? "attention" : "");
  }
  return table.html();
}

}  // namespace

bool is_balance(const std::string& diagnostic) {
  return std::ranges::any_of(measures, [&](const auto& measure) { return measure.first == diagnostic; });
}

Html balance(const SQLite::Database& database, const Words& words) {
  const std::vector<Balance> all = balances(database, words);
  if (all.empty()) return {};
  Html content = tag("p", text(words("balance.intro", {{"threshold", words.plain(threshold)}})));
  for (const Balance& one : all)
    content += "\n"_html + tag("h3", text(one.title(words))) + tag("p", text(sentence(one, words))) +
               chart(one, words) + table(one, words);
  return content;
}

}  // namespace clusia::report
