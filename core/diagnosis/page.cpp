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

/// Whole scores as they are, means with one decimal.
std::string short_score(double score) { return rounded(score, score == std::round(score) ? 0 : 1); }

std::string interval(std::int64_t low, std::int64_t high) {
  return low == high ? std::to_string(low) : std::to_string(low) + " to " + std::to_string(high);
}

Html paragraph(const std::string& sentence) { return "\n"_html + tag("p", text(sentence)); }

/// "Kumasi", or "Agra and Jepara" where they share the first place.
std::string leaders(const Evaluation& evaluation) {
  std::vector<std::string> names;
  for (const AssessedCluster& of : evaluation.clusters)
    if (of.rank && of.rank->rank == 1) names.push_back(of.name);
  return enumeration(names);
}

Html verdict(const Diagnosis& diagnosis, const Evaluation& evaluation) {
  const auto ranked = std::ranges::count_if(evaluation.clusters, [](const auto& of) { return of.rank.has_value(); });
  std::string sentence = capitalised(counted(std::ssize(evaluation.clusters), "cluster was", "clusters were")) +
                         " scored on " +
                         counted(std::ssize(diagnosis.characteristics), "characteristic", "characteristics") + " by " +
                         counted(std::ssize(evaluation.raters), "rater", "raters") + ".";
  if (ranked > 1) {
    const AssessedCluster& first = evaluation.clusters.front();
    sentence += " The highest composite is that of " + leaders(evaluation) + " (" + rounded(*first.overall, 2) +
                " of 5). It stays first in " + rounded(100 * first.rank->first, 0) + " of 100 random weightings.";
  }
  const std::int64_t cells = std::ssize(evaluation.clusters) * std::ssize(diagnosis.characteristics);
  std::string missing =
      "Of " + counted(cells, "score", "scores") + ", " + counted(evaluation.missing, "is missing", "are missing") + ".";
  if (evaluation.missing > 0)
    missing += " A composite is a mean over what was scored, so clusters are compared on different characteristics.";
  return tag("div", {{"class", "verdict"}},
             tag("p", text(sentence)) + tag("p", text(missing)) + tag("p", tag("strong", text(screening_aid))));
}

Html ranking(const Diagnosis& diagnosis, const Evaluation& evaluation) {
  std::vector<Table::Column> columns{{"Cluster"},
                                     {"Rank", Align::number},
                                     {"Rank in 90 of 100 weightings", Align::number},
                                     {"First", Align::number, "%"},
                                     {"Overall", Align::number},
                                     {"Whatever is missing", Align::number}};
  for (const CharacteristicFamily& family : diagnosis.families) columns.push_back({family.title, Align::number});
  columns.push_back({"Scored", Align::number});
  Table table("Clusters by their composite, 1 (little expected for the poor) to 5 (much)", columns);
  for (const AssessedCluster& of : evaluation.clusters) {
    std::vector<Html> cells{text(of.name)};
    cells.push_back(of.rank ? text(std::to_string(of.rank->rank)) : "–"_html);
    cells.push_back(of.rank ? text(interval(of.rank->low, of.rank->high)) : "–"_html);
    cells.push_back(of.rank ? text(rounded(100 * of.rank->first, 0)) : "–"_html);
    cells.push_back(text(rounded(of.overall, 2)));
    cells.push_back(text(rounded(of.least, 1) + " to " + rounded(of.most, 1)));
    for (const auto& composite : of.by_family) cells.push_back(text(rounded(composite, 2)));
    cells.push_back(text(std::to_string(of.scored) + " of " + std::to_string(of.scores.size())));
    table.row(std::move(cells));
  }
  return table.html() +
         paragraph(
             "Rank in 90 of 100 weightings: from the 5th to the 95th percentile of " +
             counted(diagnosis.weightings, "weighting", "weightings") +
             " drawn at random, all equally likely. Whatever is missing: the composite, were every missing score 1, "
             "or were it 5.");
}

Html heat_cell(const std::optional<double>& score) {
  if (!score) return tag("td", {{"class", "none"}, {"title", "not scored"}}, "–"_html);
  return tag("td", {{"class", "s" + std::to_string(std::lround(*score))}}, text(short_score(*score)));
}

Html key() {
  Html colours;
  for (int level = lowest_score; level <= highest_score; ++level)
    colours += tag("span", {{"class", "s" + std::to_string(level)}}, text(std::to_string(level)));
  return tag("p", {{"class", "key heat"}},
             "Little expected for the poor "_html + colours + " much "_html +
                 tag("span", {{"class", "none"}}, "– not scored"_html));
}

