/// Multidimensional poverty by dual cutoffs (Alkire and Foster 2011): who is deprived in a weighted share k of the
/// indicators is poor; how many are (H), in how much (A), and both together (M0), with what makes it up.
#include <clusia/ratio.hpp>
#include <list>

#include "deprivations.hpp"

using namespace clusia;

namespace {

/// Weights such as 1/3 do not add up exactly; a score this close to k reaches it.
constexpr double slack = 1e-9;

/// What can stand in an output's name: small letters, digits and `_`.
std::string identifier_of(std::string_view name) {
  std::string id;
  for (const char c : name) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    id += kept ? c : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : '_';
  }
  return id;
}

constexpr Output h =
    output("h", "Headcount (H)", "", CLUSIA_LOWER_IS_BETTER, "share of the domain that is multidimensionally poor")
        .proportion()
        .following("poor: a score of k or more (dual cutoff), within 1e-9; deprived: below the cutoff");
constexpr Output a = output("a", "Intensity (A)", "", CLUSIA_LOWER_IS_BETTER,
                            "mean score among the poor; undefined where nobody is poor")
                         .proportion();
constexpr Output m0 =
    output("m0", "Adjusted headcount (M0)", "", CLUSIA_LOWER_IS_BETTER, "H times A: mean censored score, from 0 to 1")
        .proportion();
constexpr Output m1 = output("m1", "Adjusted gap (M1)", "", CLUSIA_LOWER_IS_BETTER,
                             "mean of the poor's weighted shortfalls; with achievements and positive cutoffs alone");
constexpr Output m2 = output("m2", "Adjusted squared gap (M2)", "", CLUSIA_LOWER_IS_BETTER,
                             "mean of the poor's weighted squared shortfalls");

}  // namespace

struct AlkireFoster {
  static constexpr About about{
      "alkire_foster", "Multidimensional poverty (Alkire-Foster)", "1.0.0",
      "Headcount, intensity and adjusted headcount of multidimensional poverty, by indicator",
      "Alkire and Foster 2011; Alkire et al. 2015, Multidimensional Poverty Measurement and Analysis, chapter 5"};
  static constexpr Parameter parameters[]{
      parameter::number("k", "who is deprived in this weighted share of the indicators, or more, is poor")
          .within(1e-6, 1)
          .following("a score of k or more is poor; union: a small k; intersection: 1"),
      parameter::numbers("cutoffs", "whoever has less than this is deprived; one for each of `achievements`, in order")
          .optional(),
      parameter::text_map("dimensions", "the dimension of each column; each column is its own if left out").optional(),
      parameter::text_map("weights", "the weight of each dimension, a number in quotes; equal if left out")
          .optional()
          .following("nested: dimensions share 1 by their weights, the columns of a dimension share its part equally")};
  static constexpr Input inputs[]{
      input::number("deprived", "columns that are true (or 1) where the row is deprived").many_columns().optional(),
      input::number("achievements", "columns of numbers of which less is deprivation").many_columns().optional(),
      input::category("by", "groups whose parts of M0 are wanted").optional().keeping_missing()};
  static constexpr Output outputs[]{h, a, m0, m1, m2};

  explicit AlkireFoster(const IndicatorData& data) : deprivations(data), score(static_cast<std::size_t>(data.rows())) {
    const double k = data.parameters.number("k");
    for (int64_t row = 0; row < data.rows(); ++row) {
      if (!data.complete(row)) continue;
      const double share = deprivations.score(row);
      if (share >= k - slack) score[static_cast<std::size_t>(row)] = share;
    }
    if (data.has("by")) by = data.category("by");
    declare();
  }

  std::span<const Output> outputs_now() const { return declared; }

  void evaluate(const Evaluation& e) const {
    if (!(e.domain.total() > 0)) throw undefined("nobody with a positive weight and all indicators in the domain");
    for (std::size_t m = 0; m < statistics.size(); ++m) {
      const Statistic& of = statistics[m];
      Ratio(
          e.domain, [&](int64_t row) { return above(of, row); }, [&](int64_t row) { return below(of, row); })
          .answer(e, static_cast<int64_t>(m));
    }
  }

