#include "study/read.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "study/compare.hpp"
#include "study/override.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace {

Problem unreadable(const std::filesystem::path& path, std::string what, std::string mend) {
  return {path, {}, std::move(what), std::move(mend)};
}

std::variant<std::string, Problem> text_of_file(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  if (!std::filesystem::exists(status))
    return unreadable(path, "there is no such file", "give the path of a study file");
  if (std::filesystem::is_directory(status))
    return unreadable(path, "this is a folder", "give the path of the study file in it");
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad())
    return unreadable(path, "the file cannot be read", "see to it that you are allowed to read it");
  return text;
}

/// Where a key has more parts than any study needs. The parser nests a table in a table for each, as deep as the stack
/// goes and deeper.
std::optional<Position> endless_key(std::string_view text) {
  constexpr int most = 50;
  Position at{1, 0};
  int parts = 0;
  char last = '\n';
  for (const char c : text) {
    ++at.column;
    if (c == '.') {
      parts = last == '.' ? 0 : parts + 1;
      if (parts > most) return at;
    } else if (std::string_view("=,[]{}#\n").find(c) != std::string_view::npos) {
      parts = 0;
    }
    if (c == '\n') at = {at.line + 1, 0};
    last = c;
  }
  return std::nullopt;
}

Problem syntax_problem(const std::filesystem::path& path, const toml::parse_error& error) {
  std::string what(error.description());
  while (!what.empty() && what.back() == '.') what.pop_back();
  return {path, position_of(error.source()), "this is not valid TOML: " + what,
          "correct it first (texts stand in quotes); the rest of the file is judged after that"};
}

void read_study_section(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::study(), "[study]", reading.problems);
  Study& study = reading.study;
  study.id = table.text("id");
  study.title = table.text("title");
  study.question = table.text("question");
  study.language = table.text("language");
  study.population = table.boolean("population");
  study.confidence = table.number("confidence");
  const std::string estimand = table.text("estimand");
  study.estimand = estimand == "att" ? CLUSIA_ATT : estimand == "ate" ? CLUSIA_ATE : estimand == "ato" ? CLUSIA_ATO : 0;
  study.of_sample = table.text("estimand_of") == "sample";
  if (study.of_sample && study.population)
    reading.problems.add(table.at("estimand_of"), "the data are everyone (population = true): there is no sample",
                         "leave one of the two out");
  study.seed = table.integer("seed");
  study.strict = table.boolean("strict");
}

/// The phases before the fieldwork and beside it.
void read_outline_parts(Reading& reading, const Table& file) {
  if (const auto* study = file.table("study")) read_study_section(reading, *study);
  if (const auto* diagnosis = file.table("diagnosis")) read_diagnosis(reading, *diagnosis);
  if (const auto* map = file.table("map")) read_map(reading, *map);
  for (const auto* exercise : file.tables("voices")) read_exercise(reading, *exercise);
  if (const auto* plan = file.table("plan")) read_plan(reading, *plan);
}

void read_parts(Reading& reading, const toml::table& root) {
  const Table file(root, {1, 1}, sections::file(), "the study file", reading.problems);
  read_outline_parts(reading, file);
  if (const auto* plugins = file.table("plugins")) {
    const Table table(*plugins, position_of(*plugins), sections::plugins(), "[plugins]", reading.problems);
    reading.study.isolated = table.text("isolation") != "none";
    reading.study.pinned = table.boolean("pin");
  }
  if (const auto* inference = file.table("inference")) read_inference(reading, *inference);
  if (const auto* data = file.table("data")) {
    if (data->empty())
      reading.problems.add(file.at("data"), "[data] has no dataset", "add one under the heading [data.NAME]");
    for (const auto& named : named_tables(*data, "data", reading.problems)) read_dataset(reading, named);
  }
  check_links(reading);
  for (const auto* table : file.tables("column")) read_linked_column(reading, *table);
  for (const auto* table : file.tables("indicator")) read_indicator(reading, *table);
  for (const auto* table : file.tables("comparator")) read_comparator(reading, *table);
  for (const auto* table : file.tables("difference")) read_difference(reading, *table);
  for (const auto* table : file.tables("expect")) read_expectation(reading, *table);
  check_map(reading);
  if (const auto* plan = file.table("plan")) read_simulation(reading, *plan);
  reading.study.has_comparison = root.contains("compare");
  if (reading.study.has_comparison) check_comparison(root, reading.catalogue, reading.problems);
}

