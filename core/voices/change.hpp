/// What people say has changed: scores before and after, item by item, and as an index of well-being that each group
/// weighs by its own priorities.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "voices/priorities.hpp"

namespace clusia {

struct ItemChange {
  double before = 0, after = 0;                  ///< means of those who scored both; NaN: nobody did
  std::int64_t better = 0, worse = 0, same = 0;  ///< voices
  std::int64_t missing = 0;                      ///< voices of the group that did not score both
};

/// From 0 (the lowest score on all) to 100.
struct Index {
  double before = 0, after = 0;  ///< NaN: there is none
};

struct GroupChange {
  std::string group;  ///< "everyone" for all groups together
  std::int64_t voices = 0;
  std::vector<ItemChange> items;
  Index equal;               ///< every item counts the same
  std::optional<Index> own;  ///< items count by the group's own priorities; of everyone, each voice by its group's
};

struct Changes {
  std::vector<std::string> items;
  std::vector<GroupChange> groups;
};

/// A voice's index is the weighted mean over the items that it scored both times; a group's is the mean of its voices.
/// `priorities` may be nullptr; else it knows every item.
Changes changes_of(const Exercise& exercise, const Answers& answers, const Priorities* priorities);

}  // namespace clusia