  void scores(Weighting, int64_t output, std::span<double> s) const {
    const Statistic& of = statistics[static_cast<std::size_t>(output)];
    for (std::size_t row = 0; row < s.size(); ++row)
      s[row] = of.is_mean() ? above(of, static_cast<int64_t>(row)) : std::nan("");
  }

 private:
  enum class Kind { h, a, m0, m1, m2, uncensored, censored, contribution, contribution_by };
  /// One output: the ratio of two totals, `above` and `below`.
  struct Statistic {
    Kind kind;
    std::size_t of = 0;  ///< the indicator, or the level of `by`
    bool is_mean() const { return kind != Kind::a && kind != Kind::contribution && kind != Kind::contribution_by; }
  };

  double above(const Statistic& s, int64_t row) const {
    const bool poor = censored(row) > 0;
    if (s.kind == Kind::uncensored) return deprivations.deprived(row, s.of) ? 1 : 0;
    if (!poor) return 0;
    switch (s.kind) {
      case Kind::h:
        return 1;
      case Kind::m1:
        return deprivations.shortfall(row, 1);
      case Kind::m2:
        return deprivations.shortfall(row, 2);
      case Kind::censored:
        return deprivations.deprived(row, s.of) ? 1 : 0;
      case Kind::contribution:
        return deprivations.deprived(row, s.of) ? deprivations.items()[s.of].weight : 0;
      case Kind::contribution_by:
        return by.valid(row) && by[row] == static_cast<int32_t>(s.of) ? censored(row) : 0;
      default:
        return censored(row);
    }
  }
  double below(const Statistic& s, int64_t row) const {
    if (s.is_mean()) return 1;
    return s.kind != Kind::a ? censored(row) : censored(row) > 0 ? 1 : 0;
  }
  double censored(int64_t row) const { return score[static_cast<std::size_t>(row)]; }

  void declare() {
    const auto fixed = [&](Kind kind, const Output& of) { statistics.push_back({kind}), declared.push_back(of); };
    fixed(Kind::h, h);
    fixed(Kind::a, a);
    fixed(Kind::m0, m0);
    if (deprivations.has_gaps()) fixed(Kind::m1, m1), fixed(Kind::m2, m2);
    const auto of_items = [&](Kind kind, const char* prefix, const char* title, int32_t direction, const char* doc) {
      for (std::size_t j = 0; j < deprivations.items().size(); ++j)
        add({kind, j}, prefix, title, deprivations.items()[j].column, direction, doc);
    };
    of_items(Kind::uncensored, "uncensored_", "Deprived in ", CLUSIA_LOWER_IS_BETTER,
             "share of the domain that is deprived in it, poor or not");
    of_items(Kind::censored, "censored_", "Poor and deprived in ", CLUSIA_LOWER_IS_BETTER,
             "share of the domain that is poor and deprived in it");
    of_items(Kind::contribution, "contribution_", "Contribution to M0 of ", CLUSIA_NO_DIRECTION,
             "its part of M0; undefined where nobody is poor");
    for (std::size_t level = 0; level < by.names().size(); ++level)
      add({Kind::contribution_by, level}, "contribution_by_", "Contribution to M0 of ", std::string(by.names()[level]),
          CLUSIA_NO_DIRECTION, "the group's part of the domain's M0; undefined where nobody is poor");
  }
  void add(Statistic of, const char* prefix, const char* title, const std::string& name, int32_t direction,
           const char* doc) {
    statistics.push_back(of);
    declared.push_back(output(keep(prefix + identifier_of(name)), keep(title + name), "", direction, doc).proportion());
  }
  const char* keep(std::string text) { return texts.emplace_back(std::move(text)).c_str(); }

  Deprivations deprivations;
  Categories by;
  std::vector<double> score;  ///< of the poor; 0 for everyone else
  std::vector<Statistic> statistics;
  std::vector<Output> declared;
  std::list<std::string> texts;  ///< a list: what `declared` points to never moves
};
CLUSIA_INDICATOR_PLUGIN(AlkireFoster);
