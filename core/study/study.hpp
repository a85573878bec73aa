/// A study as its TOML file states it, validated: what every other part of the host works from.
/// Positions are kept, so that what can only be judged with the data in hand still names file, line and column.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/declaration.hpp"
#include "study/diagnosis.hpp"
#include "study/meaning.hpp"
#include "study/position.hpp"
#include "study/value_chain.hpp"
#include "study/voices.hpp"

namespace clusia {

/// A plugin as the study sets it up.
struct Setup {
  std::string plugin;
  Position at;                      ///< of the plugin's name
  Values parameters;                ///< in the order of the plugin's declarations
  std::vector<Position> positions;  ///< of each parameter's value; of the setup where it holds its default
};

/// Which columns play which role; an empty text where the role is not given.
struct Roles {
  std::optional<Named> unit, household, persons, wave, cohort, arm, reached, cluster, weight, stratum, psu, fpc, block;
  std::vector<Named> covariates;
  std::vector<Named> treated, comparison;  ///< levels of `arm`; rows in other levels are in no arm of the study
};

/// The roles that one column plays, by the name of their key.
struct ColumnRole {
  std::string_view name;
  std::optional<Named> Roles::*column;
};
inline constexpr std::array<ColumnRole, 13> column_roles{{{"unit", &Roles::unit},
                                                          {"household", &Roles::household},
                                                          {"persons", &Roles::persons},
                                                          {"wave", &Roles::wave},
                                                          {"cohort", &Roles::cohort},
                                                          {"arm", &Roles::arm},
                                                          {"reached", &Roles::reached},
                                                          {"cluster", &Roles::cluster},
                                                          {"weight", &Roles::weight},
                                                          {"stratum", &Roles::stratum},
                                                          {"psu", &Roles::psu},
                                                          {"fpc", &Roles::fpc},
                                                          {"block", &Roles::block}}};

/// A later stage of the sampling design, within the units of the one before.
struct LaterStage {
  std::optional<Named> unit, stratum, fpc;
};

/// Weights are calibrated to known totals before anything else is done.
struct CalibrationTotal {
  std::optional<Named> column;  ///< none: everyone is counted
  std::optional<Named> level;   ///< none: the column's numbers are summed
  double total = 0;
  Position at;
};
struct CalibrationSettings {
  Position at;
  bool raking = false;
  std::vector<CalibrationTotal> totals;
};

/// Replicate weights that came with the data.
struct ReplicateWeights {
  Position at;
  std::vector<Named> columns;
  double scale = 0;
  bool combined = true;  ///< they hold the survey weight; else they multiply it
};

/// What was asked in one wave about an earlier one: it becomes rows of that wave.
struct RecalledColumn {
  Named column, recalled;
};
struct Recall {
  Position at;
  Named wave;                     ///< that was asked about
  std::optional<Named> asked_in;  ///< none: the only wave of the data
  std::vector<RecalledColumn> columns;
};

/// Rows of a dataset belong to rows of another: a person's household, a household's group.
struct Link {
  Named to;      ///< a dataset
  Named column;  ///< here: holds who it is in the role `unit` there
};

struct Dataset {
  std::string name, title;
  Position at;
  std::string unit_of_analysis;  ///< what a row is: 'individual', 'household', 'group', 'firm'; empty: not said
  std::vector<Link> links;
  std::uint32_t design = 0;  ///< CLUSIA_DESIGN_*; 0: the study does not say
  Setup source;
  Roles roles;
  std::vector<LaterStage> stages;
  std::optional<CalibrationSettings> calibration;
  std::optional<ReplicateWeights> replicate_weights;
  std::optional<Recall> recall;
  std::vector<std::vector<Named>> groups;  ///< crossings of columns
  bool overall = true;                     ///< results for everyone, too
  bool group_totals = false;               ///< crossings bring along the groups that they are crossed from
};

/// A column that a dataset gets from another that it is linked with.
struct LinkedColumn {
  Named name;
  std::string dataset;  ///< that gets it
  Named from;           ///< the other dataset
  std::optional<Named> of, level, members;
  std::string rule;        ///< as the study writes it
  bool leave_out = false;  ///< members without a value are left out; else the whole has none
  bool goes_down() const { return rule == "value"; }
};

enum class Reference { wave, baseline, all };

/// Another indicator's unit scores as an input: "indicator:wages", or "indicator:wages.ratio" where it has several
/// outputs.
struct ScoresOf {
  std::string indicator, output;  ///< output empty: its only one
};
/// Nothing where the text names a column.
std::optional<ScoresOf> scores_of(std::string_view input);

struct Indicator {
  std::string name, title;
  Position at;
  std::string dataset;
  Setup setup;
  std::vector<std::vector<Named>> inputs;  ///< columns, one list a declared input
  Reference reference = Reference::wave;   ///< whose weights a relative line is drawn from
  std::optional<std::int32_t> direction;   ///< 1: higher is better, -1: lower; none: as the plugin declares
  Meaning meaning;                         ///< as the study or the catalogue's entry has it
};

struct Comparator {
  std::string name, title;
  Position at;
  std::vector<std::string> datasets;             ///< those that it is applied to
  std::optional<std::vector<Named>> covariates;  ///< those of the datasets' that it sees; none: all
  Setup setup;
};

/// A published value that the run is to be set beside.
struct Expectation {
  Position at;
  std::string indicator, output, comparator, contrast, source;
  std::map<std::string, std::string> group;  ///< column to level; empty for everyone
  double value = 0, tolerance = 0;
};

/// How uncertainty is told. The words are those of the study's keys.
struct InferenceSettings {
  Position at;
  std::string variance = "linearised", single_psu = "fail", adjust = "none", family = "groups";
  std::int64_t few_clusters = 10;  ///< clusters of the smaller arm under which the test is another
  std::string few_clusters_test = "cr2";
  std::int64_t replicates = 1000;
  bool redesign = false;  ///< comparators answer anew in every replicate
  double most_missing = 1;
  double trend_break = 1, trend_bend = 0.5;  ///< what bounds on broken trends allow
  std::optional<double> largest_cv;  ///< coefficient of variation beyond which an estimate is marked as imprecise
  std::int64_t least_rows = 1;       ///< cells of fewer rows are marked, and not shown in the report
};

/// Two groups of a dataset set beside each other, in every estimate and every effect.
struct Difference {
  std::string name, title;
  Position at;
  std::string dataset;
  bool ratio = false;
  std::map<std::string, std::string> group, against;  ///< column to level
};

/// What the command line changed, and what that did, in words.
struct Overridden {
  std::string option, effect;
};

/// A comparator or an indicator of `clusia compare`: one of the study's with one choice of options.
struct Specification {
  Kind kind;
  std::string name, of;                                      ///< in this run, and in the study
  std::string title;                                         ///< of the study's
  std::vector<std::pair<std::string, std::string>> options;  ///< key, value as TOML writes it
  std::string reason;                                        ///< why it does not apply and is left out
};

/// What specifications are to be set beside: an effect of the run, or a published value.
struct Benchmark {
  Position at;
  std::string indicator, title;
  std::string from, comparator;  ///< the effect: of this indicator (empty: the same) under this comparator
  std::optional<double> value;   ///< the published one
};

struct PlanSettings;  // study/plan.hpp

struct Study {
  std::filesystem::path path;
  std::string text;       ///< the file as read
  std::string effective;  ///< the study that is carried out: the text with what the command line changed in it
  std::string id, title, question;
  std::string language = "en";  ///< of the pages for groups
  bool population = false;
  double confidence = 0.95;
  std::int32_t estimand = CLUSIA_ATT;
  bool of_sample = false;  ///< the effect is that on the units of the sample, not on the population they stand for
  std::int64_t seed = 1;
  bool strict = false;   ///< a missed expectation fails the run
  bool isolated = true;  ///< plugins run in worker processes
  bool pinned = false;   ///< by the sums of its plugins, in a file beside it
  InferenceSettings inference;
  std::vector<Dataset> datasets;
  std::vector<LinkedColumn> linked_columns;  ///< in the order of the file: one may be made of those above it
  std::vector<Indicator> indicators;
  std::vector<Comparator> comparators;
  std::vector<Difference> differences;
  std::vector<Expectation> expectations;
  std::optional<Diagnosis> diagnosis;
  std::optional<ValueChain> chain;
  std::vector<Exercise> voices;
  bool has_comparison = false;  ///< the file says which strategies to compare
  std::vector<Overridden> overridden;
  std::vector<Specification> specifications;  ///< empty unless strategies are compared
  std::vector<Benchmark> benchmarks;
  std::shared_ptr<const PlanSettings> plan;  ///< nullptr where the file has no [plan]

  const Dataset* dataset(std::string_view name) const;
};

}  // namespace clusia
