#include "followup/monitor.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "cli/command.hpp"
#include "cli/grid.hpp"
#include "cli/summary.hpp"
#include "followup/table.hpp"
#include "report/number.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;
using followup::Monitoring;
using followup::Point;
using followup::Series;

void print(const Monitoring& of, std::ostream& to, const Style& style) {
  std::vector<Line> lines{{"", "group", "wave", "estimate", "limits", ""}};
  for (const Series& one : of.series)
    for (const Point& p : one.points) {
      if (!p.is_beyond()) continue;
      const int decimals = report::decimals_for({p.figure.estimate, p.limits->warning_low, p.limits->warning_high});
      lines.push_back({one.title, followup::who(one), p.wave, plain(*p.figure.estimate, decimals),
                       plain(p.limits->warning_low, decimals) + " to " + plain(p.limits->warning_high, decimals),
                       followup::in_words(p.signal)});
    }
  to << "\n" << style.bold << of.title << style.plain << "\n";
  to << of.series.size() << (of.series.size() == 1 ? " figure is" : " figures are") << " watched, " << lines.size() - 1
     << (lines.size() == 2 ? " is" : " are") << " beyond a limit";
  if (const auto unknown = std::ranges::count_if(of.series, &Series::unknown); unknown > 0)
    to << ", " << unknown << " cannot be judged (no estimate, or one reference wave of everyone)";
  to << "\n";
  if (lines.size() > 1) print_grid(lines, to, style);
  to << "\n";
}

}  // namespace

int monitor(const Arguments& given) {
  CommandLine line("clusia monitor RESULTS.sqlite [options]",
                   "Sets every level of a run before control limits from earlier waves, for a monitoring committee:\n"
                   "which figures are no longer what they were. Leaves monitor.csv and monitor.html.",
                   "clusia monitor results/italy-districts/results.sqlite --out monitor");
  line.arguments({"RESULTS.sqlite"});
  line.options()("reference", po::value<std::vector<std::string>>()->composing()->value_name("WAVE"),
                 "a wave that limits are made of; repeat it for several (default: all but the last)")(
      "out,o", po::value<std::string>()->value_name("DIR"), "where they go (default: beside the results)")(
      "json", "print what is watched for programs instead of for people")("quiet,q", "print nothing but problems");
  if (!line.parse(given)) return all_well;
  const fs::path results = line.text("RESULTS.sqlite");
  if (!fs::is_regular_file(results))
    throw Wrong({results.string() + ": file not found: name the results.sqlite that a run left"});
  std::vector<std::string> reference;
  if (line.has("reference")) reference = line.values()["reference"].as<std::vector<std::string>>();
  const fs::path out = line.has("out") ? fs::path(line.text("out")) : results.parent_path();
  try {
    const Monitoring found = followup::monitor(results, reference);
    if (found.series.empty())
      throw std::runtime_error(results.string() + ": no figure is of two waves: there is nothing to watch yet");
    if (!out.empty()) fs::create_directories(out);
    write_file(out / "monitor.csv", followup::monitor_csv(found));
    write_file(out / "monitor.html", followup::monitor_page(found));
    if (line.has("json")) {
      std::cout << followup::json_of(found).dump(2) << "\n";
    } else if (!line.has("quiet")) {
      print(found, std::cout, Style(STDOUT_FILENO));
      std::cout << "page   " << (out / "monitor.html").string() << "\n";
    }
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  return all_well;
}

}  // namespace clusia::cli
