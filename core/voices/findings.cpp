#include "voices/findings.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

#include "report/csv.hpp"
#include "report/number.hpp"
#include "study/nearest.hpp"

namespace clusia {
namespace {

struct Finding {
  std::string group, item, measure;
  std::optional<double> value;
};
using All = std::vector<Finding>;

double real(std::int64_t n) { return static_cast<double>(n); }

void add(const Priorities& of, All& to) {
  for (const GroupPriorities& g : of.groups) {
    to.push_back({g.group, "", "voices", real(g.voices)});
    if (!g.mean_rank.empty()) {
      to.push_back({g.group, "", "incomplete", real(g.agreement.left_out)});
      to.push_back({g.group, "", "kendall_w", g.agreement.w});
      to.push_back({g.group, "", "kendall_p", g.agreement.p});
    }
    if (g.kemeny) to.push_back({g.group, "", "kemeny_orders", real(g.kemeny->orders)});
    for (std::size_t k = 0; k < of.items.size(); ++k) {
      const std::string& item = of.items[k];
      to.push_back({g.group, item, "place", known(g.places[k])});
      to.push_back({g.group, item, "weight", known(g.weights[k])});
      to.push_back({g.group, item, "borda", known(g.borda[k])});
      if (!g.mean_rank.empty()) to.push_back({g.group, item, "mean_rank", known(g.mean_rank[k])});
      if (!g.kemeny) continue;
      to.push_back({g.group, item, "kemeny_best", static_cast<double>(g.kemeny->places[k].first)});
      to.push_back({g.group, item, "kemeny_worst", static_cast<double>(g.kemeny->places[k].second)});
    }
  }
  to.push_back({"", "", "between_groups", of.difference.share});
  to.push_back({"", "", "between_groups_p", of.difference.p});
}

void add(const std::string& group, const std::string& name, const Index& index, All& to) {
  to.push_back({group, "", name + "_before", known(index.before)});
  to.push_back({group, "", name + "_after", known(index.after)});
}

void add(const Changes& of, All& to) {
  for (const GroupChange& g : of.groups) {
    to.push_back({g.group, "", "voices", real(g.voices)});
    add(g.group, "index_equal", g.equal, to);
    if (g.own) add(g.group, "index_own", *g.own, to);
    for (std::size_t k = 0; k < of.items.size(); ++k) {
      const ItemChange& one = g.items[k];
      to.push_back({g.group, of.items[k], "before", known(one.before)});
      to.push_back({g.group, of.items[k], "after", known(one.after)});
      for (const auto& [measure, n] :
           {std::pair("better", one.better), {"worse", one.worse}, {"same", one.same}, {"missing", one.missing}})
        to.push_back({g.group, of.items[k], measure, real(n)});
    }
  }
}

void add(const std::vector<Spoken>& of, All& to) {
  for (const Spoken& one : of) {
    for (const auto& [measure, n] : {std::pair("better", one.better),
                                     {"worse", one.worse},
                                     {"same", one.same},
                                     {"mixed", one.mixed},
                                     {"silent", one.silent},
                                     {"mentions", one.mentions}})
      to.push_back({one.group, one.indicator, measure, real(n)});
    to.push_back({one.group, one.indicator, "strength", one.strength});
  }
}

All findings_of(const Heard& heard) {
  All all;
  std::visit([&](const auto& what) { add(what, all); }, heard.what);
  return all;
}

/// Every item of a change has a place among the priorities that weigh it.
void check_items(const Exercise& exercise, const Answers& answers, const Priorities& priorities, Problems& problems) {
  for (const std::string& item : answers.items)
    if (std::ranges::find(priorities.items, item) == priorities.items.end())
      problems.add({}, "exercise '" + exercise.priorities + "' gives '" + item + "' no priority",
                   mend_of(item, priorities.items, "items there"));
}

}  // namespace

std::variant<std::vector<Heard>, std::vector<Problem>> hear(const Study& study, const OpenSheet& open) {
  std::vector<Heard> all;
  std::vector<Problem> wrong;
  std::map<std::string, Priorities> priorities;
  for (const Exercise& exercise : study.voices) {
    const std::filesystem::path path = study.path.parent_path() / exercise.file.text;
    Problems problems(path);
    if (exercise.kind == "segments") {
      if (const auto segments = read_segments(path, problems, open)) all.push_back({exercise, spoken_of(*segments)});
    } else if (const auto answers = read_answers(exercise, path, problems, open)) {
      const auto weighing = priorities.find(exercise.priorities);
      const Priorities* by = weighing == priorities.end() ? nullptr : &weighing->second;
      if (by != nullptr) check_items(exercise, *answers, *by, problems);
      if (exercise.kind != "change") {
        priorities[exercise.name] = priorities_of(exercise, *answers, permutations_of_voices, study.seed);
        all.push_back({exercise, priorities[exercise.name]});
      } else if (problems.empty()) {
        all.push_back({exercise, changes_of(exercise, *answers, by)});
      }
    }
    const std::vector<Problem> of_file = sorted(problems.all());
    wrong.insert(wrong.end(), of_file.begin(), of_file.end());
  }
  if (!wrong.empty()) return wrong;
  return all;
}

void write_voices_csv(const std::vector<Heard>& heard, const std::filesystem::path& csv) {
  using report::csv_text;
  std::ofstream out(csv, std::ios::binary | std::ios::trunc);
  out << "exercise,kind,group,item,measure,value\r\n";
  for (const Heard& one : heard)
    for (const Finding& f : findings_of(one))
      out << one.exercise.name << "," << one.exercise.kind << "," << csv_text(f.group) << "," << csv_text(f.item) << ","
          << f.measure << "," << (f.value ? report::shortest(*f.value) : "") << "\r\n";
  out.close();
  if (!out) throw std::runtime_error(csv.string() + ": cannot be written: name another folder with --out");
}

nlohmann::json json_of(const Study& study, const std::vector<Heard>& heard) {
  nlohmann::json exercises = nlohmann::json::array();
  for (const Heard& one : heard) {
    nlohmann::json findings = nlohmann::json::array();
    for (const Finding& f : findings_of(one))
      findings.push_back({{"group", f.group},
                          {"item", f.item},
                          {"measure", f.measure},
                          {"value", f.value ? nlohmann::json(*f.value) : nlohmann::json()}});
    exercises.push_back({{"name", one.exercise.name}, {"kind", one.exercise.kind}, {"findings", findings}});
  }
  return {{"study", study.id}, {"seed", study.seed}, {"exercises", exercises}};
}

}  // namespace clusia
