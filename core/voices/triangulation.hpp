/// What the figures show, what people say and how they score it, side by side for each state of well-being and group.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "report/html.hpp"
#include "report/words.hpp"
#include "voices/findings.hpp"

namespace clusia {

/// Of one strand of evidence.
struct Strand {
  std::optional<int> direction;  ///< 1 better, -1 worse, 0 neither is clear; none: silent
  std::string told;              ///< in words: "2 gains", "7 of 9 people: better"
};

enum class Verdict {
  disagree,  ///< one strand says better and another worse
  agree,     ///< two strands or more, and all say the same
  unclear,   ///< some say one way, and others say neither
  silent     ///< fewer than two strands speak
};

struct Triangle {
  std::string state, group;
  /// Effects of indicators that measure the state itself, and of those that stand for it (proxies); what people say in
  /// coded interviews; what they scored before and after.
  Strand direct, proxy, qualitative, participatory;
  Verdict verdict = Verdict::silent;
};

struct Triangulation {
  std::vector<Triangle> rows;            ///< disagreements first; then by state and group, as the study has them
  std::string comparator;                ///< whose effects the figures are: its title
  std::int64_t speaking = 0, agree = 0;  ///< rows of two strands or more, and those of them that agree
  std::optional<double> alpha;           ///< Krippendorff's ordinal alpha over these rows, strands as raters
};

/// What people say has a direction when the balance of those who say better and worse, over all who speak of it, is at
/// least this: two thirds against one third.
inline constexpr double clear_balance = 1.0 / 3;

/// Matches by name: an indicator's state of well-being in the results, the item of a change, the code of a segment;
/// and the level of a grouping by one column, the group of a sheet. The figures are readings of the first comparator
/// that has effects ('gain', 'loss', else neither); a state's own indicators count before its proxies.
/// What strands tell is in `words`.
Triangulation triangulate(const SQLite::Database& results, const std::vector<Heard>& heard,
                          const report::Words& words = report::english());

std::string word_of(Verdict verdict);

/// One row a state and group. Throws std::runtime_error where it cannot be written.
void write_triangulation_csv(const Triangulation& of, const std::filesystem::path& csv);

nlohmann::json json_of(const Triangulation& of);

/// Sentences and tables, without headings.
report::Html triangulation_content(const Triangulation& of, const report::Words& words);

/// As one HTML page that carries all that it shows, in the study's language, in which strands have to tell.
std::string triangulation_page(const Study& study, const Triangulation& of);

/// "Of 14 states and groups of which two strands speak, 9 agree, ..."
std::string agreement_in_words(const Triangulation& of, const report::Words& words = report::english());

}  // namespace clusia
