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
Html cell(const Strand& strand, const Words& words) {
  if (!strand.direction) return text("–");
  const char* sign = *strand.direction > 0 ? "▲ " : *strand.direction < 0 ? "▼ " : "○ ";
  return text(sign + words("triangulation." + word_of(strand))) + "<br>"_html + tag("small", text(strand.told));
}

Html table_of(const Triangulation& of, Verdict verdict, const std::string& caption, const Words& words) {
  report::Table table(caption, {{words("indicator.state")},
                                {words("column.group")},
                                {words("triangulation.direct")},
                                {words("triangulation.proxies")},
                                {words("triangulation.said")},
                                {words("triangulation.scored")}});
  for (const Triangle& row : of.rows)
    if (row.verdict == verdict)
      table.row({text(row.state), text(row.group == everyone ? words("front.all") : row.group), cell(row.direct, words),
                 cell(row.proxy, words), cell(row.qualitative, words), cell(row.participatory, words)});
  return table.empty() ? Html{} : table.html();
}

}  // namespace

std::string agreement_in_words(const Triangulation& of, const Words& words) {
  if (of.speaking == 0) return words("triangulation.none");
  std::int64_t disagree = 0;
  for (const Triangle& row : of.rows) disagree += row.verdict == Verdict::disagree ? 1 : 0;
  std::string out =
      words.counted(of.speaking, "triangulation.speaking",
                    {{"agree", words.counted(of.agree, "triangulation.agree")},
                     {"disagree", words.counted(disagree, "triangulation.disagree")},
                     {"unclear", words.counted(of.speaking - of.agree - disagree, "triangulation.unclear")}});
  if (of.alpha) out += " " + words("triangulation.alpha", {{"alpha", words.number(*of.alpha, 2)}});
  return out;
}

Html triangulation_content(const Triangulation& of, const Words& words) {
  Html content = tag("p", text(agreement_in_words(of, words)));
  if (!of.comparator.empty())
    content += tag("p", text(words("triangulation.comparator", {{"comparator", of.comparator}})));
  content += tag("p", {{"class", "caution"}}, text(words("triangulation.rule")));
  content += table_of(of, Verdict::disagree, words("triangulation.where_disagree"), words);
  content += table_of(of, Verdict::agree, words("triangulation.where_agree"), words);
  content += table_of(of, Verdict::unclear, words("triangulation.where_unclear"), words);
  const Html silent = table_of(of, Verdict::silent, words("triangulation.where_silent"), words);
  if (!silent.empty()) content += details(words("triangulation.where_silent"), silent);
  return content;
}

std::string triangulation_page(const Study& study, const Triangulation& of) {
  const Words words(study.language);
  return shell_page(words("triangulation.title"), study.title, study.question, triangulation_content(of, words), words);
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
