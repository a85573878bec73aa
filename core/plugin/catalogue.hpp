/// Which plugins there are: the folders that are searched, what stands in them, and why a file among them is none.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plugin/channel.hpp"
#include "plugin/declaration.hpp"

namespace clusia {

/// A folder that is searched, and who named it.
struct PluginFolder {
  std::filesystem::path path;
  std::string because;  ///< "--plugin-path", "CLUSIA_PLUGIN_PATH", "beside the program", "installed"
};

/// In order: --plugin-path, CLUSIA_PLUGIN_PATH (colons between), the build tree's folder beside the program, the
/// installed one. The current folder is never searched by itself.
std::vector<PluginFolder> plugin_folders(const std::vector<std::filesystem::path>& named);

class Catalogue {
 public:
  /// Reads every *.so in the folders, each in a worker (a truncated library raises SIGBUS inside dlopen).
  Catalogue(std::vector<PluginFolder> folders, const ChannelOptions& options);

  /// The declaration, or why there is none: not found (with every place searched), named by two different files
  /// (with both; the same file in two folders is one plugin).
  std::variant<const Declaration*, std::string> find(Kind kind, std::string_view id) const;
  std::vector<std::string> ids(Kind kind) const;
  const std::vector<Declaration>& plugins() const { return plugins_; }
  /// Files in the folders that are no plugins this host can use, and why; reported only where they are asked for.
  const std::vector<std::string>& refused() const { return refused_; }

 private:
  void read(const std::filesystem::path& file, Channel& channel);
  std::vector<PluginFolder> folders_;
  std::vector<Declaration> plugins_;
  std::vector<std::string> refused_;
};

}  // namespace clusia
