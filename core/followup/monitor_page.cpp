#include <algorithm>

#include "followup/monitor.hpp"
#include "report/drawing.hpp"
#include "report/number.hpp"
#include "report/sections.hpp"
#include "report/shell.hpp"
#include "report/web.hpp"

namespace clusia::followup {
namespace {

using namespace report;

/// Of the limits alone, not which way.
std::string kind_of(const Point& point, const Words& words) {
  return in_words(point.signal.substr(0, point.signal.find(' ')), words);
}

Html chart_of(const Series& one, const Words& words) {
  Json data = {{"kind", "control"}, {"unit", words.unit(one.unit)}, {"points", Json::array()}};
  for (const Point& p : one.points) {
    Json point = {{"wave", p.wave},
                  {"estimate", json(p.figure.estimate)},
                  {"low", json(p.figure.conf_low)},
                  {"high", json(p.figure.conf_high)},
                  {"kind", kind_of(p, words)},
                  {"centre", one.process ? Json(one.process->centre) : Json(nullptr)}};
    if (p.limits)
      point.update({{"warning_low", p.limits->warning_low},
                    {"warning_high", p.limits->warning_high},
                    {"action_low", p.limits->action_low},
                    {"action_high", p.limits->action_high}});
    data["points"].push_back(std::move(point));
  }
  return drawing(data, words("monitor.chart", {{"title", one.title}, {"who", who(one, words)}}), words);
}

Html range(const std::optional<Limits>& limits, double Limits::*low, double Limits::*high, int decimals,
           const Words& words) {
  return text(limits ? words.range((*limits).*low, (*limits).*high, decimals) : "–");
}

Html table_of(const std::vector<const Series*>& all, const Words& words) {
  std::vector<std::optional<double>> figures;
  for (const Series* one : all)
    for (const Point& p : one->points) figures.push_back(p.figure.estimate);
  const int decimals = decimals_for(figures);
  Table table(words("monitor.every"), {{words("column.group")},
                                       {words("monitor.wave")},
                                       {words("column.estimate"), Align::number, words.unit(all.front()->unit)},
                                       {words("monitor.warning_limits"), Align::number},
                                       {words("monitor.action_limits"), Align::number},
                                       {words("column.reading")}});
  for (const Series* one : all)
    for (const Point& p : one->points)
      table.row({text(capitalised(who(*one, words))), text(p.wave), text(words.number(p.figure.estimate, decimals)),
                 range(p.limits, &Limits::warning_low, &Limits::warning_high, decimals, words),
                 range(p.limits, &Limits::action_low, &Limits::action_high, decimals, words),
                 text(in_words(p.signal, words))});
  return table.html();
}

Html front(const Monitoring& of, const Words& words) {
  Table table(
      words("monitor.beyond"),
      {{words("column.indicator")}, {words("column.group")}, {words("monitor.wave")}, {words("column.reading")}});
  for (const char* kind : {"action worse", "action", "action better", "warning worse", "warning", "warning better"})
    for (const Series& one : of.series)
      for (const Point& p : one.points)
        if (p.signal == kind)
          table.row(
              {text(one.title), text(capitalised(who(one, words))), text(p.wave), text(in_words(p.signal, words))});
  const auto signals = std::ranges::count_if(of.series, &Series::signals);
  const auto unknown = std::ranges::count_if(of.series, &Series::unknown);
  return tag("p", text(words("monitor.front",
                             {{"watched", words.counted(std::ssize(of.series), "monitor.watched")},
                              {"beyond", words.counted(signals, "monitor.are_beyond")},
                              {"unknown", unknown > 0 ? words.counted(unknown, "monitor.not_judged") : ""}}))) +
         (table.empty() ? Html{} : table.html());
}

Html figures(const Monitoring& of, const Words& words) {
  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<std::string, std::string>, std::vector<const Series*>> by_output;
  for (const Series& one : of.series) {
    const std::pair name(one.indicator, one.output);
    if (by_output[name].empty()) order.push_back(name);
    by_output[name].push_back(&one);
  }
  Html out;
  for (const auto& name : order) {
    const auto& all = by_output[name];
    Html charts;
    for (const Series* one : all)
      if (one->group_columns.empty() || one->signals()) charts += chart_of(*one, words);
    out += tag("section", tag("h2", text(all.front()->title)) + charts + table_of(all, words));
  }
  return out;
}

}  // namespace

std::string monitor_page(const Monitoring& of) {
  const Words words(of.language);
  return drawn_page(words("monitor.kind"), of.title, words("monitor.question"),
                    tag("section", tag("h2", text(words("monitor.to_look_at"))) + front(of, words)) +
                        figures(of, words) +
                        tag("section", tag("h2", text(words("monitor.how"))) + tag("p", text(words("monitor.method")))),
                    web::control_script(), words);
}

}  // namespace clusia::followup
