/// All exercises of a study, read and summed up: for the page, the terminal and programs.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <variant>
#include <vector>

#include "voices/change.hpp"
#include "voices/segments.hpp"

namespace clusia {

struct Heard {
  Exercise exercise;
  std::variant<Priorities, Changes, std::vector<Spoken>> what;
};

inline constexpr std::int64_t permutations_of_voices = 9999;

/// Every exercise of the study, in its order; or everything that is wrong with their sheets.
std::variant<std::vector<Heard>, std::vector<Problem>> hear(const Study& study, const OpenSheet& open = text_on_disk);

/// voices.csv: exercise, kind, group, item, measure, value. Throws std::runtime_error where it cannot be written.
void write_voices_csv(const std::vector<Heard>& heard, const std::filesystem::path& csv);

nlohmann::json json_of(const Study& study, const std::vector<Heard>& heard);

/// A number that exists.
inline std::optional<double> known(double value) { return value == value ? std::optional(value) : std::nullopt; }

}  // namespace clusia
