#include "cli/summary.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/lock_summary.hpp"
#include "cli/units_summary.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "study/problem.hpp"

namespace clusia::cli {

std::string plain(double value, int decimals) {
  static const std::string minus = "−";
  std::string text = report::rounded(value, decimals);
  if (text.rfind(minus, 0) == 0) text.replace(0, minus.size(), "-");
  return text;
}

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string fill(width > width_of(text) ? width - width_of(text) : 0, ' ');
  return right ? fill + text : text + fill;
}

namespace {

using report::count;
using report::for_each_row;
using report::integer_at;
using report::real_at;
using report::text_at;
using SQLite::Statement;

constexpr std::size_t most_rows = 40;    // of a table; the report has them all
constexpr std::size_t most_listed = 12;  // misses and messages

struct Effect {
  std::optional<double> estimate, low, high;
  std::string unit, reading, note, mark;
};

/// One indicator's output under one comparator: groups down, contrasts across.
struct Block {
  std::string heading;
  std::vector<std::string> contrasts, groups;
  std::map<std::pair<std::size_t, std::size_t>, Effect> effects;  ///< group, contrast
};

template <class T>
std::size_t place(std::vector<T>& in, const T& what) {
  const auto at = std::find(in.begin(), in.end(), what);
  if (at != in.end()) return static_cast<std::size_t>(at - in.begin());
  in.push_back(what);
  return in.size() - 1;
}

constexpr const char* all_effects =
    "SELECT indicator_title, output_title, (SELECT count(*) FROM output o WHERE o.indicator_id = i.id), c.title, "
    "contrast_title, group_columns, group_label, estimate, conf_low, conf_high, unit, reading, coalesce(note, ''), "
    "coalesce(mark, '') "
    "FROM effects JOIN indicator i ON i.name = indicator JOIN comparator c ON c.name = comparator WHERE is_placebo = 0";
/// What is held back of a small cell here, as in the report; the database has it.
Effect too_few(const std::string& unit) { return {{}, {}, {}, unit, "", "too few rows", "small"}; }

std::vector<Block> blocks_of(const SQLite::Database& database) {
  std::vector<Block> blocks;
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> groups;  // a label may occur under several columns
  for_each_row(database, all_effects, [&](Statement& row) {
    const std::string title = text_at(row, 0) + (integer_at(row, 2) > 1 ? ", " + text_at(row, 1) : "");
    const std::size_t b = place(headings, title + "  ·  " + text_at(row, 3));
    if (b == blocks.size()) blocks.push_back({headings[b], {}, {}, {}}), groups.emplace_back();
    const std::size_t g = place(groups[b], text_at(row, 5) + "\n" + text_at(row, 6));
    if (g == blocks[b].groups.size())
      blocks[b].groups.push_back(text_at(row, 5).empty() ? "everyone" : text_at(row, 6));
    const std::size_t c = place(blocks[b].contrasts, text_at(row, 4));
    blocks[b].effects[{g, c}] = {real_at(row, 7),  real_at(row, 8),  real_at(row, 9), text_at(row, 10),
                                 text_at(row, 11), text_at(row, 12), text_at(row, 13)};
    if (blocks[b].effects[{g, c}].mark == "small") blocks[b].effects[{g, c}] = too_few(text_at(row, 10));
  });
  return blocks;
}

/// "%" stands behind each figure, a longer unit in the heading of its column.
std::string figure(const Effect& e, int decimals) {
  if (!e.estimate) return "-";
  std::string text = plain(*e.estimate, decimals) + (e.unit == "%" ? " %" : "");
  if (e.low && e.high) text += " [" + plain(*e.low, decimals) + ", " + plain(*e.high, decimals) + "]";
  return text;
}

/// Percentages and points are read to one decimal, others to three or four digits.
int decimals_of_column(const Block& block, std::size_t contrast) {
  std::vector<std::optional<double>> column;
  std::string unit;
  for (const auto& [at, e] : block.effects)
    if (at.second == contrast) column.push_back(e.estimate), unit = e.unit;
  return unit == "%" || unit == "percentage points" || unit == "index" ? 1 : report::decimals_for(column);
}

/// "gain"; where its effects read differently, each in the order of the columns: "gain, unclear"; of many how often:
/// "2 gain, 3 unclear".
std::string readings_of(const Block& block, std::size_t group, const Style& s) {
  std::vector<std::string> words;
  std::vector<std::pair<std::string, int>> often;
  for (std::size_t c = 0; c < block.contrasts.size(); ++c) {
    const auto at = block.effects.find({group, c});
    if (at == block.effects.end()) continue;
    const Effect& effect = at->second;
    std::string word = effect.estimate ? effect.reading : effect.note;
    if (word.empty() || word == "none") continue;
    word = (word == "gain" ? s.good : word == "loss" ? s.bad : s.dim) + word + s.plain;
    words.push_back(word);
    const auto same = std::ranges::find(often, word, &std::pair<std::string, int>::first);
    if (same == often.end())
      often.emplace_back(word, 1);
    else
      ++same->second;
  }
  if (often.size() == 1) return words.front();
  constexpr std::size_t most_words = 3;
  std::string out;
  if (words.size() <= most_words)
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  else
    for (const auto& [word, n] : often) out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + word;
  return out;
}

void print_block(const Block& block, std::ostream& to, const Style& s) {
  std::vector<std::vector<std::string>> cells{{""}};
  for (const std::string& contrast : block.contrasts) cells[0].push_back(contrast);
  std::vector<int> decimals;
  for (std::size_t c = 0; c < block.contrasts.size(); ++c) {
    decimals.push_back(decimals_of_column(block, c));
    for (const auto& [at, e] : block.effects)
      if (at.second == c && e.unit.size() > 1 && cells[0][c + 1] == block.contrasts[c])
        cells[0][c + 1] += " (" + e.unit + ")";
  }
  const std::size_t shown = std::min(block.groups.size(), most_rows);
  for (std::size_t g = 0; g < shown; ++g) {
    auto& line = cells.emplace_back();
    line.push_back(block.groups[g]);
    for (std::size_t c = 0; c < block.contrasts.size(); ++c) {
      const auto at = block.effects.find({g, c});
      line.push_back(at == block.effects.end() ? "" : figure(at->second, decimals[c]));
    }
  }
  std::vector<std::size_t> widths(cells[0].size(), 0);
  for (const auto& line : cells)
    for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], width_of(line[c]));
  to << "\n" << s.bold << block.heading << s.plain << "\n";
  for (std::size_t g = 0; g < cells.size(); ++g) {
    to << (g == 0 ? s.dim : "");
    for (std::size_t c = 0; c < cells[g].size(); ++c) to << "  " << padded(cells[g][c], widths[c], c > 0);
    const std::string mark = g > 0 ? readings_of(block, g - 1, s) : "";
    to << (mark.empty() ? "" : "  ") << mark << (g == 0 ? s.plain : "") << "\n";
  }
  if (shown < block.groups.size())
    to << "  … and " << block.groups.size() - shown << " more groups; the report has them all\n";
}

