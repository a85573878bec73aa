#include "study/voices.hpp"

#include <algorithm>

#include "study/declaring.hpp"
#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace sections {

using namespace declaring;

const Section& voices() {
  static const Section section{
      "[[voices]]",
      "What people ranked, scored and said, for `clusia voices` ([voices.md](voices.md)).",
      {required(spelt(Spelling::name, text("name", "names it in the results; no two are the same"))),
       text("title", "heading on the page; the name if left out"),
       required(
           choice({"ranking", "scoring", "pairs", "change", "segments"},
                  text("kind",
                       "`ranking`: ranks, 1 is best; `scoring`: beans or points, more is better; `pairs`: which of "
                       "two is better; `change`: scores before and after, as in a wheel diagram; `segments`: coded "
                       "passages of interviews"))),
       required(text("file", "the CSV file; of `segments` also a `.qdpx` project of NVivo, ATLAS.ti or MAXQDA")),
       by_default(
           "\"borda\"",
           choice({"borda", "mean_rank", "kemeny"},
                  text("method", "what orders the priorities and weighs them, of `ranking`, `scoring` and `pairs`"))),
       by_default("1", number("lowest", "the lowest score that a `change` could have")),
       by_default("5", number("highest", "the highest")),
       text(
           "priorities",
           "of a `change`: name of an exercise above, by whose priorities each group's index of well-being is weighed"),
       by_default("false", boolean("quotes", "of `segments`: true: what was said may be shown word by word"))},
      ""};
  return section;
}

}  // namespace sections

namespace {

bool has_priorities(const Exercise& exercise) {
  return exercise.kind == "ranking" || exercise.kind == "scoring" || exercise.kind == "pairs";
}

/// Keys that this kind of exercise does not read.
void refuse_idle(Reading& reading, const Table& table, const Exercise& exercise) {
  const auto only = [&](const char* key, bool read, const std::string& of) {
    if (table.has(key) && !read)
      reading.problems.add(table.at(key),
                           std::string("'") + key + "' means nothing where kind is \"" + exercise.kind + "\"",
                           "remove it, it is for " + of);
  };
  if (exercise.kind.empty()) return;
  only("method", has_priorities(exercise), "\"ranking\", \"scoring\" and \"pairs\"");
  for (const char* key : {"lowest", "highest", "priorities"}) only(key, exercise.kind == "change", "\"change\"");
  only("quotes", exercise.kind == "segments", "\"segments\"");
}

void check_priorities(Reading& reading, const Named& named) {
  std::vector<std::string> known;
  for (const Exercise& other : reading.study.voices)
    if (has_priorities(other)) known.push_back(other.name);
  if (std::ranges::find(known, named.text) == known.end())
    reading.problems.add(named.at, "no exercise above with priorities is called '" + named.text + "'",
                         mend_of(named.text, known, "exercises with priorities"));
}

}  // namespace

std::vector<std::string> needed_columns(const std::string& kind) {
  if (kind == "ranking") return {"group", "who", "item", "rank"};
  if (kind == "scoring") return {"group", "who", "item", "score"};
  if (kind == "pairs") return {"group", "who", "preferred", "other"};
  if (kind == "segments") return {"group", "who", "indicator", "direction"};
  return {"group", "who", "item", "before", "after"};
}

std::vector<std::string> kept_columns(const Exercise& exercise) {
  std::vector<std::string> kept = needed_columns(exercise.kind);
  if (exercise.kind == "segments") kept.emplace_back("strength");
  if (exercise.quotes) kept.emplace_back("quote");
  return kept;
}

void read_exercise(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::voices(), heading_of("[[voices]]", of), reading.problems);
  Exercise exercise;
  exercise.at = table.at();
  exercise.name = table.text("name");
  exercise.title = table.has("title") ? table.text("title") : exercise.name;
  exercise.kind = table.text("kind");
  exercise.method = table.text("method");
  exercise.lowest = table.number("lowest");
  exercise.highest = table.number("highest");
  exercise.quotes = table.boolean("quotes");
  check_name(reading, reading.study.voices, exercise.name, table.at("name"), "exercises");
  refuse_idle(reading, table, exercise);
  if (exercise.kind == "pairs" && exercise.method == "mean_rank")
    reading.problems.add(table.at("method"), "comparisons of pairs have no ranks", "write \"borda\" or \"kemeny\"");
  if (const auto file = table.named("file")) {
    exercise.file = *file;
    if (!std::filesystem::is_regular_file(reading.folder / file->text))
      reading.problems.add(file->at, "file not found: " + file->text,
                           "correct the path; it is taken from the study's folder");
  }
  if (!(exercise.lowest < exercise.highest))
    reading.problems.add(table.at("highest"), "'highest' is not above 'lowest'", "correct one of them");
  if (const auto priorities = table.named("priorities")) {
    exercise.priorities = priorities->text;
    check_priorities(reading, *priorities);
  }
  reading.study.voices.push_back(std::move(exercise));
}

}  // namespace clusia
