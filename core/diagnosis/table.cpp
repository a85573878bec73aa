#include "diagnosis/table.hpp"

#include <fstream>
#include <stdexcept>

#include "report/csv.hpp"
#include "report/number.hpp"

namespace clusia {

const char* const screening_aid =
    "This is a screening aid and no proof: it says where to look first, not what a programme would change.";

namespace {

using report::csv_text;

std::string number(const std::optional<double>& value) { return value ? report::shortest(*value) : ""; }

/// The fields that all levels have in common, and those of their own.
struct Line {
  std::string level, name, title, family;
  std::optional<double> weight, score;
  std::int64_t scored = 0, of = 0;
  std::string rest = ",,,,,,,,,";  ///< raters to basis
};

void write(std::ostream& out, const std::string& cluster, const Line& line) {
  out << csv_text(cluster) << "," << line.level << "," << line.name << "," << csv_text(line.title) << "," << line.family
      << "," << number(line.weight) << "," << number(line.score) << "," << line.scored << "," << line.of << ","
      << line.rest << "\r\n";
}

void write(std::ostream& out, const Diagnosis& diagnosis, const Evaluation& evaluation, const AssessedCluster& of) {
  const auto n = std::ssize(diagnosis.characteristics);
  for (std::size_t k = 0; k < diagnosis.characteristics.size(); ++k) {
    const Characteristic& one = diagnosis.characteristics[k];
    write(out, of.name,
          {"characteristic", one.id, one.title, one.family, evaluation.weights[k], of.scores[k], of.scores[k] ? 1 : 0,
           1, std::to_string(of.raters[k]) + ",,,,,,,,," + csv_text(of.bases[k])});
  }
  for (std::size_t f = 0; f < diagnosis.families.size(); ++f) {
    const CharacteristicFamily& family = diagnosis.families[f];
    double weight = 0;
    std::int64_t all = 0;
    for (std::size_t k = 0; k < diagnosis.characteristics.size(); ++k)
      if (diagnosis.characteristics[k].family == family.id) weight += evaluation.weights[k], ++all;
    write(out, of.name,
          {"family", family.id, family.title, family.id, weight, of.by_family[f], of.scored_by_family[f], all});
  }
  Line overall{"overall", "overall", "Overall", "", 1.0, of.overall, of.scored, n};
  if (of.rank) {
    const Rank& r = *of.rank;
    overall.rest = "," + number(of.least) + "," + number(of.most) + "," + std::to_string(r.rank) + "," +
                   std::to_string(r.low) + "," + std::to_string(r.high) + "," + std::to_string(r.best) + "," +
                   std::to_string(r.worst) + "," + number(r.first) + ",";
  }
  write(out, of.name, overall);
}

nlohmann::json json(const std::optional<double>& value) { return value ? nlohmann::json(*value) : nlohmann::json(); }

nlohmann::json json(const Agreement& of) {
  return {{"alpha", json(of.alpha)}, {"things", of.things}, {"scores", of.scores}};
}

}  // namespace

void write_diagnosis_csv(const Diagnosis& diagnosis, const Evaluation& evaluation, const std::filesystem::path& csv) {
  std::ofstream out(csv, std::ios::binary | std::ios::trunc);
  out << "cluster,level,name,title,family,weight,score,scored,of,raters,least,most,rank,rank_low,rank_high,rank_best,"
         "rank_worst,share_first,basis\r\n";
  for (const AssessedCluster& of : evaluation.clusters) write(out, diagnosis, evaluation, of);
  out.close();
  if (!out) throw std::runtime_error(csv.string() + ": cannot be written: name another folder with --out");
}

nlohmann::json json_of(const Study& study, const Evaluation& evaluation) {
  const Diagnosis& diagnosis = *study.diagnosis;
  nlohmann::json clusters = nlohmann::json::array(), families = nlohmann::json::object();
  for (const AssessedCluster& of : evaluation.clusters) {
    nlohmann::json scores = nlohmann::json::object(), by_family = nlohmann::json::object(), rank;
    for (std::size_t k = 0; k < of.scores.size(); ++k) scores[diagnosis.characteristics[k].id] = json(of.scores[k]);
    for (std::size_t f = 0; f < of.by_family.size(); ++f) by_family[diagnosis.families[f].id] = json(of.by_family[f]);
    if (const auto& r = of.rank)
      rank = {{"rank", r->rank}, {"low", r->low},     {"high", r->high},
              {"best", r->best}, {"worst", r->worst}, {"share_first", r->first}};
    clusters.push_back({{"cluster", of.name},
                        {"overall", json(of.overall)},
                        {"least", of.least},
                        {"most", of.most},
                        {"scored", of.scored},
                        {"families", by_family},
                        {"scores", scores},
                        {"rank", rank}});
  }
  for (std::size_t f = 0; f < diagnosis.families.size(); ++f)
    families[diagnosis.families[f].id] = json(evaluation.by_family[f]);
  return {{"study", study.id},
          {"note", screening_aid},
          {"raters", evaluation.raters},
          {"characteristics", diagnosis.characteristics.size()},
          {"missing", evaluation.missing},
          {"weightings", diagnosis.weightings},
          {"seed", study.seed},
          {"agreement", {{"overall", json(evaluation.agreement)}, {"families", families}}},
          {"clusters", clusters}};
}

}  // namespace clusia
