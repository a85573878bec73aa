/// The sheets of participatory exercises, one line an answer.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/problem.hpp"
#include "study/sheet.hpp"
#include "study/voices.hpp"

namespace clusia {

/// A person, or a session of a focus group that answered as one.
struct Voice {
  std::string who;
  std::size_t group = 0;
  std::vector<double> values;                              ///< [items] ranks, scores, or scores before; NaN: none
  std::vector<double> after;                               ///< [items] of a change
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  ///< item that was preferred, item that was not
};

struct Answers {
  std::vector<std::string> groups, items;  ///< in the order of their first line
  std::vector<Voice> voices;
};

/// The sheet of an exercise of any kind but segments. Columns: `group`, `who`, and
/// - ranking: `item`, `rank`, above 0, 1 is best;
/// - scoring: `item`, `score`, at least 0, more is better;
/// - pairs: `preferred`, `other`;
/// - change: `item`, `before`, `after`, on the exercise's scale.
/// Nothing after telling `problems` all that is wrong.
std::optional<Answers> read_answers(const Exercise& exercise, const std::filesystem::path& path, Problems& problems,
                                    const OpenSheet& open = text_on_disk);

/// The number that a field holds; NaN where it is empty or NA; none where it is something else.
std::optional<double> number_or_missing(const std::string& text);

/// What all groups together are called: no group of a sheet may be called so.
inline constexpr const char* everyone = "everyone";
/// Tells of a group that is called so.
void refuse_everyone(const Named& group, Problems& problems);

/// Where `what` stands in `names`, at the end if it is new.
std::size_t place_of(std::vector<std::string>& names, const std::string& what);

}  // namespace clusia
