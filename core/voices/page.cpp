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
std::string name_of(const std::string& group, const Words& words) {
  return capitalised(group == everyone ? words("front.all") : group);
}
std::string whole_or_half(double place, const Words& words) {
  return words.number(known(place), place == std::floor(place) ? 0 : 1);
}

/// Items by their place in the last group, which is everyone.
std::vector<std::size_t> by_place(const Priorities& of) {
  std::vector<std::size_t> order(of.items.size());
  std::iota(order.begin(), order.end(), 0);
  const std::vector<double>& places = of.groups.back().places;
  const auto key = [&](std::size_t k) { return known(places[k]).value_or(1e9); };
  std::ranges::stable_sort(order, {}, key);
  return order;
}

Html places(const Priorities& of, const Words& words) {
  std::vector<Table::Column> columns{{words("voices.item")}};
  for (const GroupPriorities& g : of.groups)
    columns.push_back({name_of(g.group, words), Align::number, words("voices.place")});
  Table table(words("voices.priorities"), columns);
  for (const std::size_t k : by_place(of)) {
    std::vector<Html> cells{text(of.items[k])};
    for (const GroupPriorities& g : of.groups)
      cells.push_back(text(whole_or_half(g.places[k], words) + " (" + words.number(100 * g.weights[k], 0) + ")"));
    table.row(std::move(cells));
  }
  return table.html();
}

Html agreement(const Priorities& of, const Words& words) {
  Table table(words("voices.agreement"), {{words("column.group")},
                                          {words("voices.voices"), Align::number},
                                          {words("voices.incomplete"), Align::number},
                                          {words("voices.w"), Align::number},
                                          {words("column.p"), Align::number},
                                          {words("voices.orders"), Align::number}});
  for (const GroupPriorities& g : of.groups) {
    const bool ranked = !g.mean_rank.empty();
    table.row({text(name_of(g.group, words)), text(std::to_string(g.voices)),
               ranked ? text(std::to_string(g.agreement.left_out)) : Html{},
               ranked ? text(words.number(g.agreement.w, 2)) : Html{},
               ranked ? text(words.p_value(g.agreement.p)) : Html{},
               g.kemeny ? text(std::to_string(g.kemeny->orders)) : Html{}});
  }
  return table.html();
}

Html shown(const Exercise& exercise, const Priorities& of, const Words& words) {
  Html out = paragraph(words("voices.by", {{"method", words("voices." + exercise.method)}})) + places(of, words) +
             agreement(of, words);
  if (const std::string said = difference_in_words(of, words); !said.empty()) out += paragraph(said);
  return out + paragraph(words("voices.w_means"));
}

std::string with_change(double before, double after, int decimals, const Words& words) {
  if (!known(before)) return "–";
  const double change = after - before;
  return (change > 0 ? "+" : "") + words.number(change, decimals);
}

Html indices(const Changes& of, const Words& words) {
  const std::string equal = words("voices.equal"), own = words("voices.own");
  Table table(words("voices.index"), {{words("column.group")},
                                      {words("voices.voices"), Align::number},
                                      {words("voices.before"), Align::number, equal},
                                      {words("voices.after"), Align::number, equal},
                                      {words("voices.change"), Align::number, equal},
                                      {words("voices.before"), Align::number, own},
                                      {words("voices.after"), Align::number, own},
                                      {words("voices.change"), Align::number, own}});
  for (const GroupChange& g : of.groups) {
    std::vector<Html> cells{text(name_of(g.group, words)), text(std::to_string(g.voices)),
                            text(words.number(known(g.equal.before), 1)), text(words.number(known(g.equal.after), 1)),
                            text(with_change(g.equal.before, g.equal.after, 1, words))};
    for (int k = 0; k < 3; ++k) cells.emplace_back();
    if (g.own)
      cells[5] = text(words.number(g.own->before, 1)), cells[6] = text(words.number(g.own->after, 1)),
      cells[7] = text(with_change(g.own->before, g.own->after, 1, words));
    table.row(std::move(cells));
  }
  return table.html();
}