struct LevelLine {
  std::string title, figures, doubt;
};

/// Every output for everyone; of the points of a curve and the items of a profile the report has more.
std::vector<LevelLine> level_lines(const SQLite::Database& database) {
  std::vector<LevelLine> lines;
  for_each_row(
      database,
      R"sql(SELECT v.indicator_title, v.output_title, v.cell, (SELECT count(*) FROM cell k JOIN design s ON s.id = k.design_id
              JOIN dataset d ON d.id = s.dataset_id WHERE s.comparator_id IS NULL AND d.name = v.dataset),
              v.estimate, v.conf_low, v.conf_high, v.unit, coalesce(v.mark, ''), coalesce(v.note, '')
            FROM estimates v JOIN indicator i ON i.name = v.indicator JOIN output o ON o.indicator_id = i.id AND o.name = v.output
            WHERE v.comparator = '' AND v.group_columns = '' AND o.kind != 'curve' AND i.id NOT IN (SELECT y.indicator_id FROM effect x JOIN output y ON y.id = x.output_id)
              AND (SELECT count(*) FROM output p WHERE p.indicator_id = i.id AND p.id < o.id AND p.kind != 'curve') < 3)sql",
      [&](Statement& row) {
        const std::string title = text_at(row, 0), output = text_at(row, 1), mark = text_at(row, 8);
        Effect e{real_at(row, 4), real_at(row, 5), real_at(row, 6), text_at(row, 7), "", text_at(row, 9), mark};
        if (mark == "small") e = too_few(e.unit);
        const std::string unit = e.unit.size() > 1 ? " " + e.unit : "";
        lines.push_back(
            {title + (output == title ? "" : ", " + output) + (integer_at(row, 3) > 1 ? ", " + text_at(row, 2) : ""),
             figure(e, report::decimals_for({e.estimate})) + unit,
             mark == "imprecise" ? mark
             : e.estimate        ? ""
                                 : e.note});
      });
  return lines;
}

