/// A source, opened and read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ending.hpp"
#include "services.hpp"
#include "settings.hpp"

namespace clusia::kit {

/// What a read gave; released with it, unless a rule did.
struct Reading {
  Reading() = default;
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() { release(); }
  void release();

  Ending ending;
  ArrowSchema schema{};
  ArrowArray array{};
  bool changed_floating_point = false;
};

class Source {
 public:
  Source(const Library& library, const Setting& setting, Services& services);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source();

  const Ending& refusal() const { return refusal_; }
  bool changed_floating_point() const { return changed_floating_point_; }
  /// Throws Failed where it gives none.
  std::vector<std::string> names() const;
  /// `memory`: whether there is any for its columns.
  std::unique_ptr<Reading> read(const std::vector<std::string>& names, bool memory = true);

 private:
  const clusia_source_interface& interface_;
  Memory lent_, kept_;
  void* instance_ = nullptr;
  Ending refusal_;
  bool changed_floating_point_ = false;
};

/// The first thing that is no valid Arrow, or ""; `cells` gets each value as text, column by column.
std::string arrow_problem(const Reading& table, const std::vector<std::string>& names,
                          std::vector<std::vector<std::string>>& cells);

}  // namespace clusia::kit