Html shown(const Exercise& exercise, const Changes& of, const Words& words) {
  Table table(words("voices.changes"), {{words("voices.item")},
                                        {words("column.group")},
                                        {words("voices.before"), Align::number},
                                        {words("voices.after"), Align::number},
                                        {words("voices.change"), Align::number},
                                        {words("voices.better"), Align::number},
                                        {words("voices.same"), Align::number},
                                        {words("voices.worse"), Align::number},
                                        {words("voices.not_told"), Align::number}});
  for (std::size_t k = 0; k < of.items.size(); ++k)
    for (const GroupChange& g : of.groups) {
      const ItemChange& one = g.items[k];
      table.row({text(of.items[k]), text(name_of(g.group, words)), text(words.number(known(one.before), 2)),
                 text(words.number(known(one.after), 2)), text(with_change(one.before, one.after, 2, words)),
                 text(std::to_string(one.better)), text(std::to_string(one.same)), text(std::to_string(one.worse)),
                 text(std::to_string(one.missing))},
                one.worse > one.better ? "attention" : "");
    }
  const std::string own =
      exercise.priorities.empty() ? "" : " " + words("voices.own_means", {{"exercise", exercise.priorities}});
  const auto end = [&](double of_scale) { return words.number(of_scale, decimals_of(of_scale)); };
  return paragraph(words("voices.scale", {{"low", end(exercise.lowest)}, {"high", end(exercise.highest)}}) + own) +
         indices(of, words) + table.html();
}

Html shown(const Exercise& exercise, const std::vector<Spoken>& of, const Words& words) {
  Table table(words("voices.people"), {{words("column.indicator")},
                                       {words("column.group")},
                                       {words("voices.better"), Align::number},
                                       {words("voices.worse"), Align::number},
                                       {words("voices.both"), Align::number},
                                       {words("voices.same"), Align::number},
                                       {words("voices.silent"), Align::number},
                                       {words("voices.strength"), Align::number, words("voices.strengths")},
                                       {words("voices.mentions"), Align::number}});
  Html quotes;
  for (const Spoken& one : of) {
    table.row(
        {text(one.indicator), text(name_of(one.group, words)), text(std::to_string(one.better)),
         text(std::to_string(one.worse)), text(std::to_string(one.mixed)), text(std::to_string(one.same)),
         text(std::to_string(one.silent)), text(words.number(one.strength, 1)), text(std::to_string(one.mentions))},
        one.worse > one.better ? "attention" : "");
    if (!exercise.quotes || one.group == everyone || one.quotes.empty()) continue;
    Html list;
    for (const std::string& quote : one.quotes) list += tag("li", tag("q", text(quote)));
    quotes += details(one.indicator + ", " + one.group, tag("ul", list));
  }
  return paragraph(words("voices.people_means")) + table.html() + quotes;
}

}  // namespace

std::string difference_in_words(const Priorities& of, const Words& words) {
  if (!of.difference.share || !of.difference.p) return "";
  return words(*of.difference.p < 0.05 ? "voices.differ" : "voices.do_not_differ",
               {{"share", words.number(100 * *of.difference.share, 0)},
                {"p", words.p_value(of.difference.p)},
                {"voices", words.counted(of.difference.people, "count.complete_voices")}});
}

Html voices_content(const std::vector<Heard>& heard, std::string_view heading, const Words& words) {
  Html content;
  for (const Heard& one : heard)
    content +=
        "\n"_html +
        tag("section", "\n"_html + tag(heading, text(one.exercise.title)) +
                           std::visit([&](const auto& what) { return shown(one.exercise, what, words); }, one.what));
  return content;
}

std::string voices_page(const Study& study, const std::vector<Heard>& heard) {
  const Words words(study.language);
  return shell_page(words("voices.title"), study.title, study.question, voices_content(heard, "h2", words), words);
}

}  // namespace clusia
