/// What the tests of faults share: where the faulty plugins stand, channels to them, a column to ask about, a folder.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "pipeline/session.hpp"
#include "plugin/channel.hpp"

namespace clusia::faults {

namespace fs = std::filesystem;

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;  // its signal handlers and its memory are not the plugins' own
#else
inline constexpr bool sanitized = false;
#endif

inline std::string faulty(const std::string& fault) { return std::string(CLUSIA_FAULTS) + "/" + fault + ".so"; }

inline ChannelOptions options(bool isolated = true) {
  ChannelOptions o;
  o.isolated = isolated;
  o.program = CLUSIA_PROGRAM;
  o.time_limit = 60;
  return o;
}

/// Log lines as they come in, from whatever thread.
class Logged {
 public:
  Services::Log log() {
    return [this](std::int32_t, const std::string& component, const std::string& text) {
      const std::lock_guard lock(mutex_);
      lines_.push_back(component + ": " + text);
    };
  }
  std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// Three rows with the values 1, 2, 6: their mean is 3.
inline std::shared_ptr<const Segment> three_numbers() {
  const std::shared_ptr<Segment> segment = Segment::create();
  auto* x = static_cast<double*>(segment->allocate(3 * sizeof(double)));
  x[0] = 1, x[1] = 2, x[2] = 6;
  segment->seal();
  return segment;
}

/// An indicator plugin bound to three_numbers().
inline Session session_of(Channel& channel, const std::string& path, const std::shared_ptr<const Segment>& segment) {
  Bind bind;
  bind.instance = {path, "indicator under test", {}, 1};
  bind.rows = 3;
  Layout layout;
  layout.name = "value";
  layout.n = 3;
  bind.inputs = {{ColumnAt{segment->id(), layout}}};
  return {channel, bind, {segment}};
}
inline Weights everyone() { return {{0, 1, 2}, {1, 1, 1}}; }

/// What came of asking: "3" (the estimate), or who threw and with which words.
template <class Question>
std::string outcome(const Question& question) {
  try {
    return question();
  } catch (const PluginFailure& f) {
    return std::string("failure: ") + f.what();
  } catch (const Crash& c) {
    return std::string("crash: ") + c.what();
  } catch (const Stopped&) {
    return "stopped";
  } catch (const Undefined& u) {
    return std::string("undefined: ") + u.what();
  }
}
inline std::string evaluated(Session& session) {
  return outcome([&] { return std::to_string(session.evaluate(everyone(), {}, true).estimates[0]); });
}
inline std::string described(Channel& channel, const std::string& path) {
  return outcome([&] { return "plugin " + ask<Declaration>(channel, Describe{path}).id; });
}

inline std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Gone with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "clusia-faults-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
  }
  ~Folder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  fs::path path_;
};

}  // namespace clusia::faults
