/// Studies on the data of tests/oracles, each in a folder of its own.
#pragma once

#include "studies/results.hpp"

namespace clusia::test {

/// The study of tests/studies/NAME with its data beside it, and with one place of it changed if that is wanted.
inline void lay_out(const Folder& folder, const std::string& name, const std::vector<std::string>& data,
                    const std::string& what = "", const std::string& by = "") {
  const fs::path tests = fs::path(CLUSIA_SOURCE_DIR) / "tests";
  const std::string study = read(tests / "studies" / name / "study.toml");
  write(folder / "study.toml", what.empty() ? study : replaced(study, what, by));
  for (const std::string& file : data)
    fs::copy_file(tests / "oracles" / file, folder / file, fs::copy_options::overwrite_existing);
}

inline How in(const Folder& folder) { return {.in = folder.path(), .environment = {}}; }

}  // namespace clusia::test