/// The text of a study file with what can be told of it before it is parsed.
std::variant<std::string, Problem> checked_text(const std::filesystem::path& path) {
  auto text = text_of_file(path);
  if (const auto* content = std::get_if<std::string>(&text))
    if (const auto at = endless_key(*content))
      return Problem{path, *at, "a key has more than 50 parts", "remove the dots that are too many"};
  return text;
}

std::string toml_of(const toml::table& root) {
  std::ostringstream out;
  out << root;
  return out.str();
}

Reading begin(const std::filesystem::path& path, const KnownPlugins& catalogue, std::string text) {
  Reading reading{catalogue, path.parent_path(), Problems(path), {}, {}, {}, {}};
  reading.study.path = path;
  reading.study.text = std::move(text);
  return reading;
}

Checked end(Reading& reading) {
  if (!reading.problems.empty()) return sorted(reading.problems.all());
  return std::move(reading.study);
}

/// The file, parsed and then read by `parts(reading, root)`.
template <class Parts>
Checked read_file(const std::filesystem::path& path, const KnownPlugins& catalogue, const Parts& parts) {
  auto text = checked_text(path);
  if (const auto* problem = std::get_if<Problem>(&text)) return std::vector{*problem};
  Reading reading = begin(path, catalogue, std::get<std::string>(std::move(text)));
  try {
    toml::table root = toml::parse(std::string_view(reading.study.text));
    parts(reading, root);
  } catch (const toml::parse_error& error) {
    return std::vector{syntax_problem(path, error)};
  }
  return end(reading);
}

}  // namespace

const Dataset* Study::dataset(std::string_view name) const {
  const auto found = std::ranges::find(datasets, name, &Dataset::name);
  return found == datasets.end() ? nullptr : &*found;
}

std::optional<ScoresOf> scores_of(std::string_view input) {
  constexpr std::string_view prefix = "indicator:";
  if (!input.starts_with(prefix)) return std::nullopt;
  input.remove_prefix(prefix.size());
  const auto dot = input.find('.');
  return ScoresOf{std::string(input.substr(0, dot)),
                  dot == std::string_view::npos ? "" : std::string(input.substr(dot + 1))};
}

std::string heading_of(std::string_view section, const toml::table& table) {
  const auto name = table.get("name") == nullptr ? std::nullopt : level_of(*table.get("name"));
  return std::string(section) + (name ? " '" + *name + "'" : "");
}

Checked read_study(const std::filesystem::path& path, const KnownPlugins& catalogue,
                   const std::vector<Override>& overrides) {
  return read_file(path, catalogue, [&](Reading& reading, toml::table& root) {
    reading.study.overridden = apply(overrides, root, catalogue, reading.problems);
    reading.study.effective = overrides.empty() ? reading.study.text : toml_of(root);
    read_parts(reading, root);
  });
}

Checked read_study_ahead(const std::filesystem::path& path, const KnownPlugins& catalogue) {
  return read_file(path, catalogue, [](Reading& reading, const toml::table& root) {
    reading.study.effective = reading.study.text;
    read_parts(reading, root);
    reading.problems.forgive_absent_files();
  });
}

Checked read_outline(const std::filesystem::path& path, const KnownPlugins& catalogue) {
  return read_file(path, catalogue, [](Reading& reading, const toml::table& root) {
    read_outline_parts(reading, {root, {1, 1}, sections::outline(), "the study file", reading.problems});
  });
}

Study outline_of(const std::string& text) {
  const KnownPlugins none;
  Reading reading = begin("", none, text);
  const toml::table root = toml::parse(std::string_view(text));
  read_outline_parts(reading, {root, {1, 1}, sections::outline(), "the study file", reading.problems});
  return std::move(reading.study);
}

Checked read_comparison(const std::filesystem::path& path, const KnownPlugins& catalogue,
                        const std::vector<Override>& overrides) {
  Checked plain = read_study(path, catalogue, overrides);
  auto* study = std::get_if<Study>(&plain);
  if (study == nullptr) return plain;
  Reading reading = begin(path, catalogue, study->text);
  reading.study.overridden = study->overridden;
  reading.study.effective = study->effective;
  const auto fresh = [&] {
    toml::table root = toml::parse(std::string_view(reading.study.text));
    apply(overrides, root, catalogue, reading.problems);
    return root;
  };
  Comparison comparison = comparison_of(fresh, catalogue, reading.problems);
  reading.study.specifications = std::move(comparison.specifications);
  reading.study.benchmarks = std::move(comparison.benchmarks);
  if (reading.problems.empty()) read_parts(reading, comparison.root);
  for (Dataset& dataset : reading.study.datasets) dataset.overall = true;  // that is what is compared
  return end(reading);
}

}  // namespace clusia
