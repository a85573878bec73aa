/// A whole run: sources, designs, every indicator under every design in every group, the store, the report.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/loaded_study.hpp"
#include "plugin/catalogue.hpp"
#include "study/study.hpp"

namespace clusia {

struct RunOptions {
  std::filesystem::path out;
  bool force = false;   ///< replace an existing result
  bool resume = false;  ///< go on with one that was not finished
  ChannelOptions channel;
  int workers = 1;
  /// Told once, when nothing was refused and the output folder is there.
  std::function<void()> opened;
  /// Told once, when the database is as it will stay: what is made of it is a part of the run.
  std::function<void()> stored;
  /// Told after every unit of work; may be called from several threads, one at a time.
  std::function<void(std::size_t done, std::size_t all, const std::string& what)> progress;
};

struct RunOutcome {
  std::filesystem::path database;
  bool interrupted = false;
  std::size_t failed = 0;                 ///< designs and tasks
  std::size_t hold = 0, do_not_hold = 0;  ///< expectations
};

/// What was computed could not be stored; what was stored before stands.
struct NotWritten : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws StudyRefused, NotWritten; what fails later is named in the database and counted.
RunOutcome run_study(const Study& study, const Catalogue& catalogue, const RunOptions& options);

}  // namespace clusia