Html heatmap(const Diagnosis& diagnosis, const Evaluation& evaluation) {
  const std::string caption = "Scores by characteristic, clusters by rank from left to right";
  const std::string width = std::to_string(evaluation.clusters.size() + 1);
  Html head = tag("th", {{"scope", "col"}}, "Characteristic"_html), body;
  for (const AssessedCluster& of : evaluation.clusters) head += tag("th", {{"scope", "col"}}, text(of.name));
  for (std::size_t f = 0; f < diagnosis.families.size(); ++f) {
    const CharacteristicFamily& family = diagnosis.families[f];
    body += "\n"_html + tag("tr", {{"class", "family"}},
                            tag("th", {{"scope", "rowgroup"}, {"colspan", width}}, text(family.title)));
    for (std::size_t k = 0; k < diagnosis.characteristics.size(); ++k) {
      const Characteristic& one = diagnosis.characteristics[k];
      if (one.family != family.id) continue;
      Html row = tag("th", {{"scope", "row"}, {"title", one.question}}, text(one.title));
      for (const AssessedCluster& of : evaluation.clusters) row += heat_cell(of.scores[k]);
      body += "\n"_html + tag("tr", row);
    }
  }
  Html total = tag("th", {{"scope", "row"}}, "Overall"_html);
  for (const AssessedCluster& of : evaluation.clusters) total += tag("td", text(rounded(of.overall, 2)));
  body += "\n"_html + tag("tr", {{"class", "total"}}, total);
  const Html table =
      tag("table", {{"class", "heat"}},
          tag("caption", tag("span", text(caption))) + tag("thead", tag("tr", head)) + tag("tbody", body));
  return key() + "\n"_html +
         tag("div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", caption}}, table);
}

Html agreement(const Diagnosis& diagnosis, const Evaluation& evaluation) {
  Table table("Agreement between raters, Krippendorff's alpha",
              {{"Characteristics"}, {"Alpha", Align::number}, {"Scored twice or more", Align::number}});
  for (std::size_t f = 0; f < diagnosis.families.size(); ++f)
    table.row({text(diagnosis.families[f].title), text(rounded(evaluation.by_family[f].alpha, 2)),
               text(std::to_string(evaluation.by_family[f].things))});
  table.row(
      {"All"_html, text(rounded(evaluation.agreement.alpha, 2)), text(std::to_string(evaluation.agreement.things))},
      "everyone");
  return paragraph(agreement_in_words(evaluation)) + (evaluation.agreement.things > 0 ? table.html() : Html{});
}

Html bases(const Diagnosis& diagnosis, const Evaluation& evaluation) {
  Html all;
  for (const AssessedCluster& of : evaluation.clusters) {
    Table table(of.name, {{"Characteristic"}, {"Score", Align::number}, {"Rests on"}});
    for (std::size_t k = 0; k < diagnosis.characteristics.size(); ++k)
      if (of.scores[k])
        table.row({text(diagnosis.characteristics[k].title), text(short_score(*of.scores[k])),
                   text(of.bases[k].empty() ? "no basis was given" : of.bases[k])});
    if (!table.empty()) all += details(of.name, table.html());
  }
  return all;
}

Html matrix(const Diagnosis& diagnosis, const Evaluation& evaluation) {
  std::vector<Table::Column> columns{{"Characteristic"}, {"Question"}};
  for (int level = lowest_score; level <= highest_score; ++level) columns.push_back({std::to_string(level)});
  columns.push_back({"Weight", Align::number, "%"});
  Table table("The matrix: what is asked, and what levels mean", columns);
  for (std::size_t k = 0; k < diagnosis.characteristics.size(); ++k) {
    const Characteristic& one = diagnosis.characteristics[k];
    std::vector<Html> cells{text(one.title), text(one.question)};
    for (const std::string& anchor : one.anchors) cells.push_back(text(anchor));
    cells.push_back(text(rounded(100 * evaluation.weights[k], 1)));
    table.row(std::move(cells));
  }
  return paragraph(
             "The characteristics and the words of the levels are those of table 2 of Industrial Clusters and Poverty "
             "Reduction (Nadvi and Barrientos, UNIDO 2004). A level without words lies between its neighbours. Where "
             "several raters scored, their mean counts.") +
         details("All characteristics", table.html());
}

}  // namespace

std::string agreement_in_words(const Evaluation& evaluation) {
  const Agreement& of = evaluation.agreement;
  if (evaluation.raters.size() < 2) return "One rater scored alone, so nothing can be said about agreement.";
  if (of.things == 0)
    return "No characteristic of a cluster was scored by two raters, so nothing can be said about agreement.";
  const std::string on = ", on " + counted(of.things, "characteristic of a cluster", "characteristics of clusters") +
                         " that two raters or more scored";
  if (!of.alpha) return "All raters gave one and the same score" + on + ". Agreement beyond chance cannot be told.";
  // Krippendorff 2004, "Content Analysis", section 11.4: .8 to rely on, .667 for tentative conclusions.
  const std::string reading = *of.alpha >= 0.8     ? "Raters agree well"
                              : *of.alpha >= 0.667 ? "Raters agree enough for tentative conclusions"
                                                   : "Raters do not agree well enough to rely on the scores";
  return reading + ": Krippendorff's ordinal alpha is " + rounded(*of.alpha, 2) + on + ".";
}

Html diagnosis_content(const Diagnosis& diagnosis, const Evaluation& evaluation, std::string_view heading) {
  const auto section = [&](std::string_view title, const Html& content) {
    return "\n"_html + tag("section", "\n"_html + tag(heading, text(title)) + content);
  };
  return verdict(diagnosis, evaluation) + section("Ranking", ranking(diagnosis, evaluation)) +
         section("Scores", heatmap(diagnosis, evaluation)) + section("Agreement", agreement(diagnosis, evaluation)) +
         section("What the scores rest on", bases(diagnosis, evaluation)) +
         section("The matrix", matrix(diagnosis, evaluation));
}

std::string diagnosis_page(const Study& study, const Evaluation& evaluation) {
  return shell_page("Choosing the cluster", study.title, study.question,
                    diagnosis_content(*study.diagnosis, evaluation, "h2"));
}

}  // namespace clusia
