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

std::string kind_of(const Point& point) {
  const std::string words = in_words(point.signal);
  const auto comma = words.find(", ");
  return comma == std::string::npos ? words : words.substr(comma + 2);
}

Html chart_of(const Series& one) {
  Json data = {{"kind", "control"}, {"unit", one.unit}, {"points", Json::array()}};
  for (const Point& p : one.points) {
    Json point = {{"wave", p.wave},
                  {"estimate", json(p.figure.estimate)},
                  {"low", json(p.figure.conf_low)},
                  {"high", json(p.figure.conf_high)},
                  {"kind", kind_of(p)},
                  {"centre", one.process ? Json(one.process->centre) : Json(nullptr)}};
    if (p.limits)
      point.update({{"warning_low", p.limits->warning_low},
                    {"warning_high", p.limits->warning_high},
                    {"action_low", p.limits->action_low},
                    {"action_high", p.limits->action_high}});
    data["points"].push_back(std::move(point));
  }
  return drawing(data, one.title + ", " + who(one) +
                           ": estimates with intervals; the dark band are the warning limits, the light one the action "
                           "limits, the dashed line is the centre of the reference waves.");
}

Html range(const std::optional<Limits>& limits, double Limits::*low, double Limits::*high, int decimals) {
  if (!limits) return text("–");
  return text(rounded((*limits).*low, decimals) + " to " + rounded((*limits).*high, decimals));
}

Html table_of(const std::string& title, const std::vector<const Series*>& all) {
  std::vector<std::optional<double>> figures;
  for (const Series* one : all)
    for (const Point& p : one->points) figures.push_back(p.figure.estimate);
  const int decimals = decimals_for(figures);
  Table table(title, {{"Group"},
                      {"Wave"},
                      {"Estimate", Align::number, all.front()->unit},
                      {"Warning limits", Align::number},
                      {"Action limits", Align::number},
                      {"Reading"}});
  for (const Series* one : all)
    for (const Point& p : one->points)
      table.row({text(capitalised(who(*one))), text(p.wave), text(rounded(p.figure.estimate, decimals)),
                 range(p.limits, &Limits::warning_low, &Limits::warning_high, decimals),
                 range(p.limits, &Limits::action_low, &Limits::action_high, decimals), text(in_words(p.signal))});
  return table.html();
}

Html front(const Monitoring& of) {
  Table table("Figures beyond a limit", {{"Indicator"}, {"Group"}, {"Wave"}, {"Reading"}});
  for (const char* kind : {"action worse", "action", "action better", "warning worse", "warning", "warning better"})
    for (const Series& one : of.series)
      for (const Point& p : one.points)
        if (p.signal == kind)
          table.row({text(one.title), text(capitalised(who(one))), text(p.wave), text(in_words(p.signal))});
  const auto signals = std::ranges::count_if(of.series, &Series::signals);
  const auto unknown = std::ranges::count_if(of.series, &Series::unknown);
  return tag("p", text("Of " + counted(std::ssize(of.series), "figure that is watched", "figures that are watched") +
                       ", " + counted(signals, "is", "are") + " beyond a limit" +
                       (unknown > 0 ? " and " + counted(unknown, "cannot be judged", "cannot be judged") : "") +
                       ". One of twenty passes the warning limits by chance, one of five hundred the "
                       "action limits. A signal is a reason to ask what happened, not an effect of the programme.")) +
         (table.empty() ? Html{} : table.html());
}

Html figures(const Monitoring& of) {
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
      if (one->group_columns.empty() || one->signals()) charts += chart_of(*one);
    out += tag("section", tag("h2", text(all.front()->title)) + charts + table_of("Every wave and group", all));
  }
  return out;
}

}  // namespace

std::string monitor_page(const Monitoring& of) {
  const Html method = tag(
      "p",
      text(
          "Limits stand around the mean of the reference waves, each weighed by its precision. They allow for sampling "
          "error in the reference waves and in the wave that is judged, and for what differed between the reference "
          "waves beyond sampling error (DerSimonian and Laird 1986; Spiegelhalter 2005). One reference wave tells "
          "nothing "
          "of that: its limits are of sampling error alone, and too narrow where years differ. The waves are taken "
          "to be independent samples; of units that repeat, limits are too wide."));
  return drawn_page("Monitoring", of.title, "Is each figure still what it was?",
                    tag("section", tag("h2", "What to look at"_html) + front(of)) + figures(of) +
                        tag("section", tag("h2", "How the limits came about"_html) + method),
                    web::control_script());
}

}  // namespace clusia::followup
