/// Matching: each treated row is compared with the rows most like it, or with those of its stratum.
#include <clusia/covariates/balance.hpp>

#include "cells.hpp"
#include "full.hpp"
#include "strata.hpp"

using namespace clusia;
using Eigen::Index;

static constexpr const char* method_choices[]{"nearest", "full", "subclass", "exact", nullptr};
static constexpr const char* distance_choices[]{"propensity", "linear_score", "mahalanobis", nullptr};
static constexpr const char* unit_choices[]{"sd", "raw", nullptr};
static constexpr const char* ties_choices[]{"shared", "unit", "data", nullptr};
static constexpr const char* covariance_choices[]{"sample", "within_arms", nullptr};
static constexpr const char* weights_choices[]{"estimated", "known", nullptr};

struct Matched {
  static constexpr About about{
      "matched", "Matched comparison", "1.0.0",
      "Treated rows against the comparison rows that are most like them in their covariates",
      "Abadie and Imbens 2006 (neighbours and their variance); Rosenbaum 1991, Hansen 2004 (full matching); Rosenbaum "
      "and Rubin 1984 (subclasses), 1985 (calipers); Iacus, King and Porro 2012 (coarsened exact matching)"};
  static constexpr Parameter parameters[]{
      parameter::base,
      parameter::compared_wave,
      parameter::before_wave,
      parameter::after_wave,
      parameter::choice("method", method_choices,
                        "nearest: nearest neighbours; full: optimal full matching, sets around one row of either arm; "
                        "subclass: strata of the score; exact: strata of coarsened covariates")
          .by_default("\"nearest\"")
          .following("full: of equal totals the one with most sets, then by unit id"),
      parameter::choice("distance", distance_choices,
                        "between rows: of a logit's probability of treatment, of its linear predictor, or "
                        "Mahalanobis's; subclasses need a score")
          .by_default("\"propensity\""),
      parameter::choice("covariance", covariance_choices, "what Mahalanobis's distance divides by")
          .by_default("\"sample\"")
          .following("sample: the covariance of both arms together (Matching); within_arms: that within the arms, "
                     "pooled (MatchIt)"),
      parameter::boolean("replacement", "nearest: whether a comparison row may serve several treated rows")
          .by_default("true"),
      parameter::integer("ratio", "nearest: how many neighbours a row has").by_default("1").within(1, 1000),
      parameter::number("caliper", "nearest, full: no neighbour is further away").optional().within(0, infinity),
      parameter::choice("caliper_unit", unit_choices,
                        "sd: standard deviations of the score over both arms; raw: as the score is. Mahalanobis's "
                        "distance is in standard deviations already")
          .by_default("\"sd\""),
      parameter::texts("exact", "nearest, full: covariates in which neighbours are equal").by_default("[]"),
      parameter::choice("ties", ties_choices,
                        "nearest, full: what becomes of rows at the same distance; shared where rows are replaced, "
                        "unit where they are not and in full matching, unless it is set")
          .optional()
          .following("shared: all serve, with a share each (Matching); unit: the first unit id serves; data: the "
                     "first row does, for comparison with MatchIt"),
      parameter::integer("variance_neighbours",
                         "nearest, with replacement: rows of the own arm that tell how much outcomes vary about a row")
          .by_default("2")
          .within(0, 1000)
          .following("2: Stata's smallest; 1 and more: each row's own variance; 0: one variance for all (Matching's "
                     "default)"),
      parameter::integer("subclasses", "subclass: how many").by_default("6").within(2, 1000),
      parameter::integer("bins", "exact: intervals of equal width that a number is cut into; Sturges's rule unless set")
          .optional()
          .within(1, 1000000),
      parameter::text_map("cutpoints",
                          "exact: where a covariate is cut instead, numbers with blanks between: { age = \"25 45\" }")
          .optional(),
      parameter::choice("weights", weights_choices, "subclass, exact: what the standard errors take the weights for")
          .by_default("\"estimated\"")
          .following("estimated: the sizes of the strata are estimates, too; known: as if they were given")};
  static constexpr uint32_t roles = CLUSIA_ROLE_ARM | CLUSIA_ROLE_COVARIATES;
  static constexpr uint32_t estimands = CLUSIA_ATT | CLUSIA_ATE;
  static constexpr uint32_t designs = CLUSIA_DESIGN_ONE_OFF | CLUSIA_DESIGN_LONGITUDINAL |
                                      CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  Matched(const Parameters& p, const Host& services)
      : host(services),
        waves(p),
        method(p.choice("method")),
        distance(p.choice("distance")),
        within_arms(p.choice("covariance") == "within_arms"),
        replacement(p.boolean("replacement")),
        ties(p.is_set("ties")                     ? p.choice("ties")
             : replacement && method == "nearest" ? "shared"
                                                  : "unit"),
        ratio(static_cast<std::size_t>(p.integer("ratio"))),
        variance_neighbours(static_cast<std::size_t>(p.integer("variance_neighbours"))),
        subclass_count(p.integer("subclasses")),
        in_sd(p.choice("caliper_unit") == "sd"),
        estimated(p.choice("weights") == "estimated") {
    if (p.is_set("caliper")) caliper = p.number("caliper");
    if (p.is_set("bins")) coarsening.bins = p.integer("bins");
    for (const std::string_view name : p.texts("exact")) exact.emplace_back(name);
    if (p.is_set("cutpoints"))
      for (const auto& [name, text] : p.text_map("cutpoints"))
        coarsening.cutpoints[std::string(name)] = cutpoints_of(std::string(name), std::string(text));
    if (!replacement && ties == "shared")
      throw bad_parameter("ties", "cannot be shared by rows that serve once: unit, or replacement, would be right");
    if (method == "full" && ties == "shared")
      throw bad_parameter("ties", "cannot be shared in full matching, where a row is in one set: unit would be right");
    if (method == "subclass" && distance == "mahalanobis")
      throw bad_parameter("distance", "has to be a score, propensity or linear_score, for subclasses");
  }