void print_levels(const SQLite::Database& database, std::ostream& to, const Style& s) {
  const std::vector<LevelLine> lines = level_lines(database);
  if (lines.empty()) return;
  std::size_t title = 0, figures = 0;
  for (const LevelLine& line : lines)
    title = std::max(title, width_of(line.title)), figures = std::max(figures, width_of(line.figures));
  to << "\n" << s.bold << "Levels, everyone" << s.plain << "\n";
  for (std::size_t i = 0; i < std::min(lines.size(), most_rows); ++i)
    to << "  " << padded(lines[i].title, title, false) << "  "
       << padded(lines[i].figures, lines[i].doubt.empty() ? 0 : figures, false)
       << (lines[i].doubt.empty() ? "" : "  " + s.dim + lines[i].doubt + s.plain) << "\n";
  if (lines.size() > most_rows) to << "  … and " << lines.size() - most_rows << " more; the report has them all\n";
  const std::string levels = "SELECT count(*) FROM estimates WHERE comparator = '' AND estimate IS NOT NULL";
  to << "  " << s.dim << count(database, levels)
     << " levels in all groups: " << count(database, levels + " AND mark = 'small'") << " of too few rows, "
     << count(database, levels + " AND mark = 'imprecise'") << " imprecise" << s.plain << "\n";
}

void print_readings(const SQLite::Database& database, std::ostream& to, const Style& s) {
  std::map<std::string, std::int64_t> of;
  for_each_row(
      database,
      "SELECT reading, count(*) FROM effect e JOIN contrast k ON k.id = e.contrast_id WHERE k.is_effect = 1 AND "
      "e.mark IS NULL GROUP BY reading",
      [&](Statement& row) { of[text_at(row, 0)] = integer_at(row, 1); });
  if (of["gain"] + of["loss"] + of["unclear"] == 0) return;
  to << "\n"
     << s.good << counted(of["gain"], "gain") << s.plain << ", " << s.bad << of["loss"]
     << (of["loss"] == 1 ? " loss" : " losses") << s.plain;
  if (count(database, "SELECT population FROM run") == 0)
    to << ", " << of["unclear"] << " unclear (the interval covers no effect, or there is none)"
       << (of["loss"] == 0 ? "\nno loss was found; `detectable` says how large one would have had to be" : "");
  to << "\n";
}

void print_few_clusters(const SQLite::Database& database, std::ostream& to, const Style& s) {
  const std::int64_t few = count(database, "SELECT count(*) FROM effect WHERE note LIKE 'few clusters%'");
  if (few == 0) return;
  to << s.dim << counted(few, "effect") << " of few clusters (fewer than "
     << count(database, "SELECT few_clusters FROM run")
     << "): the usual test finds too much there; the report says which test took its place" << s.plain << "\n";
}

void print_expectations(const SQLite::Database& database, std::ostream& to, const Style& s) {
  const std::int64_t all = count(database, "SELECT count(*) FROM expectation"),
                     hold = count(database, "SELECT count(*) FROM expectation WHERE holds = 1");
  if (all == 0) return;
  to << "\n"
     << s.bold << "Published values" << s.plain << "  " << hold << " hold, " << (hold < all ? s.bad : "") << all - hold
     << " do not" << s.plain << "\n";
  std::int64_t listed = 0;
  for_each_row(database,
               "SELECT source, indicator, contrast, group_label, published, computed, tolerance FROM expectation WHERE "
               "holds = 0 ORDER BY id",
               [&](Statement& row) {
                 if (++listed > static_cast<std::int64_t>(most_listed)) return;
                 const double published = row.getColumn(4).getDouble();
                 const auto computed = real_at(row, 5);
                 // The tolerance is half a unit of the last printed digit.
                 const int printed =
                     std::max(report::decimals_of(published), report::decimals_of(row.getColumn(6).getDouble()) - 1);
                 to << "  " << text_at(row, 3) << ", " << text_at(row, 2) << ": printed " << plain(published, printed)
                    << ", computed " << (computed ? plain(*computed, printed + 2) : "nothing") << "  " << s.dim
                    << text_at(row, 0) << s.plain << "\n";
               });
  if (listed > static_cast<std::int64_t>(most_listed))
    to << "  … and " << listed - static_cast<std::int64_t>(most_listed) << " more; the report lists them all\n";
}

void print_messages(const SQLite::Database& database, std::ostream& to, const Style& s) {
  std::size_t listed = 0;
  for_each_row(database, "SELECT level, about, text FROM message ORDER BY id", [&](Statement& row) {
    if (++listed > most_listed) return;
    if (listed == 1) to << "\n" << s.bold << "To be looked at" << s.plain << "\n";
    to << "  " << (text_at(row, 0) == "error" ? s.bad + "failed " + s.plain : "") << text_at(row, 1) << ": "
       << text_at(row, 2) << "\n";
  });
  if (listed > most_listed) to << "  … and " << listed - most_listed << " more; the report lists them all\n";
}

}  // namespace

void print_overrides(const SQLite::Database& database, std::ostream& to, const Style& s) {
  for_each_row(database, "SELECT option, effect FROM override ORDER BY id", [&](Statement& row) {
    to << s.bold << "not the study as it stands" << s.plain << "  " << text_at(row, 0) << ": " << text_at(row, 1)
       << "\n";
  });
}

