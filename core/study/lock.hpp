/// What a study fixed before its outcomes were seen, as it stands in the file that `clusia lock` writes beside it.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "study/problem.hpp"

namespace clusia {

/// Of one comparator on one dataset: the sum of its design, or why there was none yet.
struct FixedDesign {
  std::string comparator, data, sha256, reason;
};

/// Every output under every comparator in every group of one dataset.
struct Hypotheses {
  std::string data;
  std::vector<std::string> outputs;  ///< "poverty.headcount"; "lorenz" where they are known with the data alone
  std::vector<std::string> comparators;
  std::vector<std::string> groups;  ///< "everyone", "sex: women"; "sex" where the data were not there

  std::size_t number() const { return outputs.size() * comparators.size() * groups.size(); }
};

struct Lock {
  std::string fixed;   ///< when: UTC, ISO 8601
  std::string clusia;  ///< the version of the program
  std::string sha256;  ///< of the study
  std::string study;   ///< its text
  std::vector<FixedDesign> designs;
  std::vector<Hypotheses> hypotheses;
};

/// study.fixed for study.toml. (study.lock beside it holds the sums of plugins.)
std::filesystem::path fixed_file_of(const Study& study);

/// The file's text: TOML.
std::string text_of(const Lock& lock, const std::string& study_file);

/// The lock, or everything that is wrong with the text, which stands in `file`.
std::variant<Lock, std::vector<Problem>> read_lock(const std::filesystem::path& file, const std::string& text);

}  // namespace clusia
