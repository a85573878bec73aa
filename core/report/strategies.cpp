#include "report/strategies.hpp"

#include <algorithm>
#include <set>

#include "report/html.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/report.hpp"

namespace clusia {
namespace report {
namespace {

using Choices = std::map<std::string, std::string>;

/// The options of each specification, by kind and name.
std::map<std::pair<std::string, std::string>, Choices> options_of(const SQLite::Database& database,
                                                                  std::vector<std::string>& order) {
  std::map<std::pair<std::string, std::string>, Choices> all;
  for_each_row(database,
               "SELECT s.kind, s.name, o.name, o.value FROM specification s JOIN specification_option o ON "
               "o.specification_id = s.id ORDER BY s.id, o.rowid",
               [&](SQLite::Statement& row) {
                 const std::string name = text_at(row, 2);
                 all[{text_at(row, 0), text_at(row, 1)}][name] = text_at(row, 3);
                 if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
               });
  return all;
}

constexpr const char* query = R"sql(
  SELECT v.indicator, coalesce(o.name, ''), coalesce(v.unit, ''), si.title, coalesce(o.title, ''), coalesce(o.direction, 0),
         coalesce(k.null_value, 0), sc.title, v.comparator_name, v.indicator_name, coalesce(k.title, ''), v.estimate, v.std_error,
         v.p_value, v.conf_low, v.conf_high, coalesce(v.reading, 'none'), coalesce(v.note, ''), coalesce(v.mark, ''), v.comparator,
         (SELECT count(*) FROM contrast x WHERE x.design_id = s.id AND x.is_effect = 1),
         (SELECT count(*) FROM output x WHERE x.indicator_id = i.id), k.unit IS NOT NULL
  FROM specifications v JOIN specification sc ON sc.kind = 'comparator' AND sc.name = v.comparator_name
  JOIN specification si ON si.kind = 'indicator' AND si.name = v.indicator_name JOIN indicator i ON i.name = v.indicator_name
  JOIN comparator c ON c.name = v.comparator_name JOIN dataset d ON d.name = v.dataset
  JOIN design s ON s.comparator_id = c.id AND s.dataset_id = d.id LEFT JOIN output o ON o.indicator_id = i.id AND o.name = v.output
  LEFT JOIN contrast k ON k.design_id = s.id AND k.name = v.contrast
  WHERE coalesce(v.group_columns, '') = '' ORDER BY si.id, o.id, sc.id, k.id)sql";

struct Stated {
  std::string indicator, title, from, comparator;
  std::optional<double> value;
};

/// Builds the comparison from the rows of the view.
class Builder {
 public:
  explicit Builder(const SQLite::Database& database, const Words& words)
      : database_(database), words_(words), options_(options_of(database, order_)) {}

  Comparison build() {
    for_each_row(
        database_,
        "SELECT b.indicator, coalesce(nullif(b.title, ''), s.title, ''), coalesce(b.from_indicator, "
        "b.indicator), coalesce(b.comparator, ''), b.value FROM benchmark b LEFT JOIN specification s ON s.kind = "
        "'comparator' AND s.base = b.comparator ORDER BY b.id",
        [&](SQLite::Statement& row) {
          const std::string title = text_at(row, 1);
          stated_.push_back({text_at(row, 0), title.empty() ? words_("strategies.published") : title, text_at(row, 2),
                             text_at(row, 3), real_at(row, 4)});
        });
    population_ = count(database_, "SELECT population FROM run") != 0;
    for_each_row(database_, query, [&](SQLite::Statement& row) { take(row); });
    for (Strategies& s : out_.all) finish(s);
    std::erase_if(out_.all, [](const Strategies& s) {  // a line that is the same for all: nothing to compare
      return s.direction == 0 &&
             std::all_of(s.with_result.begin(), s.with_result.end(),
                         [&](const Strategy& one) { return *one.estimate == s.null_value; }) &&
             !s.with_result.empty();
    });
    for (const Failed& failed : failed_) add_failed(failed);
    for_each_row(database_, "SELECT title, reason FROM specification WHERE reason IS NOT NULL ORDER BY id",
                 [&](SQLite::Statement& row) {
                   out_.left_out.push_back({text_at(row, 0), words_.said(text_at(row, 1))});
                 });
    return std::move(out_);
  }

 private:
  bool is_benchmark(const std::string& indicator, const std::string& comparator) const {
    return std::any_of(stated_.begin(), stated_.end(),
                       [&](const Stated& b) { return b.from == indicator && b.comparator == comparator; });
  }

  Strategies& place(const std::string& key, SQLite::Statement& row) {
    const auto found = std::find(keys_.begin(), keys_.end(), key);
    if (found != keys_.end()) return out_.all[static_cast<std::size_t>(found - keys_.begin())];
    keys_.push_back(key);
    Strategies& s = out_.all.emplace_back();
    s.indicator = text_at(row, 0);
    const std::string own = text_at(row, 4);
    s.title = text_at(row, 3) + (integer_at(row, 21) > 1 ? words_("colon") + words_.output(own) : "");
    s.unit = words_.unit(text_at(row, 2));
    s.direction = integer_at(row, 5);
    s.null_value = row.getColumn(6).getDouble();
    s.population = population_;
    s.own_unit = integer_at(row, 22) != 0;
    return s;
  }