  void design(const DesignFrame& frame, Answer& answer) const {
    if (method == "nearest" && !replacement && frame.estimand() != CLUSIA_ATT)
      throw bad_parameter("replacement",
                          "is false, and the estimand is not att: without replacement rows stand in for the treated "
                          "alone; true, or another method, would be right");
    const Compared compared = waves.in(frame);
    const Place place{frame, compared, frame.only_arm(Side::treated), frame.only_arm(Side::comparison)};
    if (method == "nearest")
      by_neighbours(frame, compared.sample, place, answer);
    else
      by_strata(frame, compared.sample, place, answer);
    if (compared.did()) report_not_followed(answer, compared.followed);
  }

 private:
  // ---- neighbours ---------------------------------------------------------------------------------------------------

  NearestRule rule_for(const DesignFrame& frame, const Sample& sample, const Space& space) const {
    NearestRule rule;
    rule.both_ways = frame.estimand() == CLUSIA_ATE;
    rule.treated_too = frame.sample_estimand();
    rule.replacement = replacement;
    rule.ratio = ratio;
    rule.caliper = caliper * (in_sd ? space.sd : 1);
    rule.ties = ties == "shared" ? Ties::shared : Ties::by_id;
    rule.closest_first = distance == "mahalanobis";
    if (!exact.empty()) rule.group = alike_in(sample, exact);
    if (ties == "data") rule.id = sample.rows;
    if (ties == "unit") rule.id = unit_ids(frame, sample);
    return rule;
  }
  [[noreturn]] void refuse_rules(const std::string& whom) const {
    throw bad_parameter(std::isfinite(caliper) ? "caliper" : "exact",
                        "leaves no " + whom + " a neighbour: a wider caliper, or fewer exact columns, would be right");
  }

