#include "followup/monitor.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

#include "report/csv.hpp"
#include "report/kept_study.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "study/nearest.hpp"

namespace clusia::followup {
namespace {

using report::for_each_row;
using report::real_at;
using report::text_at;

std::vector<Series> series_in(const SQLite::Database& database) {
  std::vector<Series> all;
  std::map<std::tuple<std::string, std::string, std::string, std::string, std::string>, std::size_t> places;
  for_each_row(database, R"sql(
      SELECT e.indicator, e.output, coalesce(e.arm, ''), e.group_columns, e.group_label, e.wave, e.estimate, e.std_error, e.df, e.conf_low,
             e.conf_high, coalesce(e.note, ''), e.unit, e.output_title,
             (SELECT o.direction FROM output o JOIN indicator i ON i.id = o.indicator_id WHERE i.name = e.indicator AND o.name = e.output)
      FROM estimates e WHERE e.comparator = '' AND e.wave IS NOT NULL AND coalesce(e.mark, '') != 'small')sql",
               [&](SQLite::Statement& row) {
                 const auto [at, is_new] = places.emplace(
                     std::tuple(text_at(row, 0), text_at(row, 1), text_at(row, 2), text_at(row, 3), text_at(row, 4)),
                     all.size());
                 if (is_new) {
                   Series one;
                   one.indicator = text_at(row, 0), one.output = text_at(row, 1), one.arm = text_at(row, 2);
                   one.group_columns = text_at(row, 3), one.group_label = text_at(row, 4);
                   one.unit = text_at(row, 12), one.title = text_at(row, 13);
                   const std::int64_t direction = report::integer_at(row, 14);
                   one.better = direction > 0 ? "higher" : direction < 0 ? "lower" : "neither";
                   all.push_back(std::move(one));
                 }
                 all[at->second].points.push_back({text_at(row, 5),
                                                   {real_at(row, 6), real_at(row, 7), real_at(row, 8), real_at(row, 9),
                                                    real_at(row, 10), text_at(row, 12), "", text_at(row, 11)},
                                                   false,
                                                   {},
                                                   ""});
               });
  std::erase_if(all, [](const Series& one) { return one.points.size() < 2; });
  return all;
}

void check_waves(const std::vector<Series>& series, const std::vector<std::string>& reference) {
  std::vector<std::string> known;
  for (const Series& one : series)
    for (const Point& point : one.points)
      if (std::ranges::find(known, point.wave) == known.end()) known.push_back(point.wave);
  for (const std::string& wave : reference)
    if (std::ranges::find(known, wave) == known.end())
      throw std::runtime_error("no figure is of a wave '" + wave + "': " + mend_of(wave, known, "waves"));
}

std::string signal_of(const Point& point, const std::string& better) {
  if (!point.limits || !point.figure.estimate) return "unknown";
  const double at = *point.figure.estimate;
  const Limits& limits = *point.limits;
  const bool high = at > limits.warning_high, low = at < limits.warning_low;
  if (!high && !low) return "within";
  const std::string how = at > limits.action_high || at < limits.action_low ? "action" : "warning";
  return better == "neither" ? how : how + (high == (better == "higher") ? " better" : " worse");
}

void judge(Series& one, const std::vector<std::string>& reference) {
  std::vector<Observation> observed;
  for (Point& point : one.points) {
    point.reference =
        reference.empty() ? &point != &one.points.back() : std::ranges::find(reference, point.wave) != reference.end();
    if (point.reference && point.figure.estimate)
      observed.push_back({*point.figure.estimate, point.figure.std_error.value_or(0)});
  }
  if (!observed.empty()) one.process = process_of(observed);
  for (Point& point : one.points) {
    if (one.process) point.limits = limits_at(*one.process, point.figure.std_error.value_or(0));
    if (!point.reference) point.signal = signal_of(point, one.better);
  }
}

}  // namespace

bool Series::signals() const { return std::ranges::any_of(points, &Point::is_beyond); }

bool Series::unknown() const { return std::ranges::find(points, "unknown", &Point::signal) != points.end(); }

Monitoring monitor(const std::filesystem::path& results, const std::vector<std::string>& reference) {
  const SQLite::Database database = report::open(results);
  Monitoring out;
  for_each_row(database, "SELECT title FROM run", [&](SQLite::Statement& row) { out.title = text_at(row, 0); });
  out.language = report::kept_study(database).language;
  out.series = series_in(database);
  check_waves(out.series, reference);
  for (Series& one : out.series) judge(one, reference);
  return out;
}

std::string who(const Series& of, const report::Words& words) {
  return (of.group_columns.empty() ? words("monitor.everyone") : of.group_label) +
         (of.arm.empty() ? "" : ", " + of.arm);
}

std::string in_words(const std::string& signal, const report::Words& words) {
  if (signal.empty()) return words("monitor.reference");
  const auto space = signal.find(' ');
  const std::string which = words("monitor." + signal.substr(0, space));
  return space == std::string::npos ? which : words("monitor." + signal.substr(space + 1), {{"which", which}});
}

std::string monitor_csv(const Monitoring& of) {
  std::string out =
      "indicator,output,arm,group_columns,group_label,wave,estimate,std_error,signal,centre,spread,warning_low,"
      "warning_high,action_low,action_high,unit\r\n";
  const auto number = [](const std::optional<double>& x) { return "," + (x ? report::shortest(*x) : std::string()); };
  for (const Series& one : of.series)
    for (const Point& p : one.points) {
      for (const std::string* text : {&one.indicator, &one.output, &one.arm, &one.group_columns, &one.group_label})
        out += report::csv_text(*text) + ",";
      out += report::csv_text(p.wave) + number(p.figure.estimate) + number(p.figure.std_error) + "," +
             (p.reference ? "reference" : p.signal);
      out += number(one.process ? std::optional(one.process->centre) : std::nullopt) +
             number(one.process ? std::optional(one.process->spread) : std::nullopt);
      for (const auto limit : {&Limits::warning_low, &Limits::warning_high, &Limits::action_low, &Limits::action_high})
        out += number(p.limits ? std::optional((*p.limits).*limit) : std::nullopt);
      out += "," + report::csv_text(one.unit) + "\r\n";
    }
  return out;
}

}  // namespace clusia::followup
