#include <fstream>
#include <stdexcept>

#include "report/csv.hpp"
#include "report/html.hpp"
#include "report/number.hpp"
#include "report/shell.hpp"
#include "voices/triangulation.hpp"

namespace clusia {

namespace {

using namespace report;

std::string word_of(const Strand& strand) {
  if (!strand.direction) return "silent";
  return *strand.direction > 0 ? "better" : *strand.direction < 0 ? "worse" : "neither";
}

/// A sign that does without colour, and what it rests on.
Html cell(const Strand& strand) {
  if (!strand.direction) return text("–");
  const char* sign = *strand.direction > 0 ? "▲ " : *strand.direction < 0 ? "▼ " : "○ ";
  return text(sign + word_of(strand)) + "<br>"_html + tag("small", text(strand.told));
}

Html table_of(const Triangulation& of, Verdict verdict, const std::string& caption) {
  report::Table table(caption, {{"State of well-being"},
                                {"Group"},
                                {"Figures, direct"},
                                {"Figures, proxies"},
                                {"What people say"},
                                {"What people scored"}});
  for (const Triangle& row : of.rows)
    if (row.verdict == verdict)
      table.row({text(row.state), text(row.group), cell(row.direct), cell(row.proxy), cell(row.qualitative),
                 cell(row.participatory)});
  return table.empty() ? Html{} : table.html();
}

constexpr const char* rule =
    "Figures count as better or worse where their effects read as gains or losses and none reads the other way; direct "
    "indicators count before proxies. What people say and score counts as better or worse where those who tell of one, "
    "less those who tell of the other, are at least a third of all who speak of it.";

}  // namespace

std::string agreement_in_words(const Triangulation& of) {
  if (of.speaking == 0) return "No state of well-being is spoken of by two strands of evidence.";
  std::int64_t disagree = 0;
  for (const Triangle& row : of.rows) disagree += row.verdict == Verdict::disagree ? 1 : 0;
  std::string out = "Of " + counted(of.speaking, "state and group", "states and groups") +
                    " that two strands of evidence speak of, " + counted(of.agree, "agrees", "agree") + ", " +
                    counted(disagree, "disagrees", "disagree") + " and " +
                    counted(of.speaking - of.agree - disagree, "is", "are") + " unclear.";
  if (of.alpha) out += " Krippendorff's alpha of the strands is " + rounded(*of.alpha, 2) + ".";
  return out;
}

Html triangulation_content(const Triangulation& of) {
  Html content = tag("p", text(agreement_in_words(of)));
  if (!of.comparator.empty()) content += tag("p", text("The figures are effects by: " + of.comparator + "."));
  content += tag("p", {{"class", "caution"}}, text(rule));
  content += table_of(of, Verdict::disagree, "Where the evidence disagrees");
  content += table_of(of, Verdict::agree, "Where it agrees");
  content += table_of(of, Verdict::unclear, "Where one strand tells of a change and another of none that is clear");
  const Html silent = table_of(of, Verdict::silent, "Where fewer than two strands speak");
  if (!silent.empty()) content += details("Where fewer than two strands speak", silent);
  return content;
}

std::string triangulation_page(const Study& study, const Triangulation& of) {
  return shell_page("Triangulation", study.title, study.question, triangulation_content(of));
}

void write_triangulation_csv(const Triangulation& of, const std::filesystem::path& csv) {
  std::ofstream out(csv, std::ios::binary | std::ios::trunc);
  out << "state,group,direct,proxy,qualitative,participatory,verdict,direct_told,proxy_told,qualitative_told,"
         "participatory_told\r\n";
  for (const Triangle& row : of.rows) {
    out << csv_text(row.state) << "," << csv_text(row.group);
    const auto strands = {&row.direct, &row.proxy, &row.qualitative, &row.participatory};
    for (const Strand* strand : strands) out << "," << word_of(*strand);
    out << "," << word_of(row.verdict);
    for (const Strand* strand : strands) out << "," << csv_text(strand->told);
    out << "\r\n";
  }
  if (!out.flush()) throw std::runtime_error(csv.string() + ": cannot be written: name another folder with --out");
}

nlohmann::json json_of(const Triangulation& of) {
  using nlohmann::json;
  json all{{"comparator", of.comparator},
           {"speaking", of.speaking},
           {"agree", of.agree},
           {"alpha", of.alpha ? json(*of.alpha) : json(nullptr)},
           {"rows", json::array()}};
  for (const Triangle& row : of.rows) {
    json one{{"state", row.state}, {"group", row.group}, {"verdict", word_of(row.verdict)}};
    const auto add = [&](const char* name, const Strand& strand) {
      one[name] = {{"direction", strand.direction ? json(*strand.direction) : json(nullptr)}, {"told", strand.told}};
    };
    add("direct", row.direct);
    add("proxy", row.proxy);
    add("qualitative", row.qualitative);
    add("participatory", row.participatory);
    all["rows"].push_back(std::move(one));
  }
  return all;
}

}  // namespace clusia