  void by_neighbours(const DesignFrame& frame, const Sample& sample, const Place& place, Answer& answer) const {
    const Space space = space_of(sample, distance, within_arms);
    NearestRule rule = rule_for(frame, sample, space);
    Pool pool(sample, space, rule);
    const Matching matching = match_nearest(sample, space, rule, pool);
    if (matching.matches.empty()) refuse_rules(rule.both_ways ? "row" : "treated row");
    // As Abadie and Imbens print it where rows are drawn one by one; centred in strata where the sample has a design.
    const bool of_rows = replacement && !frame.stratum.present() && !frame.psu.present();
    const std::string nearest = ratio == 1 ? "row" : "rows";
    answer.design(
        {compared_what() +
             (rule.both_ways ? "rows of either arm against the " + nearest + " of the other arm"
                             : "treated rows against the " + nearest + " of the comparison arms") +
             " nearest to them" +
             (distance == "mahalanobis" ? " by Mahalanobis's distance" : " by their probability of treatment"),
         assumption(frame.estimand()), place.compared.missing(),
         of_rows ? CLUSIA_FACTOR_UNCENTRED : CLUSIA_FACTOR_DESIGN});
    const auto answered = [&](const Matching& m, const std::string& how) {
      return replacement ? with_neighbours(answer, sample, {pool, variance_neighbours, frame.sample_estimand()}, m,
                                           rule.both_ways, place, how)
                         : with_pairs(answer, sample, m, place, how);
    };
    contrast_of(answer, frame, place.compared, answered(matching, ""), effect_on(frame.estimand()));
    if (rule.ties == Ties::shared && matching.tied > 0 && frame.unit.present()) {
      rule.ties = Ties::by_id;
      rule.id = unit_ids(frame, sample);
      for (const auto& [name, title] : {std::pair{"ties_to_first", "The same, ties to the first unit ids"},
                                        std::pair{"ties_to_last", "The same, ties to the last unit ids"}}) {
        const Cells cells = answered(match_nearest(sample, space, rule, pool), std::string(", ") + name);
        const auto apart = [](const auto& of) { return Answer::T(of.first) - Answer::T(of.second); };
        answer.contrast({name, title, nullptr, false, place.compared.wave(), 0},
                        waves.did ? apart(cells.back()) - apart(cells.front()) : apart(cells.back()));
        for (int64_t& id : rule.id) id = -id;
      }
    }
    const Eigen::VectorXd d = weights_of(sample, matching);
    report(answer, sample, d, frame.estimand(), space.columns_left_out,
           std::isfinite(caliper) || !exact.empty() || !replacement ? "no neighbour was left within the rules"
                                                                    : "nearest to nobody");
    answer.diagnostic("tied_matches", "", static_cast<double>(matching.tied),
                      matching.tied == 0 ? ""
                      : ties == "shared" ? "rows whose nearest rows tie: all of these share"
                                         : "choices between rows at the same distance, decided by an id");
    if (!replacement && ties == "unit") {
      const TieBreaks other = other_tie_breaks(sample, space, rule, matching, host);
      answer.diagnostic("tie_breaks_changed", "", other.changed,
                        "share of the treated rows that have other partners where the units stand in random orders");
      answer.diagnostic("tie_breaks_distance", "lowest", other.nearest, "mean distance between partners over these");
      answer.diagnostic("tie_breaks_distance", "highest", other.furthest);
    }
    if (space.score.size() > 0) report_overlap(answer, sample, space.score);
  }

  // ---- strata -------------------------------------------------------------------------------------------------------

