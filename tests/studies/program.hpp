/// Runs a program as a person or a script would, and holds what it said.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace clusia::test {

namespace fs = std::filesystem;

inline std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

/// `text` with the one place where `what` stands replaced.
inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos || text.find(what, at + 1) != std::string::npos)
    throw std::runtime_error("'" + what + "' does not stand there once");
  return text.replace(at, what.size(), by);
}

/// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "clusia-studies-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = fs::canonical(pattern);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

/// Every file below a folder, with its contents.
inline std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    files[entry.path().lexically_relative(folder).string()] = entry.is_regular_file() ? read(entry.path()) : "/";
  return files;
}

struct Said {
  int status = -1;
  std::string out, err;  ///< on a terminal all is in `out`
};

struct How {
  fs::path in = fs::current_path();  ///< the folder that it runs in
  std::map<std::string, std::string> environment;
  bool terminal = false;  ///< its output is a terminal
};

namespace detail {

/// In the child: no way back from here.
[[noreturn]] inline void become(const std::vector<std::string>& command, const How& how, int out, int err) {
  dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  unsetenv("NO_COLOR");
  unsetenv("CLUSIA_PLUGIN_PATH");
  for (const auto& [name, value] : how.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (chdir(how.in.c_str()) == 0) execvp(arguments[0], arguments.data());
  _exit(127);
}

inline std::string all_of(int terminal) {
  std::string text;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::read(terminal, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<size_t>(n));
  return text;  // at the end a terminal gives an error, not an end of file
}

}  // namespace detail

inline Said said_by(const std::vector<std::string>& command, const How& how = {}) {
  const Folder folder;
  int master = -1, out = -1, err = -1;
  if (how.terminal) {
    if (openpty(&master, &out, nullptr, nullptr, nullptr) != 0) throw std::runtime_error("no terminal");
    err = out;
  } else {
    out = open((folder / "out").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    err = open((folder / "err").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  }
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) detail::become(command, how, out, err);
  close(out);
  if (err != out) close(err);
  Said said;
  if (how.terminal) said.out = detail::all_of(master);
  if (how.terminal) close(master);
  int status = 0;
  waitpid(child, &status, 0);
  said.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  if (!how.terminal) said.out = read(folder / "out"), said.err = read(folder / "err");
  return said;
}

inline Said clusia(std::vector<std::string> arguments, const How& how = {}) {
  arguments.insert(arguments.begin(), CLUSIA_PROGRAM);
  return said_by(arguments, how);
}

/// A run that has to go well, with nothing to complain of.
inline Said clusia_well(const std::vector<std::string>& arguments, const How& how = {}) {
  Said said = clusia(arguments, how);
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.err, "");
  return said;
}

}  // namespace clusia::test
