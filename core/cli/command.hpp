/// What all commands share: the command line, exit statuses, colours.
#pragma once

#include <boost/program_options.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugin/catalogue.hpp"

namespace clusia::cli {

enum Exit : int { all_well = 0, something_failed = 1, wrong_input = 2, internal_fault = 3, interrupted = 130 };

/// The study or the command line is wrong: one text a problem, printed as they are.
struct Wrong : std::runtime_error {
  explicit Wrong(std::vector<std::string> all)
      : std::runtime_error(all.empty() ? "" : all.front()), problems(std::move(all)) {}
  std::vector<std::string> problems;
};

using Arguments = std::vector<std::string>;
namespace po = boost::program_options;

/// A command's own options and arguments, with its help.
class CommandLine {
 public:
  /// `synopsis`: "clusia run STUDY.toml [options]"; `about`: what it does; `example`: one that works.
  CommandLine(std::string synopsis, std::string about, std::string example);
  po::options_description_easy_init options() { return options_.add_options(); }
  /// Named arguments in order; all are required unless the name ends in "?".
  void arguments(std::vector<std::string> names);
  /// False when help was asked for and printed. Throws Wrong.
  bool parse(const Arguments& given);
  const po::variables_map& values() const { return values_; }
  bool has(const char* name) const { return values_.count(name) != 0; }
  std::string text(const char* name) const { return values_[name].as<std::string>(); }

 private:
  std::string help() const;
  [[noreturn]] void refuse(const std::string& what) const;
  std::string synopsis_, about_, example_;
  po::options_description options_{"Options"};
  std::vector<std::string> names_;
  po::variables_map values_;
};

/// --plugin-path, which every command that looks for plugins takes.
void add_plugin_path(CommandLine& line);
Catalogue catalogue_for(const CommandLine& line);

/// Codes for colour and weight; empty where the output is no terminal or NO_COLOR is set.
struct Style {
  explicit Style(int descriptor);
  std::string bold, dim, good, bad, plain;
};

int run(const Arguments& given);
int compare(const Arguments& given);
int check(const Arguments& given);
int plugins(const Arguments& given);
int report(const Arguments& given);
int diagnose(const Arguments& given);
int diff(const Arguments& given);
int monitor(const Arguments& given);
int map(const Arguments& given);
int voices(const Arguments& given);
int triangulate(const Arguments& given);
int plan(const Arguments& given);
int lock(const Arguments& given);
int schema(const Arguments& given);

}  // namespace clusia::cli
