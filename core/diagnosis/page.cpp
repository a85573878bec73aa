#include "diagnosis/page.hpp"

#include <algorithm>
#include <cmath>

#include "diagnosis/table.hpp"
#include "report/html.hpp"
#include "report/number.hpp"
#include "report/shell.hpp"

namespace clusia {
namespace {

using namespace report;

constexpr std::size_t most_named = 8;  // in a sentence

/// Whole scores as they are, means with one decimal.
std::string short_score(double score, const Words& words) {
  return words.number(score, score == std::round(score) ? 0 : 1);
}

std::string interval(std::int64_t low, std::int64_t high, const Words& words) {
  return low == high ? std::to_string(low)
                     : words("from_to", {{"low", std::to_string(low)}, {"high", std::to_string(high)}});
}

Html paragraph(const std::string& sentence) { return "\n"_html + tag("p", text(sentence)); }

/// "Kumasi", or "Agra and Jepara" where they share the first place.
std::string leaders(const Evaluation& evaluation, const Words& words) {
  std::vector<std::string> names;
  for (const AssessedCluster& of : evaluation.clusters)
    if (of.rank && of.rank->rank == 1) names.push_back(of.name);
  return words.list(names, most_named);
}

Html verdict(const Diagnosis& diagnosis, const Evaluation& evaluation, const Words& words) {
  const auto ranked = std::ranges::count_if(evaluation.clusters, [](const auto& of) { return of.rank.has_value(); });
  std::string sentence =
      words.counted(std::ssize(evaluation.clusters), "diagnosis.scored",
                    {{"characteristics", words.counted(std::ssize(diagnosis.characteristics), "count.characteristics")},
                     {"raters", words.counted(std::ssize(evaluation.raters), "count.raters")}});
  if (ranked > 1) {
    const AssessedCluster& first = evaluation.clusters.front();
    sentence += " " + words("diagnosis.first", {{"leaders", leaders(evaluation, words)},
                                                {"composite", words.number(*first.overall, 2)},
                                                {"n", words.number(100 * first.rank->first, 0)}});
  }
  const std::int64_t cells = std::ssize(evaluation.clusters) * std::ssize(diagnosis.characteristics);
  std::string missing =
      words.counted(evaluation.missing, "diagnosis.missing", {{"all", words.counted(cells, "count.scores")}});
  if (evaluation.missing > 0) missing += " " + words("diagnosis.compared_so");
  return tag(
      "div", {{"class", "verdict"}},
      tag("p", text(sentence)) + tag("p", text(missing)) + tag("p", tag("strong", text(words.said(screening_aid)))));
}

Html ranking(const Diagnosis& diagnosis, const Evaluation& evaluation, const Words& words) {
  std::vector<Table::Column> columns{{words("diagnosis.cluster")},
                                     {words("diagnosis.rank"), Align::number},
                                     {words("diagnosis.rank_in_90"), Align::number},
                                     {words("diagnosis.is_first"), Align::number, "%"},
                                     {words("diagnosis.overall"), Align::number},
                                     {words("diagnosis.whatever"), Align::number}};
  for (const CharacteristicFamily& family : diagnosis.families) columns.push_back({family.title, Align::number});
  columns.push_back({words("diagnosis.scored_column"), Align::number});
  Table table(words("diagnosis.composites"), columns);
  for (const AssessedCluster& of : evaluation.clusters) {
    std::vector<Html> cells{text(of.name)};
    cells.push_back(of.rank ? text(std::to_string(of.rank->rank)) : "–"_html);
    cells.push_back(of.rank ? text(interval(of.rank->low, of.rank->high, words)) : "–"_html);
    cells.push_back(of.rank ? text(words.number(100 * of.rank->first, 0)) : "–"_html);
    cells.push_back(text(words.number(of.overall, 2)));
    cells.push_back(text(words.range(of.least, of.most, 1)));
    for (const auto& composite : of.by_family) cells.push_back(text(words.number(composite, 2)));
    cells.push_back(
        text(words("diagnosis.of", {{"n", std::to_string(of.scored)}, {"all", std::to_string(of.scores.size())}})));
    table.row(std::move(cells));
  }
  return table.html() + paragraph(words("diagnosis.rank_means",
                                        {{"weightings", words.counted(diagnosis.weightings, "count.weightings")}}));
}

Html heat_cell(const std::optional<double>& score, const Words& words) {
  if (!score) return tag("td", {{"class", "none"}, {"title", words("diagnosis.not_scored")}}, "–"_html);
  return tag("td", {{"class", "s" + std::to_string(std::lround(*score))}}, text(short_score(*score, words)));
}

Html key(const Words& words) {
  Html colours;
  for (int level = lowest_score; level <= highest_score; ++level)
    colours += tag("span", {{"class", "s" + std::to_string(level)}}, text(std::to_string(level)));
  return tag("p", {{"class", "key heat"}},
             text(words("diagnosis.little") + " ") + colours + text(" " + words("diagnosis.much") + " ") +
                 tag("span", {{"class", "none"}}, text("– " + words("diagnosis.not_scored"))));
}

Html heatmap(const Diagnosis& diagnosis, const Evaluation& evaluation, const Words& words) {
  const std::string caption = words("diagnosis.heatmap");
  const std::string width = std::to_string(evaluation.clusters.size() + 1);
  Html head = tag("th", {{"scope", "col"}}, text(words("diagnosis.characteristic"))), body;
  for (const AssessedCluster& of : evaluation.clusters) head += tag("th", {{"scope", "col"}}, text(of.name));
  for (std::size_t f = 0; f < diagnosis.families.size(); ++f) {
    const CharacteristicFamily& family = diagnosis.families[f];
    body += "\n"_html + tag("tr", {{"class", "family"}},
                            tag("th", {{"scope", "rowgroup"}, {"colspan", width}}, text(family.title)));
    for (std::size_t k = 0; k < diagnosis.characteristics.size(); ++k) {
      const Characteristic& one = diagnosis.characteristics[k];
      if (one.family != family.id) continue;
      Html row = tag("th", {{"scope", "row"}, {"title", one.question}}, text(one.title));
      for (const AssessedCluster& of : evaluation.clusters) row += heat_cell(of.scores[k], words);
      body += "\n"_html + tag("tr", row);
    }
  }
  Html total = tag("th", {{"scope", "row"}}, text(words("diagnosis.overall")));
  for (const AssessedCluster& of : evaluation.clusters) total += tag("td", text(words.number(of.overall, 2)));
  body += "\n"_html + tag("tr", {{"class", "total"}}, total);
  const Html table =
      tag("table", {{"class", "heat"}},
          tag("caption", tag("span", text(caption))) + tag("thead", tag("tr", head)) + tag("tbody", body));
  return key(words) + "\n"_html +
         tag("div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", caption}}, table);
}

