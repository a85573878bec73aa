/// The pages of the repository, and what stands in them.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

#include "report/results.hpp"

namespace clusia::test {

inline const std::filesystem::path root = CLUSIA_SOURCE_DIR;

inline std::vector<std::filesystem::path> pages() {
  std::vector<std::filesystem::path> all{root / "README.md", root / "CONTRIBUTING.md", root / "CHANGELOG.md"};
  for (const char* folder : {"docs", "plugins", "sdk", "configs", "tests"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".md") all.push_back(entry.path());
  return all;
}

/// What stands between ```LANGUAGE and ```, each block by itself.
inline std::vector<std::string> blocks(const std::string& page, const std::string& language) {
  std::vector<std::string> all;
  const std::string begin = "```" + language + "\n";
  for (auto at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
    at += begin.size();
    const auto end = page.find("```", at);
    if (end == std::string::npos) throw std::runtime_error("a block of " + language + " has no end");
    all.push_back(page.substr(at, end - at));
    at = end + 3;
  }
  return all;
}

inline std::vector<std::smatch> matches(const std::string& text, const std::regex& of) {
  return {std::sregex_iterator(text.begin(), text.end(), of), std::sregex_iterator()};
}

inline std::filesystem::path write(const Folder& folder, const std::string& name, const std::string& text) {
  std::ofstream(folder / name, std::ios::binary) << text;
  return folder / name;
}

struct Ended {
  int status = -1;
  std::string output;  ///< and errors
};

/// Runs the program in the repository's folder.
inline Ended clusia(const Folder& folder, const std::string& arguments) {
  const auto log = folder / "output";
  const std::string command = "cd '" + root.string() + "' && '" + CLUSIA_PROGRAM + "' " + arguments + " >'" +
                              log.string() + "' 2>&1 </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(log)};
}

}  // namespace clusia::test
