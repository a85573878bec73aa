#include "cli/scaffold.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "cli/template_files.hpp"
#include "install_paths.hpp"
#include "study/nearest.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kinds{"indicator", "comparator", "source"};
const std::vector<std::string> languages{"c++", "c"};

void check(const std::string& what, const std::string& word, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), word) == known.end())
    throw Wrong({"clusia: plugins new: there is no " + what + " '" + word + "': " + mend_of(word, known, "words")});
}

void check_id(const std::string& id) {
  const auto fits = [](char c) {
    return std::islower(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) || c == '_';
  };
  if (id.empty() || !std::islower(static_cast<unsigned char>(id[0])) || !std::all_of(id.begin(), id.end(), fits))
    throw Wrong({"clusia: plugins new: '" + id +
                 "' is no id of a plugin: lower case letters, digits and _, a letter first, would be right"});
}

/// "hours_saved": "HoursSaved", or "Hours saved".
std::string words_of(const std::string& id, bool joined) {
  std::string words;
  bool first = true;
  for (const char c : id) {
    if (c == '_') {
      if (!joined) words += ' ';
      first = joined;
      continue;
    }
    words += first ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    first = false;
  }
  return words;
}

/// Where Clusia is installed with its SDK; empty where this program stands in a folder that it was built in.
std::string prefix_of_this_program() {
  std::error_code error;
  const fs::path root = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
  const fs::path package = root / fs::path(installed_plugin_folder).parent_path().parent_path() / "cmake/Clusia";
  return fs::exists(package / "ClusiaConfig.cmake", error) ? root.string() : "";
}

std::string filled(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    const std::string place = "{{" + name + "}}";
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size()))
      text.replace(at, place.size(), value);
  }
  return text;
}

struct NewFile {
  std::string name, from;  ///< in the folder, and among the templates
};

std::vector<NewFile> files_of(const std::string& kind, const std::string& id, const std::string& extension) {
  std::vector<NewFile> files{{id + "." + extension, kind + "/plugin." + extension},
                             {"CMakeLists.txt", "CMakeLists.txt"},
                             {id + "_test.cpp", "test.cpp"},
                             {"README.md", "README.md"},
                             {"study.toml", kind + "/study.toml"}};
  files.push_back(kind == "source" ? NewFile{"hours.txt", "source/hours.txt"} : NewFile{"people.csv", "people.csv"});
  return files;
}

void write(const fs::path& folder, const std::vector<NewFile>& files,
           const std::map<std::string, std::string>& values) {
  std::error_code error;
  if (fs::exists(folder, error))
    throw Wrong(
        {"clusia: plugins new: " + folder.string() + " is there already: another id, or --out, would be right"});
  fs::create_directories(folder, error);
  for (const NewFile& file : files) {
    std::ofstream out(folder / file.name, std::ios::binary);
    if (error || !(out << filled(template_files.at(file.from), values)))
      throw Wrong(
          {"clusia: plugins new: " + (folder / file.name).string() + " cannot be written: --out names another folder"});
  }
}

}  // namespace

int new_plugin(const Arguments& given) {
  CommandLine line("clusia plugins new indicator|comparator|source ID [options]",
                   "Writes a folder named ID with a plugin that builds at once: its code, its test, its page, and a "
                   "study that uses it.\n"
                   "docs/tutorial.md goes on from there.",
                   "clusia plugins new indicator drudgery");
  line.arguments({"KIND", "ID"});
  line.options()("lang", po::value<std::string>()->value_name("c++|c")->default_value("c++"),
                 "the language that it is written in")("out,o", po::value<std::string>()->value_name("DIR"),
                                                       "the folder (default: ID)");
  if (!line.parse(given)) return all_well;
  const std::string kind = line.text("KIND"), id = line.text("ID"), language = line.text("lang");
  check("kind of plugin", kind, kinds);
  check("language", language, languages);
  check_id(id);
  const std::string extension = language == "c" ? "c" : "cpp", prefix = prefix_of_this_program();
  const fs::path folder = line.has("out") ? line.text("out") : id;
  const std::vector<NewFile> files = files_of(kind, id, extension);
  std::string study = id;  // whose id becomes the name of a folder
  std::replace(study.begin(), study.end(), '_', '-');
  write(folder, files,
        {{"id", id},
         {"study", study},
         {"Name", words_of(id, true)},
         {"title", words_of(id, false)},
         {"ext", extension},
         {"prefix", prefix}});
  std::cout << "In " << folder.string() << ":";
  for (const NewFile& file : files) std::cout << " " << file.name;
  std::cout << "\n\nNext:\n  cd " << folder.string()
            << "\n  cmake -B build && cmake --build build && ctest --test-dir build\n"
               "  clusia run study.toml --plugin-path build\n";
  if (prefix.empty())
    std::cout << "\nThis program is not installed, so that its SDK has to be named: ./dev install, or cmake -B build "
                 "-DCMAKE_PREFIX_PATH=/where/it/is/installed\n";
  return all_well;
}

}  // namespace clusia::cli