  void take(SQLite::Statement& row) {
    Strategy one{text_at(row, 7),
                 text_at(row, 8),
                 text_at(row, 9),
                 words_.said(text_at(row, 10)),
                 {},
                 real_at(row, 11),
                 real_at(row, 12),
                 real_at(row, 13),
                 real_at(row, 14),
                 real_at(row, 15),
                 text_at(row, 16),
                 words_.said(text_at(row, 17))};
    if (text_at(row, 18) == "small") one.estimate = one.low = one.high = {}, one.note = words_("few_rows");
    one.choices["comparator"] = one.comparator;
    if (integer_at(row, 20) > 1) one.choices["effect"] = one.contrast;
    for (const auto& [kind, name] : {std::pair("comparator", one.comparator_name), {"indicator", one.indicator_name}})
      if (const auto of = options_.find({kind, name}); of != options_.end())
        one.choices.insert(of->second.begin(), of->second.end());
    const std::string indicator = text_at(row, 0), output = text_at(row, 1);
    if (is_benchmark(indicator, text_at(row, 19))) {
      benchmarks_.push_back({indicator, text_at(row, 19), output, text_at(row, 2), one});
      return;
    }
    if (output.empty()) {  // no design, or no task: of no output
      failed_.push_back({indicator, text_at(row, 3), one});
      return;
    }
    place(indicator + "\n" + output + "\n" + text_at(row, 2) + "\n" + text_at(row, 6), row).with_result.push_back(one);
  }

  struct Failed {
    std::string indicator, title;
    Strategy strategy;
  };
  struct Kept {
    std::string indicator, comparator, output, unit;
    Strategy strategy;
  };

  void add_benchmarks(Strategies& s, const std::string& output) const {
    for (const Stated& b : stated_) {
      if (b.indicator != s.indicator) continue;
      if (b.value && !s.own_unit) s.benchmarks.push_back({b.title, *b.value, {}, {}});
      for (const Kept& k : benchmarks_)
        if (k.indicator == b.from && k.comparator == b.comparator && k.output == output &&
            words_.unit(k.unit) == s.unit && k.strategy.estimate)
          s.benchmarks.push_back({b.title, *k.strategy.estimate, k.strategy.low, k.strategy.high});
    }
  }

  /// Once, with the first output of its indicator.
  void add_failed(const Failed& failed) {
    auto of = std::find_if(out_.all.begin(), out_.all.end(),
                           [&](const Strategies& s) { return s.indicator == failed.indicator; });
    if (of == out_.all.end()) {
      of = out_.all.insert(out_.all.end(), Strategies{});
      of->indicator = failed.indicator;
      of->title = failed.title;
    }
    of->without.push_back(failed.strategy);
  }

  void finish(Strategies& s) {
    const std::string& key = keys_[static_cast<std::size_t>(&s - out_.all.data())];
    const std::size_t from = key.find('\n') + 1;
    const std::string output = key.substr(from, key.find('\n', from) - from);
    add_benchmarks(s, output);
    for (auto at = s.with_result.begin(); at != s.with_result.end();) {
      if (at->estimate) {
        ++at;
        continue;
      }
      s.without.push_back(*at);
      at = s.with_result.erase(at);
    }
    for (const Strategy& one : s.with_result)
      for (const auto& [dimension, value] : one.choices)
        if (auto& of = s.values[dimension]; std::find(of.begin(), of.end(), value) == of.end()) of.push_back(value);
    std::stable_sort(s.with_result.begin(), s.with_result.end(),
                     [](const Strategy& a, const Strategy& b) { return *a.estimate < *b.estimate; });
    std::vector<std::string> dimensions{"comparator", "effect"};
    dimensions.insert(dimensions.end(), order_.begin(), order_.end());
    for (const std::string& dimension : dimensions)
      if (std::any_of(s.with_result.begin(), s.with_result.end(),
                      [&](const Strategy& one) { return one.choices.count(dimension) != 0; }))
        s.dimensions.push_back(dimension);
  }

  const SQLite::Database& database_;
  const Words& words_;
  std::vector<std::string> order_;
  std::map<std::pair<std::string, std::string>, Choices> options_;
  std::vector<Stated> stated_;
  std::vector<Kept> benchmarks_;
  std::vector<Failed> failed_;
  std::vector<std::string> keys_;
  bool population_ = false;
  Comparison out_;
};

}  // namespace

Comparison comparison(const SQLite::Database& database, const Words& words) { return Builder(database, words).build(); }

}  // namespace report

bool has_specifications(const std::filesystem::path& database) {
  return report::count(report::open(database), "SELECT count(*) FROM specification") > 0;
}

}  // namespace clusia