  void by_strata(const DesignFrame& frame, const Sample& sample, const Place& place, Answer& answer) const {
    Space space;
    if (method != "exact") space = space_of(sample, distance, method == "full" && within_arms);
    for (const auto& [name, cuts] : coarsening.cutpoints) check_covariate(sample, "cutpoints", name);
    const FullMatching full =
        method == "full" ? match_fully(sample, space, rule_for(frame, sample, space)) : FullMatching{};
    if (method == "full" && full.n_sets == 0) refuse_rules("row");
    const Stratified strata =
        stratified(sample,
                   method == "full"       ? full.set
                   : method == "subclass" ? subclasses(sample, space, frame.estimand(), subclass_count)
                                          : coarsened(sample, coarsening),
                   frame.estimand());
    answer.design({compared_what() + "treated against comparison arms within " +
                       (method == "full" ? "sets of one row and its nearest of the other arm"
                                         : "strata of rows that are alike in " +
                                               std::string(method == "subclass" ? "their probability of treatment"
                                                                                : "coarsened covariates")),
                   assumption(frame.estimand()), place.compared.missing()});
    const int32_t step = estimated && method != "full" ? sizes_of_strata(answer, sample, strata) : -1;
    const auto cell = [&](const char* name, bool treated, const Occasion& at) {
      Rows domain;
      EstimatedWeights how;
      const bool depends = step >= 0 && !(treated && frame.estimand() == CLUSIA_ATT);
      if (depends) how.first_step = step;
      for (const auto& [row, k] : at.members) {
        if (sample.is_treated(k) != treated || strata.d[k] == 0) continue;
        domain.add(row, strata.d[k]);
        if (depends) append(how.factored, strata, k, strata.slope[k]);
      }
      return answer.cell(name + at.when, at.wave, treated ? place.treated_arm : place.comparison_arm, domain, how);
    };
    Cells cells;
    for (const Occasion& at : place.compared.occasions) {
      const int32_t treated = cell("treated", true, at);
      cells.emplace_back(treated, cell("comparison", false, at));
    }
    if (method == "full") tie_sets(answer, sample, full.set, place);
    contrast_of(answer, frame, place.compared, cells, effect_on(frame.estimand()));
    report(
        answer, sample, strata.d, frame.estimand(), space.columns_left_out,
        method == "full" ? "no row of the other arm is within the rules" : "the stratum has no row of the other arm");
    answer.diagnostic("strata", "", strata.n_strata);
    if (method == "full")
      answer.diagnostic("total_distance", "", full.distance, "the least that sets of all these rows can have");
    else
      answer.diagnostic("strata_dropped", "", strata.one_armed,
                        strata.one_armed == 0 ? "" : "they have rows of one arm only");
    if (space.score.size() > 0) report_overlap(answer, sample, space.score);
  }

  /// A value in the column of the row's stratum, 0 in the others.
  static void append(std::vector<double>& to, const Stratified& strata, Index row, double value) {
    const std::size_t start = to.size();
    to.resize(start + static_cast<std::size_t>(strata.n_strata), 0);
    to[start + static_cast<std::size_t>(strata.stratum[static_cast<std::size_t>(row)])] = value;
  }
  static int32_t sizes_of_strata(Answer& answer, const Sample& sample, const Stratified& strata) {
    std::vector<int64_t> rows;
    std::vector<double> phi;
    for (const Index k : sample.ascending) {
      if (strata.d[k] == 0) continue;
      rows.push_back(sample.row(k));
      append(phi, strata, k, strata.influence[k]);
    }
    return answer.first_step("sizes of strata", strata.n_strata, rows, phi);
  }

  // ---- both ---------------------------------------------------------------------------------------------------------

  std::string compared_what() const { return waves.did ? "changes of " : ""; }
  static std::string effect_on(int32_t estimand) {
    return estimand == CLUSIA_ATT ? "Effect on the treated, matched" : "Effect on everyone, matched";
  }
  std::string assumption(int32_t estimand) const {
    return std::string(waves.did ? "among units as alike as these, {indicator} would change by as much in either arm "
                                 : "among rows as alike as these, which arm a row is in has nothing to do with the "
                                   "{indicator} that it would have ") +
           (estimand == CLUSIA_ATT ? "without the programme" : "with or without the programme");
  }
  void report(const Answer& answer, const Sample& sample, const Eigen::VectorXd& d, int32_t estimand,
              const std::vector<std::string>& columns_left_out, const std::string& why_dropped) const {
    report_balance(host, answer, sample, d, estimand);
    report_sizes(answer, sample, d);
    report_left_out(answer, sample, columns_left_out);
    report_dropped(answer, sample, d, why_dropped);
  }

  Host host;
  ComparedWaves waves;
  std::string method, distance;
  bool within_arms, replacement;
  std::string ties;
  std::size_t ratio, variance_neighbours;
  int64_t subclass_count;
  bool in_sd, estimated;
  double caliper = infinity;
  std::vector<std::string> exact;
  Coarsening coarsening;
};
CLUSIA_COMPARATOR_PLUGIN(Matched);
