#include "plugin/catalogue.hpp"

#include <algorithm>
#include <cstdlib>

#include "install_paths.hpp"

namespace clusia {

namespace fs = std::filesystem;

namespace {
constexpr double longest_start = 10;  // seconds for a plugin to be loaded and to say what it is

bool anyone_may_write(const fs::path& path) {
  std::error_code error;
  return (fs::status(path, error).permissions() & fs::perms::others_write) != fs::perms::none;
}
}  // namespace

std::vector<PluginFolder> plugin_folders(const std::vector<fs::path>& named) {
  std::vector<PluginFolder> folders;
  for (const fs::path& path : named) folders.push_back({path, "--plugin-path"});
  if (const char* variable = std::getenv("CLUSIA_PLUGIN_PATH"); variable != nullptr) {
    const std::string_view all = variable;
    for (std::size_t from = 0; from <= all.size();) {
      const std::size_t to = std::min(all.find(':', from), all.size());
      if (to > from) folders.push_back({all.substr(from, to - from), "CLUSIA_PLUGIN_PATH"});
      from = to + 1;
    }
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path root = program.parent_path().parent_path();
  folders.push_back({root / "plugins", "beside the program"});
  folders.push_back({root / installed_plugin_folder, "installed"});
  return folders;
}

Catalogue::Catalogue(std::vector<PluginFolder> folders, const ChannelOptions& options) : folders_(std::move(folders)) {
  ChannelOptions own = options;
  own.isolated = true;
  own.time_limit = std::min(own.time_limit, longest_start);
  const std::unique_ptr<Channel> channel = open_channel(own);
  for (const PluginFolder& folder : folders_) {
    std::error_code error;
    if (!fs::is_directory(folder.path, error)) continue;
    if (anyone_may_write(folder.path)) {
      refused_.push_back(folder.path.string() +
                         ": anyone may write into this folder, so that no plugin is loaded from it: chmod o-w " +
                         folder.path.string());
      continue;
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder.path, error))
      if (entry.path().extension() == ".so") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) read(file, *channel);
  }
}

void Catalogue::read(const fs::path& file, Channel& channel) {
  if (anyone_may_write(file)) {
    refused_.push_back(file.string() + ": anyone may write over this file, so that it is not loaded: chmod o-w " +
                       file.string());
    return;
  }
  try {
    Declaration& d =
        plugins_.emplace_back(asked_twice([&] { return ask<Declaration>(channel, Describe{file.string()}); }));
    d.path = fs::absolute(d.path).lexically_normal().string();  // results name the file whatever the folder of the run
  } catch (const PluginFailure& f) {
    const std::string text = f.what(), name = file.string();
    refused_.push_back(text.rfind(name, 0) == 0 ? text : name + ": " + text);
  } catch (const Crash& c) {
    refused_.push_back(file.string() + ": " + c.what() +
                       " while it was loaded: rebuild it, or remove it from the plugin folder");
  }
}

std::variant<const Declaration*, std::string> Catalogue::find(Kind kind, std::string_view id) const {
  const Declaration* found = nullptr;
  for (const Declaration& d : plugins_) {
    if (d.kind != kind || d.id != id) continue;
    if (found != nullptr && found->sha256 != d.sha256)
      return std::string(name_of(kind)) + " '" + d.id + "' is named by two different files, " + found->path + " and " +
             d.path + ": remove one of them";
    if (found == nullptr) found = &d;
  }
  if (found != nullptr) return found;
  const std::string wanted = std::string(name_of(kind)) + " plugin '" + std::string(id) + "'";
  for (const std::string& refusal : refused_)
    if (fs::path(refusal.substr(0, refusal.find(": "))).stem() == id) return wanted + " cannot be loaded: " + refusal;
  std::string searched;
  std::error_code error;
  for (const PluginFolder& folder : folders_)
    searched += (searched.empty() ? "" : ", ") + folder.path.string() + " (" + folder.because +
                (!fs::is_directory(folder.path, error) ? ", which does not exist"
                 : anyone_may_write(folder.path)       ? ", not searched as anyone may write there"
                                                       : "") +
                ")";
  return "there is no " + wanted + " in " + searched + ": name its folder with --plugin-path";
}

std::vector<std::string> Catalogue::ids(Kind kind) const {
  std::vector<std::string> list;
  for (const Declaration& d : plugins_)
    if (d.kind == kind) list.push_back(d.id);
  return list;
}

}  // namespace clusia
