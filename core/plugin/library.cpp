#include "plugin/library.hpp"

#include <elf.h>

#include <algorithm>
#include <array>
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <fstream>

#include "plugin/declared.hpp"
#include "plugin/floating_point.hpp"
#include "plugin/sha256.hpp"
#include "plugin/utf8.hpp"

namespace clusia {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, const std::string& why, const std::string& mend) {
  throw Refusal(file.string() + ": " + why + ": " + mend);
}

[[noreturn]] void refuse_no_entry(const fs::path& file) {
  refuse(
      file, "is no Clusia plugin: it exports no " CLUSIA_ENTRY_SYMBOL,
      "build it with clusia_add_plugin() and end its source with CLUSIA_INDICATOR_PLUGIN, CLUSIA_COMPARATOR_PLUGIN or "
      "CLUSIA_SOURCE_PLUGIN");
}

/// The section table stands at the very end: a file cut anywhere has lost it.
void check_whole(const fs::path& file) {
  Elf64_Ehdr header{};
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse(file, "cannot be read", "check that the file exists and that you may read it");
  in.read(reinterpret_cast<char*>(&header), sizeof header);
  const bool is_elf = in.gcount() >= 4 && std::equal(header.e_ident, header.e_ident + 4, ELFMAG);
  if (!is_elf)
    refuse(file, "is no shared library",
           "a plugin is built with clusia_add_plugin(); remove this file from the plugin folder");
  const std::uint64_t size = fs::file_size(file);
  const std::uint64_t end = header.e_shoff + std::uint64_t{header.e_shnum} * header.e_shentsize;
  if (in.gcount() < static_cast<std::streamsize>(sizeof header) || header.e_shoff == 0 || end > size)
    refuse(file, "is a truncated shared library", "copy or build it again");
}

std::vector<std::string> exported_symbols(const fs::path& file) {
  try {
    boost::dll::library_info info(file);
    return info.symbols();
  } catch (const std::exception& e) {
    refuse(file, std::string("cannot be read as a shared library (") + e.what() + ")", "copy or build it again");
  }
}

/// The loader's own words, which Boost.DLL wraps in two sentences that do not help.
std::string words_of_loader(const std::string& boost) {
  constexpr std::string_view before = "dlerror system message: ", after = "): ";
  const std::size_t from = boost.find(before), to = boost.rfind(after);
  if (from == std::string::npos || to == std::string::npos || to < from + before.size()) return boost;
  return boost.substr(from + before.size(), to - from - before.size());
}

boost::dll::shared_library& load_for_ever(const fs::path& file) {
  namespace mode = boost::dll::load_mode;
  try {
    // Never freed: in general shared libraries are not safe to unload.
    return *new boost::dll::shared_library(file, mode::rtld_now | mode::rtld_local);
  } catch (const std::exception& e) {
    refuse(file, "cannot be loaded (" + words_of_loader(e.what()) + ")",
           "install what it depends on, or link it in; clusia_add_plugin() finds what is missing when it links");
  }
}

std::string version_text(clusia_version v) { return std::to_string(v.major) + "." + std::to_string(v.minor); }

const clusia_plugin* call_entry(const fs::path& file, clusia_entry_function entry, clusia_version& least) {
  const clusia_version host{CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR};
  clusia_error error{};
  const clusia_plugin* plugin = nullptr;
  try {
    plugin = entry(host, &least, &error);
  } catch (...) {
    refuse(file, "threw an exception out of clusia_plugin_entry",
           "no exception may cross the boundary; the wrappers of the SDK catch all");
  }
  error.message[sizeof error.message - 1] = '\0';
  const std::string why = with_valid_utf8(error.message);
  const std::string wants =
      "the plugin needs interface " + version_text(least) + ", this host speaks " + version_text(host);
  const bool served = least.major == host.major && least.minor <= host.minor;
  const bool said = least.major != 0 || least.minor != 0;
  if (said && !served)
    refuse(file, wants,
           least.major < host.major ? "rebuild the plugin with this host's SDK"
                                    : "update Clusia, or rebuild the plugin with this host's SDK");
  if (plugin != nullptr && !said)
    refuse(file, "did not say which interface it needs", "write *least in clusia_plugin_entry");
  if (plugin != nullptr) return plugin;
  if (why.empty())
    refuse(file, "clusia_plugin_entry returned nothing and gave no reason",
           "a plugin that cannot start must fill *error; ask its author");
  refuse(file, "declined to start (" + why + ")", "ask its author");
}

}  // namespace

void look_into(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) refuse(file, "is no file", "correct the path");
  check_whole(file);
  const std::vector<std::string> symbols = exported_symbols(file);
  if (std::find(symbols.begin(), symbols.end(), CLUSIA_ENTRY_SYMBOL) == symbols.end()) refuse_no_entry(file);
}

Library load_library(const fs::path& file) {
  look_into(file);
  const FloatingPointState before = floating_point_state();
  boost::dll::shared_library& library = load_for_ever(file);
  const auto check_state = [&] {
    if (floating_point_state() == before) return;
    restore(before);
    refuse(file, "changed the floating-point state (" + changes_of_state() + ")",
           "build it without -ffast-math; clusia_add_plugin() does");
  };
  check_state();
  if (!library.has(CLUSIA_ENTRY_SYMBOL)) refuse_no_entry(file);
  Library loaded;
  clusia_version least{};
  loaded.plugin = call_entry(
      file, library.get<const clusia_plugin*(clusia_version, clusia_version*, clusia_error*)>(CLUSIA_ENTRY_SYMBOL),
      least);
  check_state();
  loaded.declaration = declaration_of(*loaded.plugin, file.string());
  loaded.declaration.needs_major = least.major;
  loaded.declaration.needs_minor = least.minor;
  loaded.declaration.sha256 = sha256_of_file(file);
  return loaded;
}

}  // namespace clusia