Html agreement(const Diagnosis& diagnosis, const Evaluation& evaluation, const Words& words) {
  Table table(words("diagnosis.alphas"), {{words("diagnosis.characteristics")},
                                          {words("diagnosis.alpha"), Align::number},
                                          {words("diagnosis.twice"), Align::number}});
  for (std::size_t f = 0; f < diagnosis.families.size(); ++f)
    table.row({text(diagnosis.families[f].title), text(words.number(evaluation.by_family[f].alpha, 2)),
               text(std::to_string(evaluation.by_family[f].things))});
  table.row({text(words("diagnosis.all")), text(words.number(evaluation.agreement.alpha, 2)),
             text(std::to_string(evaluation.agreement.things))},
            "everyone");
  return paragraph(agreement_in_words(evaluation, words)) + (evaluation.agreement.things > 0 ? table.html() : Html{});
}

Html bases(const Diagnosis& diagnosis, const Evaluation& evaluation, const Words& words) {
  Html all;
  for (const AssessedCluster& of : evaluation.clusters) {
    Table table(of.name, {{words("diagnosis.characteristic")},
                          {words("diagnosis.score"), Align::number},
                          {words("diagnosis.rests_on")}});
    for (std::size_t k = 0; k < diagnosis.characteristics.size(); ++k)
      if (of.scores[k])
        table.row({text(diagnosis.characteristics[k].title), text(short_score(*of.scores[k], words)),
                   text(of.bases[k].empty() ? words("diagnosis.no_basis") : of.bases[k])});
    if (!table.empty()) all += details(of.name, table.html());
  }
  return all;
}

Html matrix(const Diagnosis& diagnosis, const Evaluation& evaluation, const Words& words) {
  std::vector<Table::Column> columns{{words("diagnosis.characteristic")}, {words("diagnosis.question")}};
  for (int level = lowest_score; level <= highest_score; ++level) columns.push_back({std::to_string(level)});
  columns.push_back({words("diagnosis.weight"), Align::number, "%"});
  Table table(words("diagnosis.asked"), columns);
  for (std::size_t k = 0; k < diagnosis.characteristics.size(); ++k) {
    const Characteristic& one = diagnosis.characteristics[k];
    std::vector<Html> cells{text(one.title), text(one.question)};
    for (const std::string& anchor : one.anchors) cells.push_back(text(anchor));
    cells.push_back(text(words.number(100 * evaluation.weights[k], 1)));
    table.row(std::move(cells));
  }
  return paragraph(words("diagnosis.table_2")) + details(words("diagnosis.all_characteristics"), table.html());
}

}  // namespace

std::string agreement_in_words(const Evaluation& evaluation, const Words& words) {
  const Agreement& of = evaluation.agreement;
  if (evaluation.raters.size() < 2) return words("diagnosis.one_rater");
  if (of.things == 0) return words("diagnosis.none_twice");
  const std::string on = words.counted(of.things, "diagnosis.on");
  if (!of.alpha) return words("diagnosis.one_score", {{"on", on}});
  // Krippendorff 2004, "Content Analysis", section 11.4: .8 to rely on, .667 for tentative conclusions.
  const std::string reading = *of.alpha >= 0.8 ? "well" : *of.alpha >= 0.667 ? "enough" : "not_enough";
  return words("diagnosis.agree_" + reading, {{"alpha", words.number(*of.alpha, 2)}, {"on", on}});
}

Html diagnosis_content(const Diagnosis& diagnosis, const Evaluation& evaluation, std::string_view heading,
                       const Words& words) {
  const auto section = [&](std::string_view title, const Html& content) {
    return "\n"_html + tag("section", "\n"_html + tag(heading, text(words(title))) + content);
  };
  return verdict(diagnosis, evaluation, words) + section("diagnosis.ranking", ranking(diagnosis, evaluation, words)) +
         section("diagnosis.scores", heatmap(diagnosis, evaluation, words)) +
         section("diagnosis.agreement", agreement(diagnosis, evaluation, words)) +
         section("diagnosis.bases", bases(diagnosis, evaluation, words)) +
         section("diagnosis.matrix", matrix(diagnosis, evaluation, words));
}

std::string diagnosis_page(const Study& study, const Evaluation& evaluation) {
  const Words words(study.language);
  return shell_page(words("diagnosis.title"), study.title, study.question,
                    diagnosis_content(*study.diagnosis, evaluation, "h2", words), words);
}

}  // namespace clusia
