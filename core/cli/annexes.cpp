#include "cli/annexes.hpp"

#include "cli/read.hpp"
#include "diagnosis/page.hpp"
#include "report/kept_study.hpp"
#include "report/query.hpp"
#include "voices/page.hpp"
#include "voices/triangulation.hpp"

namespace clusia::cli {
namespace {

using namespace report;

/// The mistakes that kept sheets out of the report.
Html refusal(const std::vector<Problem>& problems, const Words& words) {
  Html list;
  for (const std::string& problem : texts_of(problems)) list += tag("li", text(problem));
  return tag("p", text(words("voices.refused"))) + tag("ul", list);
}

void add_voices(const Study& study, const SQLite::Database& results, const OpenSheet& open, const Words& words,
                std::vector<Annex>& to) {
  const auto read = hear(study, open);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&read))
    return to.push_back({.id = "voices", .title = words("voices.title"), .content = refusal(*problems, words)});
  const auto& heard = std::get<std::vector<Heard>>(read);
  const Triangulation made = triangulate(results, heard, words);
  Annex annex{"triangulation",
              words("triangulation.title"),
              triangulation_content(made, words),
              words("triangulation.contested"),
              {}};
  for (const Triangle& row : made.rows)
    if (row.verdict == Verdict::disagree)
      annex.contested.push_back(row.state + ", " + (row.group == everyone ? words("front.all") : row.group));
  to.push_back(std::move(annex));
  to.push_back({.id = "voices", .title = words("voices.title"), .content = voices_content(heard, "h3", words)});
}

void add_diagnosis(const Study& study, const OpenSheet& open, const Words& words, std::vector<Annex>& to) {
  const auto read = read_scores(study, open);
  const auto* scores = std::get_if<Scores>(&read);
  to.push_back({"choice", words("diagnosis.annex"),
                scores == nullptr ? refusal(std::get<std::vector<Problem>>(read), words)
                                  : diagnosis_content(*study.diagnosis, evaluate(*study.diagnosis, *scores, study.seed),
                                                      "h3", words)});
}

}  // namespace

std::vector<Annex> annexes_of(const std::filesystem::path& database) {
  const SQLite::Database results = report::open(database);
  const Study study = kept_study(results);
  std::map<std::string, std::string> texts;
  for_each_row(results, "SELECT path, text FROM sheet",
               [&](SQLite::Statement& row) { texts[text_at(row, 0)] = text_at(row, 1); });
  const OpenSheet kept = [&](const std::filesystem::path& path) {
    const auto text = texts.find(path.string());
    return text == texts.end() ? std::nullopt : std::optional(text->second);
  };
  const Words words(study.language);
  std::vector<Annex> annexes;
  if (!study.voices.empty()) add_voices(study, results, kept, words, annexes);
  if (study.diagnosis && !study.diagnosis->scores.empty()) add_diagnosis(study, kept, words, annexes);
  return annexes;
}

}  // namespace clusia::cli
