/// Studies that hold a diagnosis and no more.
#pragma once

#include "diagnosis/evaluation.hpp"
#include "studies/csv.hpp"
#include "study/read.hpp"

namespace clusia::test {

inline const std::string beginning = "[study]\nid = \"x\"\ntitle = \"X\"\n\n[diagnosis]\nscores = [\"scores.csv\"]\n";

/// In `folder`: study.toml with `more` under [diagnosis], and scores.csv.
inline fs::path study_in(const Folder& folder, const std::string& scores, const std::string& more = "") {
  write(folder / "scores.csv", scores);
  write(folder / "study.toml", beginning + more);
  return folder / "study.toml";
}

inline Study outline_of(const fs::path& path) {
  Checked checked = read_outline(path);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&checked))
    throw std::runtime_error(text_of(problems->front()));
  return std::get<Study>(std::move(checked));
}

inline Evaluation evaluated(const Study& study, std::int64_t seed = 1) {
  return evaluate(*study.diagnosis, std::get<Scores>(read_scores(study)), seed);
}

inline const AssessedCluster& cluster(const Evaluation& evaluation, const std::string& name) {
  for (const AssessedCluster& of : evaluation.clusters)
    if (of.name == name) return of;
  throw std::runtime_error("no cluster " + name);
}

}  // namespace clusia::test
