/// Studies that hold voices and no more.
#pragma once

#include "studies/csv.hpp"
#include "study/read.hpp"
#include "voices/findings.hpp"

namespace clusia::test {

using Sheets = std::map<std::string, std::string>;  ///< by file

inline fs::path study_in(const Folder& folder, const std::string& voices, const Sheets& sheets) {
  for (const auto& [name, text] : sheets) write(folder / name, text);
  write(folder / "study.toml", "[study]\nid = \"x\"\ntitle = \"X\"\n" + voices);
  return folder / "study.toml";
}

inline std::string exercise(const std::string& name, const std::string& kind, const std::string& more = "") {
  return "[[voices]]\nname = \"" + name + "\"\nkind = \"" + kind + "\"\nfile = \"" + name + ".csv\"\n" + more;
}

inline std::vector<Heard> heard_in(const fs::path& study) {
  Checked checked = read_outline(study);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&checked))
    throw std::runtime_error(text_of(problems->front()));
  auto heard = hear(std::get<Study>(checked));
  if (const auto* problems = std::get_if<std::vector<Problem>>(&heard))
    throw std::runtime_error(text_of(problems->front()));
  return std::get<std::vector<Heard>>(std::move(heard));
}

/// Every word that is said of what is wrong, with paths as one would type them in the folder.
inline std::string problems_in(const fs::path& study) {
  Checked checked = read_outline(study);
  std::vector<Problem> problems;
  if (auto* wrong = std::get_if<std::vector<Problem>>(&checked)) {
    problems = *wrong;
  } else {
    auto heard = hear(std::get<Study>(checked));
    if (auto* of_sheets = std::get_if<std::vector<Problem>>(&heard)) problems = *of_sheets;
  }
  std::string all;
  for (Problem problem : problems) {
    problem.file = problem.file.filename();
    all += text_of(problem) + "\n";
  }
  return all;
}

}  // namespace clusia::test
