#include "voices/page.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/html.hpp"
#include "report/number.hpp"
#include "report/shell.hpp"

namespace clusia {
namespace {

using namespace report;

Html paragraph(const std::string& sentence) { return "\n"_html + tag("p", text(sentence)); }
std::string whole_or_half(double place) { return rounded(known(place), place == std::floor(place) ? 0 : 1); }

/// Items by their place in the last group, which is everyone.
std::vector<std::size_t> by_place(const Priorities& of) {
  std::vector<std::size_t> order(of.items.size());
  std::iota(order.begin(), order.end(), 0);
  const std::vector<double>& places = of.groups.back().places;
  const auto key = [&](std::size_t k) { return known(places[k]).value_or(1e9); };
  std::ranges::stable_sort(order, {}, key);
  return order;
}

Html places(const Priorities& of) {
  std::vector<Table::Column> columns{{"Item"}};
  for (const GroupPriorities& g : of.groups)
    columns.push_back({capitalised(g.group), Align::number, "place (weight, %)"});
  Table table("Priorities: place, and share of the weight", columns);
  for (const std::size_t k : by_place(of)) {
    std::vector<Html> cells{text(of.items[k])};
    for (const GroupPriorities& g : of.groups)
      cells.push_back(text(whole_or_half(g.places[k]) + " (" + rounded(100 * g.weights[k], 0) + ")"));
    table.row(std::move(cells));
  }
  return table.html();
}

Html agreement(const Priorities& of) {
  Table table("How far the members of a group agree", {{"Group"},
                                                       {"Voices", Align::number},
                                                       {"Not complete", Align::number},
                                                       {"Kendall's W", Align::number},
                                                       {"p", Align::number},
                                                       {"Best orders (Kemeny)", Align::number}});
  for (const GroupPriorities& g : of.groups) {
    const bool ranked = !g.mean_rank.empty();
    table.row({text(capitalised(g.group)), text(std::to_string(g.voices)),
               ranked ? text(std::to_string(g.agreement.left_out)) : Html{},
               ranked ? text(rounded(g.agreement.w, 2)) : Html{}, ranked ? text(p_value(g.agreement.p)) : Html{},
               g.kemeny ? text(std::to_string(g.kemeny->orders)) : Html{}});
  }
  return table.html();
}

Html shown(const Exercise& exercise, const Priorities& of) {
  const std::string method = exercise.method == "borda"    ? "Borda: how often an item was preferred to another"
                             : exercise.method == "kemeny" ? "Kemeny: the order that contradicts the fewest people"
                                                           : "the mean of the ranks";
  Html out = paragraph("Places and weights are by " + method + ".") + places(of) + agreement(of);
  if (const std::string words = difference_in_words(of); !words.empty()) out += paragraph(words);
  return out +
         paragraph(
             "W is 0 where nobody agrees and 1 where all rank alike; p is of a W at least so large by chance. Several "
             "best orders mean that the places between them are open.");
}

std::string with_change(double before, double after, int decimals) {
  if (!known(before)) return "–";
  const double change = after - before;
  return (change > 0 ? "+" : "") + rounded(change, decimals);
}

Html indices(const Changes& of) {
  Table table("Index of well-being, 0 to 100", {{"Group"},
                                                {"Voices", Align::number},
                                                {"Before", Align::number, "equal weights"},
                                                {"After", Align::number, "equal weights"},
                                                {"Change", Align::number, "equal weights"},
                                                {"Before", Align::number, "own priorities"},
                                                {"After", Align::number, "own priorities"},
                                                {"Change", Align::number, "own priorities"}});
  for (const GroupChange& g : of.groups) {
    std::vector<Html> cells{text(capitalised(g.group)), text(std::to_string(g.voices)),
                            text(rounded(known(g.equal.before), 1)), text(rounded(known(g.equal.after), 1)),
                            text(with_change(g.equal.before, g.equal.after, 1))};
    for (int k = 0; k < 3; ++k) cells.emplace_back();
    if (g.own)
      cells[5] = text(rounded(g.own->before, 1)), cells[6] = text(rounded(g.own->after, 1)),
      cells[7] = text(with_change(g.own->before, g.own->after, 1));
    table.row(std::move(cells));
  }
  return table.html();
}

Html shown(const Exercise& exercise, const Changes& of) {
  Table table("Each item: mean before and after, and how many see it better or worse", {{"Item"},
                                                                                        {"Group"},
                                                                                        {"Before", Align::number},
                                                                                        {"After", Align::number},
                                                                                        {"Change", Align::number},
                                                                                        {"Better", Align::number},
                                                                                        {"Same", Align::number},
                                                                                        {"Worse", Align::number},
                                                                                        {"Not told", Align::number}});
  for (std::size_t k = 0; k < of.items.size(); ++k)
    for (const GroupChange& g : of.groups) {
      const ItemChange& one = g.items[k];
      table.row({text(of.items[k]), text(capitalised(g.group)), text(rounded(known(one.before), 2)),
                 text(rounded(known(one.after), 2)), text(with_change(one.before, one.after, 2)),
                 text(std::to_string(one.better)), text(std::to_string(one.same)), text(std::to_string(one.worse)),
                 text(std::to_string(one.missing))},
                one.worse > one.better ? "attention" : "");
    }
  const std::string own = exercise.priorities.empty()
                              ? ""
                              : " Own priorities: items count as the group weighed them in '" + exercise.priorities +
                                    "'; of everyone, each voice by its own group's.";
  return paragraph("What people say has changed, on a scale from " +
                   rounded(exercise.lowest, decimals_of(exercise.lowest)) + " to " +
                   rounded(exercise.highest, decimals_of(exercise.highest)) +
                   ". It is their judgement, with nothing set against it." + own) +
         indices(of) + table.html();
}

Html shown(const Exercise& exercise, const std::vector<Spoken>& of) {
  Table table("People, not mentions", {{"Indicator"},
                                       {"Group"},
                                       {"Better", Align::number},
                                       {"Worse", Align::number},
                                       {"Both", Align::number},
                                       {"Same", Align::number},
                                       {"Silent", Align::number},
                                       {"Strength", Align::number, "1 to 3"},
                                       {"Mentions", Align::number}});
  Html quotes;
  for (const Spoken& one : of) {
    table.row({text(one.indicator), text(capitalised(one.group)), text(std::to_string(one.better)),
               text(std::to_string(one.worse)), text(std::to_string(one.mixed)), text(std::to_string(one.same)),
               text(std::to_string(one.silent)), text(rounded(one.strength, 1)), text(std::to_string(one.mentions))},
              one.worse > one.better ? "attention" : "");
    if (!exercise.quotes || one.group == everyone || one.quotes.empty()) continue;
    Html list;
    for (const std::string& quote : one.quotes) list += tag("li", tag("q", text(quote)));
    quotes += details(one.indicator + ", " + one.group, tag("ul", list));
  }
  return paragraph(
             "Each person counts once for an indicator, however often they spoke of it. Both: who said better and "
             "worse. "
             "Silent: who was there and did not speak of it.") +
         table.html() + quotes;
}

}  // namespace

std::string difference_in_words(const Priorities& of) {
  if (!of.difference.share || !of.difference.p) return "";
  const std::string reading = *of.difference.p < 0.05 ? "Groups have different priorities"
                                                      : "It cannot be told that groups have different priorities";
  return reading + ": " + rounded(100 * *of.difference.share, 0) +
         " of 100 parts of the variation in ranks lie between groups (p " + p_value(of.difference.p) + ", " +
         counted(of.difference.people, "complete voice", "complete voices") + ").";
}

Html voices_content(const std::vector<Heard>& heard, std::string_view heading) {
  Html content;
  for (const Heard& one : heard)
    content += "\n"_html +
               tag("section", "\n"_html + tag(heading, text(one.exercise.title)) +
                                  std::visit([&](const auto& what) { return shown(one.exercise, what); }, one.what));
  return content;
}

std::string voices_page(const Study& study, const std::vector<Heard>& heard) {
  return shell_page("Voices", study.title, study.question, voices_content(heard, "h2"));
}

}  // namespace clusia
