#include "cli/comparison.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/lock_summary.hpp"
#include "cli/summary.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/report.hpp"
#include "report/strategies.hpp"
#include "study/problem.hpp"

namespace clusia::cli {
namespace {

using report::Strategies;
using report::Strategy;

constexpr std::size_t most_rows = 60;  // of a table; the report and the file have them all

using Line = std::vector<std::string>;

int decimals_of(const Strategies& s) {
  std::vector<std::optional<double>> all;
  for (const Strategy& one : s.with_result) all.push_back(one.estimate);
  return report::decimals_for(all);
}

Line line_of(const Strategies& s, const Strategy& one, int decimals) {
  const auto interval = [&]() -> std::string {
    if (!one.low || !one.high) return "";
    return "[" + plain(*one.low, decimals) + ", " + plain(*one.high, decimals) + "]";
  };
  Line line{plain(*one.estimate, decimals), interval(), one.reading == "none" ? "" : one.reading};
  for (const std::string& dimension : s.dimensions) {
    const auto choice = one.choices.find(dimension);
    line.push_back(choice == one.choices.end() ? "" : report::plain_choice(choice->second));
  }
  return line;
}

void print_table(const Strategies& s, std::ostream& to, const Style& style) {
  const int decimals = decimals_of(s);
  std::vector<Line> lines{{"effect" + (s.unit.empty() ? "" : " (" + s.unit + ")"), "interval", "reading"}};
  lines[0].insert(lines[0].end(), s.dimensions.begin(), s.dimensions.end());
  for (const Strategy& one : s.with_result) lines.push_back(line_of(s, one, decimals));
  std::vector<std::size_t> widths(lines[0].size(), 0);
  for (std::size_t c = 0; c < lines[0].size(); ++c) {
    const bool filled = std::any_of(lines.begin() + 1, lines.end(), [&](const Line& line) { return !line[c].empty(); });
    for (const Line& line : lines)
      if (filled) widths[c] = std::max(widths[c], width_of(line[c]));
  }
  const std::size_t rows = lines.size() - 1, half = most_rows / 2;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    if (rows > most_rows && k == half + 1) to << "  … " << rows - most_rows << " between; the report has them all\n";
    if (rows > most_rows && k > half && k <= rows - half) continue;
    std::string text;
    for (std::size_t c = 0; c < lines[k].size(); ++c) {
      if (widths[c] == 0) continue;
      const std::string cell = padded(lines[k][c], widths[c], c < 2);
      const std::string& colour = k == 0                  ? style.dim
                                  : c != 2                ? ""
                                  : lines[k][c] == "gain" ? style.good
                                  : lines[k][c] == "loss" ? style.bad
                                                          : style.dim;
      text += "  " + colour + cell + (colour.empty() ? "" : style.plain);
    }
    const auto end = text.find_last_not_of(' ');
    to << text.substr(0, end + 1) << "\n";
  }
}

void print_without(const Strategies& s, std::ostream& to, const Style& style) {
  std::vector<std::pair<std::string, std::string>> told;  // one line for what several say
  for (const Strategy& one : s.without) {
    std::string name = one.comparator;
    for (const auto& [dimension, value] : one.choices)
      if (dimension != "comparator") name += ", " + dimension + " " + report::plain_choice(value);
    if (const std::pair line(name, one.note); std::find(told.begin(), told.end(), line) == told.end())
      told.push_back(line);
  }
  for (const auto& [name, note] : told)
    to << "  " << style.bad << "no result" << style.plain << "  " << name << ": " << note << "\n";
}

nlohmann::json number(const std::optional<double>& x) { return x ? nlohmann::json(*x) : nlohmann::json(nullptr); }

nlohmann::json json_of(const Strategy& one) {
  nlohmann::json out{{"comparator", one.comparator_name}, {"indicator", one.indicator_name}, {"choices", one.choices}};
  if (!one.estimate) {
    out["note"] = one.note;
    return out;
  }
  out.update({{"contrast", one.contrast},
              {"estimate", number(one.estimate)},
              {"std_error", number(one.std_error)},
              {"conf_low", number(one.low)},
              {"conf_high", number(one.high)},
              {"p_value", number(one.p_value)},
              {"reading", one.reading}});
  return out;
}

void print_comparison(const std::filesystem::path& file, std::ostream& to, const Style& style) {
  const SQLite::Database database = report::open(file);
  const report::Comparison comparison = report::comparison(database);
  report::for_each_row(database, "SELECT title, population, state, confidence FROM run", [&](SQLite::Statement& row) {
    to << style.bold << report::text_at(row, 0) << style.plain << "\nstrategies side by side, for everyone; "
       << sampling_in_words(report::integer_at(row, 1) != 0, row.getColumn(3).getDouble()) << "\n";
    if (report::text_at(row, 2) != "complete")
      to << style.bad << "this run is " << report::text_at(row, 2) << style.plain << "\n";
  });
  print_overrides(database, to, style);
  print_lock(database, to, style);
  for (const Strategies& s : comparison.all) {
    to << "\n" << style.bold << s.title << (s.own_unit ? " (" + s.unit + ")" : "") << style.plain << "\n";
    if (!s.with_result.empty()) print_table(s, to, style);
    print_without(s, to, style);
    for (const std::string& sentence : report::sentences(s)) to << "  " << sentence << "\n";
  }
  if (!comparison.left_out.empty()) to << "\n" << style.bold << "Does not apply" << style.plain << "\n";
  for (const report::LeftOut& left : comparison.left_out) to << "  " << left.comparator << ": " << left.reason << "\n";
  to << "\n";
}

std::string json_comparison(const std::filesystem::path& file) {
  using nlohmann::json;
  const SQLite::Database database = report::open(file);
  const report::Comparison comparison = report::comparison(database);
  json all = json::parse(json_summary(file));
  all.erase("effects");
  all["comparison"] = json::array();
  for (const Strategies& s : comparison.all) {
    json one{{"indicator", s.indicator},
             {"title", s.title},
             {"unit", s.unit},
             {"dimensions", s.dimensions},
             {"sign_depends_on", report::sign_depends_on(s)},
             {"conclusion_depends_on", report::reading_depends_on(s)},
             {"sentences", report::sentences(s)},
             {"benchmarks", json::array()},
             {"specifications", json::array()},
             {"without_result", json::array()}};
    for (const auto& b : s.benchmarks)
      one["benchmarks"].push_back(
          {{"title", b.title}, {"value", b.value}, {"conf_low", number(b.low)}, {"conf_high", number(b.high)}});
    for (const Strategy& strategy : s.with_result) one["specifications"].push_back(json_of(strategy));
    for (const Strategy& strategy : s.without) one["without_result"].push_back(json_of(strategy));
    all["comparison"].push_back(std::move(one));
  }
  all["does_not_apply"] = json::array();
  for (const auto& left : comparison.left_out)
    all["does_not_apply"].push_back({{"comparator", left.comparator}, {"reason", left.reason}});
  return all.dump(2);
}

}  // namespace

void print_results(const std::filesystem::path& database, std::ostream& to, const Style& style) {
  (has_specifications(database) ? print_comparison : print_summary)(database, to, style);
}

std::string json_of_results(const std::filesystem::path& database) {
  return (has_specifications(database) ? json_comparison : json_summary)(database);
}

}  // namespace clusia::cli