std::string sampling_in_words(bool population, double confidence) {
  return population ? "the data are everyone: no standard errors"
                    : "a sample: intervals at " + report::shortest(100 * confidence) + " %";
}

void print_summary(const std::filesystem::path& file, std::ostream& to, const Style& s) {
  const SQLite::Database database = report::open(file);
  for_each_row(database, "SELECT title, population, state, confidence FROM run", [&](Statement& row) {
    to << s.bold << text_at(row, 0) << s.plain << "\n";
    const std::int64_t datasets = count(database, "SELECT count(*) FROM dataset"),
                       indicators = count(database, "SELECT count(*) FROM indicator");
    to << counted(datasets, "dataset") << ", " << counted(indicators, "indicator") << ", "
       << counted(count(database, "SELECT count(*) FROM comparator"), "comparator") << "; "
       << sampling_in_words(integer_at(row, 1) != 0, row.getColumn(3).getDouble()) << "\n";
    if (text_at(row, 2) != "complete") to << s.bad << "this run is " << text_at(row, 2) << s.plain << "\n";
  });
  print_overrides(database, to, s);
  print_lock(database, to, s);
  for (const Block& block : blocks_of(database)) print_block(block, to, s);
  print_units(database, to, s);
  print_readings(database, to, s);
  print_few_clusters(database, to, s);
  print_levels(database, to, s);
  print_expectations(database, to, s);
  print_messages(database, to, s);
  to << "\n";
}

std::string json_summary(const std::filesystem::path& file) {
  using nlohmann::json;
  const SQLite::Database database = report::open(file);
  const auto number = [](const std::optional<double>& x) { return x ? json(*x) : json(nullptr); };
  json all;
  for_each_row(database, "SELECT study, title, state, population FROM run", [&](Statement& row) {
    all = {{"study", text_at(row, 0)},
           {"title", text_at(row, 1)},
           {"state", text_at(row, 2)},
           {"population", integer_at(row, 3) != 0}};
  });
  all["database"] = std::filesystem::absolute(file).string();
  all["overrides"] = json::array();
  for_each_row(database, "SELECT option, effect FROM override ORDER BY id", [&](Statement& row) {
    all["overrides"].push_back({{"option", text_at(row, 0)}, {"effect", text_at(row, 1)}});
  });
  all["lock"] = json_lock(database);
  all["effects"] = json::array();
  for_each_row(
      database,
      "SELECT indicator, output, comparator, contrast, group_columns, group_label, is_effect, estimate, "
      "std_error, conf_low, conf_high, p_value, "
      "unit, reading, note, p_adjusted, mark, test, treated_clusters, comparison_clusters, effective_clusters, "
      "unit_of_analysis FROM effects",
      [&](Statement& row) {
        json e{{"indicator", text_at(row, 0)},
               {"output", text_at(row, 1)},
               {"comparator", text_at(row, 2)},
               {"contrast", text_at(row, 3)},
               {"group_columns", text_at(row, 4)},
               {"group", text_at(row, 5)},
               {"is_effect", integer_at(row, 6) != 0},
               {"estimate", number(real_at(row, 7))},
               {"std_error", number(real_at(row, 8))},
               {"conf_low", number(real_at(row, 9))},
               {"conf_high", number(real_at(row, 10))},
               {"p_value", number(real_at(row, 11))},
               {"unit", text_at(row, 12)},
               {"reading", text_at(row, 13)}};
        if (!row.getColumn(21).isNull()) e["unit_of_analysis"] = text_at(row, 21);
        if (!row.getColumn(14).isNull()) e["note"] = text_at(row, 14);
        if (!row.getColumn(15).isNull()) e["p_adjusted"] = number(real_at(row, 15));
        if (!row.getColumn(16).isNull()) e["mark"] = text_at(row, 16);
        if (!row.getColumn(17).isNull()) e["test"] = text_at(row, 17);
        if (!row.getColumn(18).isNull())
          e["clusters"] = {{"treated", integer_at(row, 18)},
                           {"comparison", integer_at(row, 19)},
                           {"effective", number(real_at(row, 20))}};
        all["effects"].push_back(std::move(e));
      });
  all["expectations"] = {{"hold", count(database, "SELECT count(*) FROM expectation WHERE holds = 1")},
                         {"do_not_hold", count(database, "SELECT count(*) FROM expectation WHERE holds = 0")}};
  all["messages"] = json::array();
  for_each_row(database, "SELECT level, about, text FROM message ORDER BY id", [&](Statement& row) {
    all["messages"].push_back({{"level", text_at(row, 0)}, {"about", text_at(row, 1)}, {"text", text_at(row, 2)}});
  });
  return all.dump(2);
}

}  // namespace clusia::cli
