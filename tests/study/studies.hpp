/// The study that docs/study-file.md shows, and a folder to try studies in.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace clusia::testing {

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const auto from = text.find(begin);
  const auto to = from == std::string::npos ? from : text.find(end, from + begin.size());
  if (to == std::string::npos) throw std::runtime_error("there is nothing between " + begin + " and " + end);
  return text.substr(from + begin.size(), to - from - begin.size());
}

inline std::string documentation() { return contents(std::filesystem::path(CLUSIA_SOURCE_DIR) / "docs/study-file.md"); }
inline std::string documented_study() { return between(documentation(), "```toml\n", "```"); }

/// Gone with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "clusia-study-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
    std::filesystem::create_directory(path_ / "data");
    write("data/employment.csv", "year,district,sector,employees\n");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace clusia::testing
