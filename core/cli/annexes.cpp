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
Html refusal(const std::vector<Problem>& problems) {
  Html list;
  for (const std::string& problem : texts_of(problems)) list += tag("li", text(problem));
  return tag("p", "The sheets held mistakes when the run was made, so nothing of them is shown:"_html) +
         tag("ul", list);
}

void add_voices(const Study& study, const SQLite::Database& results, const OpenSheet& open, std::vector<Annex>& to) {
  const auto read = hear(study, open);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&read))
    return to.push_back({.id = "voices", .title = "Voices", .content = refusal(*problems)});
  const auto& heard = std::get<std::vector<Heard>>(read);
  const Triangulation made = triangulate(results, heard);
  Annex annex{"triangulation", "Triangulation", triangulation_content(made), "Figures and voices disagree", {}};
  for (const Triangle& row : made.rows)
    if (row.verdict == Verdict::disagree) annex.contested.push_back(row.state + ", " + row.group);
  to.push_back(std::move(annex));
  to.push_back({.id = "voices", .title = "Voices", .content = voices_content(heard, "h3")});
}

void add_diagnosis(const Study& study, const OpenSheet& open, std::vector<Annex>& to) {
  const auto read = read_scores(study, open);
  const auto* scores = std::get_if<Scores>(&read);
  to.push_back({"choice", "Choice of the cluster",
                scores == nullptr
                    ? refusal(std::get<std::vector<Problem>>(read))
                    : diagnosis_content(*study.diagnosis, evaluate(*study.diagnosis, *scores, study.seed), "h3")});
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
  std::vector<Annex> annexes;
  if (!study.voices.empty()) add_voices(study, results, kept, annexes);
  if (study.diagnosis && !study.diagnosis->scores.empty()) add_diagnosis(study, kept, annexes);
  return annexes;
}

}  // namespace clusia::cli
