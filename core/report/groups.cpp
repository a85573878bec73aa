// Pages for a wall: what came out better and worse for each group, in plain words.
#include <algorithm>
#include <cmath>

#include "report/finding.hpp"
#include "report/kept_study.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/report.hpp"
#include "report/sections.hpp"
#include "report/sentence.hpp"
#include "report/shell.hpp"
#include "report/web.hpp"
#include "report/words.hpp"

namespace clusia {
namespace report {
namespace {

constexpr std::size_t most_columns = 8;                     // of a table of signs, on a page of A4
constexpr double width = 516, height = 700;                 // points that A4 leaves for text, with some to spare
constexpr double largest = 16, smallest = 8.5, step = 0.5;  // points of type
constexpr double letter = 0.56, line = 1.35;                // of the type's size: DejaVu Sans, and the style sheet
constexpr double head = 3.2, heading = 2.6, entry = 0.15;   // lines of a group's name, of a heading, between entries

struct Run {
  bool population = false;
  double confidence = 0;
  std::int64_t min_rows = 1;
};

Run run_of(const SQLite::Database& database) {
  Run run;
  for_each_row(database, "SELECT population, confidence, min_rows FROM run", [&](SQLite::Statement& row) {
    run = {integer_at(row, 0) != 0, *real_at(row, 1), integer_at(row, 2)};
  });
  return run;
}

/// What a page says before it is laid out.
struct Page {
  std::string heard, sure, rests;
  std::vector<std::string> better, worse, unclear;
};

std::string heard(const FoundGroup& group, const Run& run, const Words& words) {
  if (run.population) return words("heard_everyone");
  std::string sources;
  for (const Answers& of : group.answers) {
    std::vector<std::string> waves;
    for (const Answers::In& in : of.waves) {
      const bool few = in.rows < run.min_rows;
      const std::string n = few ? words("fewer", {{"n", words.number(static_cast<double>(run.min_rows), 0)}})
                                : words.number(static_cast<double>(in.rows), 0);
      waves.push_back(in.wave.empty() ? words("answers", {{"n", n}})
                                      : words("answers_in", {{"n", n}, {"wave", in.wave}}));
    }
    sources += (sources.empty() ? "" : words("semicolon")) + of.dataset + ", " + words.list(waves);
  }
  return words("heard", {{"sources", sources}});
}

/// Assumptions as their comparators state them, or what the language says in their place, each once.
std::string rests(const FoundGroup& group, const Words& words) {
  std::vector<std::string> assumptions;
  for (const Finding& finding : group.findings) {
    std::string assumption = replaced(finding.assumption, "{indicator}", words("each"));
    while (assumption.ends_with('.')) assumption.pop_back();
    if (!assumption.empty()) assumption = words("assumption." + finding.beside, {{"stated", assumption}});
    if (!assumption.empty() && std::ranges::find(assumptions, assumption) == assumptions.end())
      assumptions.push_back(assumption);
  }
  std::string all;
  for (const std::string& one : assumptions) all += (all.empty() ? "" : words("semicolon")) + one;
  return all.empty() ? "" : words("rests_on", {{"assumptions", all}});
}

Page page_of(const FoundGroup& group, const Run& run, const Words& words) {
  Page page;
  page.heard = heard(group, run, words);
  page.sure = run.population ? words("sure_everyone")
                             : words("sure_sample", {{"n", shortest(std::round(100 * run.confidence))}});
  page.rests = rests(group, words);
  std::map<std::string, std::vector<std::string>> listed;
  for (const Finding& finding : group.findings) {
    if (finding.suppressed || !finding.estimate)
      listed[finding.suppressed ? "too_few" : "no_answer"].push_back(finding.title);
    else if (finding.reading == "none")
      listed["no_difference"].push_back(finding.title);
    else
      (finding.reading == "gain"   ? page.better
       : finding.reading == "loss" ? page.worse
                                   : page.unclear)
          .push_back(sentence_of(finding, words));
  }
  for (const auto& [key, titles] : listed) page.unclear.push_back(words(key, {{"titles", words.list(titles)}}));
  return page;
}

double lines(const std::string& text, double letters) { return std::ceil(static_cast<double>(text.size()) / letters); }

/// Whether a page is one of A4 in type of this size. Letters are counted in bytes, so that other scripts get more room.
bool fits(const Page& page, double size) {
  const double letters = width / (letter * size);
  double sum = head + lines(page.heard, letters) + 3 * heading;
  for (const auto* entries : {&page.better, &page.worse, &page.unclear})
    for (const std::string& sentence : *entries) sum += entry + lines(sentence, letters - 3);
  sum += 0.85 * (lines(page.sure, letters) + lines(page.rests, letters) + 5);
  return sum * size * line <= height;
}

/// The size of type in which the page is one of A4. What does not fit in the smallest is left out and counted.
double fit(Page& page, const Words& words) {
  for (double size = largest; size >= smallest; size -= step)
    if (fits(page, size)) return size;
  std::size_t left_out = 0;
  while (!fits(page, smallest)) {
    auto& longest = std::max({std::ref(page.better), std::ref(page.worse), std::ref(page.unclear)}, [](const auto& a,
                                                                                                       const auto& b) {
                      return a.get().size() < b.get().size();
                    }).get();
    if (longest.empty()) break;
    longest.pop_back();
    ++left_out;
  }
  if (left_out > 0) page.unclear.push_back(words("more", {{"n", std::to_string(left_out)}}));
  return smallest;
}

Html part(const std::string& word, const std::string& title, const std::vector<std::string>& sentences,
          const std::string& nothing, const Words& words) {
  Html list;
  for (const std::string& sentence : sentences) list += "\n"_html + tag("li", text(sentence));
  return "\n"_html + tag("h3", {{"class", word}}, reading(word, words) + text(words("colon") + title)) +
         (sentences.empty() ? tag("p", text(nothing)) : tag("ul", list));
}

Html wall(const FoundGroup& group, const std::string& id, const Run& run, const Words& words) {
  Page page = page_of(group, run, words);
  const std::string size = "--size:" + shortest(fit(page, words)) + "pt";
  const auto note = [&](std::string_view key, const std::string& said) {
    return said.empty() ? Html{} : tag("p", tag("strong", text(words(key))) + " "_html + text(said));
  };
  return "\n"_html +
         tag("section", {{"class", "wall"}, {"id", id}, {"aria-labelledby", id + "-name"}, {"style", size}},
             tag("p", {{"class", "kind"}}, text(group.columns)) +
                 tag("h2", {{"id", id + "-name"}}, text(capitalised(group.label))) + tag("p", text(page.heard)) +
                 part("gain", words("better"), page.better, words("nothing_better"), words) +
                 part("loss", words("worse"), page.worse, words("nothing_worse"), words) +
                 part("unclear", words("unclear"), page.unclear, words("nothing_unclear"), words) + "\n"_html +
                 tag("div", {{"class", "rests"}}, note("sure", page.sure) + note("rests", page.rests)));
}

Html sign(const Finding* finding, const Words& words) {
  if (!finding) return {};
  return finding->suppressed ? tag("span", {{"class", "few"}}, text(words("few"))) : reading(finding->reading, words);
}

/// Groups and what was asked, the longer of the two down the page.
Html across(const std::vector<FoundGroup>& groups, const Words& words) {
  std::map<std::int64_t, std::string> titles;
  for (const FoundGroup& group : groups)
    for (const Finding& finding : group.findings) titles[finding.output] = finding.title;
  const std::vector<std::pair<std::int64_t, std::string>> things(titles.begin(), titles.end());
  const auto cell = [&](std::size_t group, std::size_t thing) {
    const auto& all = groups[group].findings;
    const auto found = std::ranges::find(all, things[thing].first, &Finding::output);
    return sign(found == all.end() ? nullptr : &*found, words);
  };
  const bool groups_down = groups.size() >= things.size();
  const std::size_t down = std::max(groups.size(), things.size()), beside = std::min(groups.size(), things.size());
  const auto group_name = [&](std::size_t i) { return capitalised(groups[i].label); };
  const auto thing_name = [&](std::size_t i) { return things[i].second; };
  Html tables;
  for (std::size_t first = 0; first < beside; first += most_columns) {
    const std::size_t last = std::min(first + most_columns, beside);
    std::vector<Table::Column> columns = {{words(groups_down ? "group" : "thing")}};
    for (std::size_t i = first; i < last; ++i) columns.push_back({groups_down ? thing_name(i) : group_name(i)});
    Table table(words("across_caption"), columns);
    for (std::size_t row = 0; row < down; ++row) {
      std::vector<Html> cells = {text(groups_down ? group_name(row) : thing_name(row))};
      for (std::size_t i = first; i < last; ++i) cells.push_back(groups_down ? cell(row, i) : cell(i, row));
      table.row(std::move(cells));
    }
    tables += table.html();
  }
  return tag("section", {{"id", "across"}},
             tag("h2", text(words("across"))) + tag("p", text(words("across_intro"))) + tables);
}

}  // namespace
}  // namespace report

std::string group_pages(const std::filesystem::path& database) {
  using namespace report;
  const SQLite::Database results = report::open(database);
  Shell shell;
  for_each_row(results, "SELECT title, coalesce(question, ''), clusia_version FROM run", [&](SQLite::Statement& row) {
    shell = {"", text_at(row, 0), text_at(row, 1), "Clusia " + text_at(row, 2), std::string(web::groups_style())};
  });
  const Words words(kept_study(results).language);
  const std::vector<FoundGroup> groups = found_groups(results, words);
  if (groups.empty()) return {};
  shell.kind = words("kind");
  const Run run = run_of(results);
  Html links = tag("a", {{"href", "#across"}}, text(words("across"))), walls;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::string id = "group-" + std::to_string(i + 1);
    links += "\n"_html + tag("a", {{"href", "#" + id}}, text(capitalised(groups[i].label)));
    walls += wall(groups[i], id, run, words);
  }
  const Html content =
      tag("nav", {{"aria-label", words("contents")}}, links) + "\n"_html + across(groups, words) + walls;
  return shell_page(shell, content, words);
}

}  // namespace clusia
