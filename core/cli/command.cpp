#include "cli/command.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <sstream>

#include "study/nearest.hpp"

namespace clusia::cli {
namespace {

bool is_optional(const std::string& name) { return name.back() == '?'; }
std::string bare(const std::string& name) { return is_optional(name) ? name.substr(0, name.size() - 1) : name; }

}  // namespace

CommandLine::CommandLine(std::string synopsis, std::string about, std::string example)
    : synopsis_(std::move(synopsis)), about_(std::move(about)), example_(std::move(example)) {
  options().operator()("help,h", "print this and end");
}

void CommandLine::arguments(std::vector<std::string> names) { names_ = std::move(names); }

std::string CommandLine::help() const {
  std::ostringstream out;
  out << synopsis_ << "\n\n" << about_ << "\n\n" << options_ << "\nExample:\n  " << example_ << "\n";
  return out.str();
}

void CommandLine::refuse(const std::string& what) const {
  throw Wrong({"clusia: " + what + "; see " + synopsis_.substr(0, synopsis_.find(' ', 7)) + " --help"});
}

bool CommandLine::parse(const Arguments& given) {
  po::options_description all;
  all.add(options_);
  po::positional_options_description positions;
  for (const std::string& name : names_) {
    all.add_options()(bare(name).c_str(), po::value<std::string>());
    positions.add(bare(name).c_str(), 1);
  }
  namespace style = po::command_line_style;
  try {
    po::store(po::command_line_parser(given)
                  .options(all)
                  .positional(positions)
                  .style(style::unix_style & ~style::allow_guessing)
                  .run(),
              values_);
    po::notify(values_);
  } catch (const po::unknown_option& e) {
    std::vector<std::string> known;
    for (const auto& option : options_.options()) known.push_back("--" + option->long_name());
    refuse("unknown option '" + e.get_option_name() + "': " + mend_of(e.get_option_name(), known, "options"));
  } catch (const po::too_many_positional_options_error&) {
    refuse("an argument too many: " + std::to_string(names_.size()) + " at most");
  } catch (const po::error& e) {
    refuse(e.what());
  }
  if (has("help")) {
    std::cout << help();
    return false;
  }
  for (const std::string& name : names_)
    if (!is_optional(name) && !has(name.c_str())) refuse(name + " is missing");
  return true;
}

void add_plugin_path(CommandLine& line) {
  line.options()("plugin-path", po::value<std::vector<std::string>>()->composing()->value_name("DIR"),
                 "a folder with plugins, searched first; may be given several times");
}

Catalogue catalogue_for(const CommandLine& line) {
  std::vector<std::filesystem::path> named;
  if (line.has("plugin-path"))
    for (const std::string& path : line.values()["plugin-path"].as<std::vector<std::string>>())
      if (!std::filesystem::is_directory(named.emplace_back(path)))
        throw Wrong({"clusia: --plugin-path " + path + ": there is no such folder: correct the path"});
  return Catalogue(plugin_folders(named), {});
}

Style::Style(int descriptor) {
  const char* off = std::getenv("NO_COLOR");
  if (isatty(descriptor) == 0 || (off != nullptr && *off != '\0')) return;
  bold = "\033[1m", dim = "\033[2m", good = "\033[32m", bad = "\033[31m", plain = "\033[0m";
}

}  // namespace clusia::cli
