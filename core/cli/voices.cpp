#include <unistd.h>

#include <iostream>
#include <limits>

#include "cli/command.hpp"
#include "cli/grid.hpp"
#include "cli/read.hpp"
#include "cli/summary.hpp"
#include "report/number.hpp"
#include "voices/page.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

std::string figure(std::optional<double> value, int decimals) { return value ? plain(*value, decimals) : "-"; }

std::vector<Line> lines_of(const Priorities& of) {
  std::vector<Line> lines{{""}};
  for (const GroupPriorities& g : of.groups) lines[0].push_back(g.group);
  for (std::size_t k = 0; k < of.items.size(); ++k) {
    lines.push_back({of.items[k]});
    for (const GroupPriorities& g : of.groups)
      lines.back().push_back(figure(known(g.places[k]), 1) + " (" + figure(known(100 * g.weights[k]), 0) + " %)");
  }
  const auto add = [&](const std::string& name, const auto& what) {
    lines.push_back({name});
    for (const GroupPriorities& g : of.groups) lines.back().push_back(what(g));
  };
  add("voices", [](const GroupPriorities& g) { return std::to_string(g.voices); });
  if (of.groups.front().mean_rank.empty()) return lines;
  add("not complete", [](const GroupPriorities& g) { return std::to_string(g.agreement.left_out); });
  add("Kendall's W", [](const GroupPriorities& g) { return figure(g.agreement.w, 2); });
  add("p", [](const GroupPriorities& g) { return report::p_value(g.agreement.p); });
  return lines;
}

std::vector<Line> lines_of(const Changes& of) {
  std::vector<Line> lines{{"", "voices", "before", "after", "own before", "own after"}};
  for (const GroupChange& g : of.groups) {
    const Index none{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    const Index own = g.own.value_or(none);
    lines.push_back({g.group, std::to_string(g.voices), figure(known(g.equal.before), 1),
                     figure(known(g.equal.after), 1), figure(known(own.before), 1), figure(known(own.after), 1)});
  }
  return lines;
}

std::vector<Line> lines_of(const std::vector<Spoken>& of) {
  std::vector<Line> lines{{"", "group", "better", "worse", "both", "same", "silent", "strength"}};
  for (const Spoken& one : of)
    lines.push_back({one.indicator, one.group, std::to_string(one.better), std::to_string(one.worse),
                     std::to_string(one.mixed), std::to_string(one.same), std::to_string(one.silent),
                     figure(one.strength, 1)});
  return lines;
}

void print(const Study& study, const std::vector<Heard>& heard, std::ostream& to) {
  const Style style(STDOUT_FILENO);
  to << style.bold << study.title << style.plain << "\n";
  for (const Heard& one : heard) {
    to << "\n" << one.exercise.title << "  ·  " << one.exercise.kind << "\n";
    print_grid(std::visit([](const auto& what) { return lines_of(what); }, one.what), to, style);
    if (const auto* priorities = std::get_if<Priorities>(&one.what))
      if (const std::string words = difference_in_words(*priorities); !words.empty()) to << "  " << words << "\n";
  }
  to << "\n";
}

}  // namespace

int voices(const Arguments& given) {
  CommandLine line(
      "clusia voices STUDY.toml [options]",
      "What people ranked, scored and said: the priorities of each group and how far its members agree, an index "
      "of well-being\n"
      "by each group's own priorities, and how many speak of gains and losses. Reads the sheets that [[voices]] "
      "of the study\n"
      "name. Leaves voices.csv and voices.html.",
      "clusia voices configs/weavers/voices.toml --out voices");
  line.arguments({"STUDY.toml"});
  line.options()("out,o", po::value<std::string>()->value_name("DIR"),
                 "where results go (default: results/STUDY-ID-voices)")(
      "json", "print the findings for programs instead of for people")("quiet,q", "print nothing but problems");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const Study study = outline(line.text("STUDY.toml"), catalogue_for(line));
  if (study.voices.empty())
    throw Wrong({line.text("STUDY.toml") + ": the study has no [[voices]]: add one that names a sheet, file = "
                                           "\"data/ranking.csv\""});
  const auto read = hear(study);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&read)) throw Wrong(texts_of(*problems));
  const auto& heard = std::get<std::vector<Heard>>(read);
  const fs::path out = line.has("out") ? fs::path(line.text("out")) : fs::path("results") / (study.id + "-voices");
  try {
    fs::create_directories(out);
    write_voices_csv(heard, out / "voices.csv");
    write_file(out / "voices.html", voices_page(study, heard));
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  if (line.has("json")) {
    std::cout << json_of(study, heard).dump(2) << "\n";
  } else if (!line.has("quiet")) {
    print(study, heard, std::cout);
    std::cout << "page   " << (out / "voices.html").string() << "\ntable  " << (out / "voices.csv").string() << "\n";
  }
  return all_well;
}

}  // namespace clusia::cli
