/// Coded passages of interviews: how many people, not how often it was said.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/problem.hpp"
#include "study/sheet.hpp"
#include "study/voices.hpp"

namespace clusia {

struct Passage {
  std::size_t group = 0, who = 0, indicator = 0;
  int direction = 0;               ///< 1 better, -1 worse, 0 the same
  std::optional<double> strength;  ///< 1 weak to 3 strong; none: not coded
  std::string quote;
};

struct Passages {
  std::vector<std::string> groups, indicators;
  std::vector<std::pair<std::size_t, std::string>> people;  ///< group, name
  std::vector<Passage> all;
};

/// Columns: `group`, `who`, `indicator`, `direction` (better, worse, same); `strength` (1 to 3) and `quote` may be left
/// out. A line without an indicator says that the person was there. Nothing after telling `problems` all that is wrong.
std::optional<Passages> read_segments(const std::filesystem::path& path, Problems& problems,
                                      const OpenSheet& open = text_on_disk);

/// What the people of a group say of one indicator.
struct Spoken {
  std::string group, indicator;                  ///< group "everyone" for all together
  std::int64_t better = 0, worse = 0, same = 0;  ///< people who say this and not the opposite
  std::int64_t mixed = 0;                        ///< who say both better and worse
  std::int64_t silent = 0;                       ///< people of the group who do not speak of it
  std::int64_t mentions = 0;                     ///< segments
  std::optional<double> strength;  ///< mean over the people whose strength was coded, each by their strongest segment
  std::vector<std::string> quotes;
};

/// Every indicator for every group, silent ones too.
std::vector<Spoken> spoken_of(const Passages& segments);

}  // namespace clusia
