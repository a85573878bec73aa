#include "study/diagnosis.hpp"

#include <algorithm>

#include "study/declaring.hpp"
#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace sections {

using namespace declaring;

const Section& diagnosis() {
  static const Section section{
      "[diagnosis]",
      "Which clusters to choose: the cluster to poverty mapping matrix, for `clusia diagnose` "
      "([choosing.md](choosing.md)).",
      {required(names("scores",
                      "CSV files with the columns `cluster`, `rater`, `characteristic`, `score` and, if there is one, "
                      "`basis`: what the score rests on. A score is a number from 1 to 5; an empty one is missing")),
       table("weights", "how much characteristics count, `{ employment = 2 }`; 1 where it is left out, 0: not at all"),
       table(
           "family_weights",
           "how much the families `general`, `social` and `processes` count, shared out over their characteristics by "
           "`weights`. Left out: every characteristic counts by its own weight alone"),
       by_default("1000",
                  within(1, 100000, integer("weightings", "how many random weightings the ranking is tried under"))),
       tables("characteristics", "characteristics beyond the 19 of the matrix")},
      ""};
  return section;
}

const Section& characteristic() {
  static const Section section{
      "[diagnosis] characteristics",
      "A characteristic of the study's own, one `[[diagnosis.characteristics]]` each.",
      {required(spelt(Spelling::name, text("name", "names it in scores and weights"))),
       text("title", "what tables and pages call it; the name if left out"),
       required(choice({"general", "social", "processes"}, text("family", "the family that it belongs to"))),
       text("question", "what a rater answers"),
       table("anchors",
             "what levels from 1 to 5 mean, `{ 1 = \"none\", 5 = \"all\" }`; 5 is where a programme would be "
             "expected to do most about poverty")},
      ""};
  return section;
}

}  // namespace sections

namespace {

/// { id = weight }: into what has these ids.
template <class Items>
void read_weights(Reading& reading, const toml::table& of, const std::string& key, Items& items) {
  std::vector<std::string> ids;
  for (const auto& item : items) ids.push_back(item.id);
  const auto what = [&](const std::string& id) { return "unknown key '" + id + "' in '" + key + "' of [diagnosis]"; };
  refuse_unknown(of, ids, what, "keys here", reading.problems);
  const Key weight = declaring::within(0, declaring::open, declaring::number("weight", ""));
  for (auto& item : items)
    if (const auto* node = of.get(item.id))
      if (const auto value = read_value(weight, *node, "the weight of '" + item.id + "'", {}, reading.problems))
        item.weight = value->number;
  if (std::ranges::all_of(items, [](const auto& item) { return item.weight == 0; }))
    reading.problems.add(position_of(of), "every weight in '" + key + "' is 0", "give one of them more");
}

void read_anchors(Reading& reading, const toml::table& of, Characteristic& into) {
  const std::vector<std::string> levels{"1", "2", "3", "4", "5"};
  const auto what = [&](const std::string& key) { return "'" + key + "' is no level of '" + into.id + "'"; };
  refuse_unknown(of, levels, what, "levels", reading.problems);
  const Key anchor = declaring::text("anchor", "");
  for (std::size_t k = 0; k < levels.size(); ++k)
    if (const auto* node = of.get(levels[k]))
      if (const auto value =
              read_value(anchor, *node, "level " + levels[k] + " of '" + into.id + "'", {}, reading.problems))
        into.anchors[k] = value->text;
}

void read_characteristic(Reading& reading, const toml::table& of, std::vector<Characteristic>& all) {
  const Table table(of, position_of(of), sections::characteristic(), "[[diagnosis.characteristics]]", reading.problems);
  Characteristic one;
  one.id = table.text("name");
  one.title = table.has("title") ? table.text("title") : one.id;
  one.family = table.text("family");
  one.question = table.text("question");
  if (const auto* anchors = table.table("anchors")) read_anchors(reading, *anchors, one);
  const auto same = std::ranges::find(all, one.id, &Characteristic::id);
  if (!one.id.empty() && same != all.end())
    reading.problems.add(table.at("name"), "there is a characteristic '" + one.id + "' already (" + same->title + ")",
                         "give this one another name");
  all.push_back(std::move(one));
}

}  // namespace

void read_diagnosis(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::diagnosis(), "[diagnosis]", reading.problems);
  Diagnosis diagnosis;
  diagnosis.at = table.at();
  diagnosis.families = matrix_families();
  diagnosis.characteristics = matrix_characteristics();
  diagnosis.scores = table.names("scores");
  for (const Named& file : diagnosis.scores)
    if (!std::filesystem::is_regular_file(reading.folder / file.text))
      reading.problems.add(file.at, "file not found: " + file.text,
                           "correct the path; it is taken from the study's folder");
  for (const auto* one : table.tables("characteristics")) read_characteristic(reading, *one, diagnosis.characteristics);
  if (const auto* weights = table.table("weights"))
    read_weights(reading, *weights, "weights", diagnosis.characteristics);
  if (const auto* weights = table.table("family_weights")) {
    read_weights(reading, *weights, "family_weights", diagnosis.families);
    diagnosis.families_weighted = true;
  }
  diagnosis.weightings = table.integer("weightings");
  reading.study.diagnosis = std::move(diagnosis);
}

}  // namespace clusia
