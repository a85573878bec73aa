/// Experiments: arms that were drawn by lot, within blocks where there are any, adjusted for covariates or not.
#include "population.hpp"

using namespace clusia;

static constexpr const char* adjustment_choices[]{"none", "lin", nullptr};
static constexpr const char* weights_choices[]{"estimated", "known", nullptr};

struct Randomised {
  static constexpr About about{
      "randomised", "Randomised arms", "1.0.0",
      "Each treated arm against the comparison arms, where arms were drawn by lot",
      "Neyman 1923; Lin 2013 (adjustment); Imbens and Rubin 2015, chapters 6, 9 and 10 (blocks, pairs)"};
  static constexpr Parameter parameters[]{
      parameter::wave("wave", "the wave that is compared; not read where the data have no waves")
          .by_default("\"last\""),
      parameter::choice("adjustment", adjustment_choices, "for the study's covariates")
          .by_default("\"none\"")
          .following("none: covariates serve the balance alone; lin: a regression in each arm, predicted for everyone "
                     "whom the estimand means (Lin 2013), for indicators that are means of scores"),
      parameter::choice("weights", weights_choices,
                        "without adjustment: what standard errors take shares of blocks for")
          .by_default("\"estimated\"")
          .following(
              "estimated: rows vary about the mean of their arm in their block; known: about that of their arm")};
  static constexpr uint32_t roles = CLUSIA_ROLE_ARM;
  static constexpr uint32_t estimands = CLUSIA_ATT | CLUSIA_ATE;
  static constexpr uint32_t designs = CLUSIA_DESIGN_RANDOMISED;

  explicit Randomised(const Parameters& p)
      : wave(p.wave("wave")), lin(p.choice("adjustment") == "lin"), estimated(p.choice("weights") == "estimated") {}

  void design(const DesignFrame& frame, Answer& answer) const {
    const int32_t when = frame.wave.present() ? wave : -1;
    if (lin && frame.covariates() == 0)
      throw bad_parameter("adjustment", "is \"lin\", and the data have no covariates: the role would be right");
    const Population population(frame, when, lin);
    const bool att = frame.estimand() == CLUSIA_ATT;
    const std::string blocks = frame.block.present() ? " within blocks" : "";
    answer.design({"arms drawn by lot, compared" + blocks + (lin ? ", adjusted for covariates" : "") +
                       (when < 0 ? "" : " in wave " + std::string(frame.wave.name(when))),
                   "arms were drawn by lot" + blocks +
                       ", whoever was drawn is in the data, and no arm changes the {indicator} of another"});
    const Lots lots = lots_of(frame, population);
    tie(frame, answer, lots);
    for (std::size_t arm = 1; arm <= population.arms.size(); ++arm) {
      const bool only = population.arms.size() == 1;
      const std::string name(frame.arm.name(population.arms[arm - 1]));
      const Comparison comparison(population, arm, att);
      if (comparison.blocks.empty())
        throw unsupported("no block has rows of '" + name + "' and of a comparison arm: larger blocks would be right");
      const Place place{when, population.arms[arm - 1], frame.only_arm(Side::comparison), only ? "" : ", " + name};
      const Expression effect =
          lin ? predicted(answer, population, comparison, place) : weighted(answer, population, comparison, place);
      answer.contrast(
          {only ? "effect" : "effect_" + name_part(name),
           "Effect of " + name + (att ? " on those who were drawn" : " on everyone"), nullptr, true, when, 0},
          effect);
      answer.diagnostic("blocks", name, static_cast<double>(comparison.blocks.size()));
      answer.diagnostic("blocks_left_out", name, static_cast<double>(comparison.blocks_left_out),
                        comparison.blocks_left_out == 0 ? "" : "they have rows of one of the two arms only");
    }
    report(frame, answer, population, lots);
    report_balance(frame, answer, when);
  }

 private:
  struct Place {
    int32_t wave, treated, comparison;
    std::string whose;  ///< of cells: "" or ", arm"
    int32_t arm(std::size_t of) const { return of == 0 ? comparison : treated; }
  };
  static std::string name_of(std::size_t arm, const Place& place) {
    return (arm == 0 ? "comparison" : "treated") + place.whose;
  }
  template <class Take>
  static void each(const Population& population, const Take& take) {
    for (const std::size_t k : population.ascending) take(k, population.members[k]);
  }

  // ---- without adjustment: rows stand for those in their block whom the estimand means ------------------------------

  Expression weighted(Answer& answer, const Population& population, const Comparison& of, const Place& place) const {
    const auto cell = [&](std::size_t arm) {
      const bool depends = estimated && of.counted(arm);
      EstimatedWeights how;
      if (depends) how.first_step = shares(answer, population, of, arm, place);
      Rows rows;
      each(population, [&](std::size_t, const Member& m) {
        if (m.arm != arm || !of.takes_part(m)) return;
        rows.add(m.row, m.weight * of.stands_for(m));
        if (depends) append(how.factored, of, m, 1 / of.stands_for(m));
      });
      return Answer::T(answer.cell(name_of(arm, place), place.wave, place.arm(arm), rows, how));
    };
    const Expression treated = cell(of.arm);
    return treated - cell(0);
  }
  static void append(std::vector<double>& to, const Comparison& of, const Member& m, double value) {
    const std::size_t start = to.size();
    to.resize(start + of.blocks.size(), 0);
    to[start + static_cast<std::size_t>(of.place(m.block))] = value;
  }
  /// q = weight of those who are meant over weight of the arm, in each block.
  static int32_t shares(Answer& answer, const Population& population, const Comparison& of, std::size_t arm,
                        const Place& place) {
    std::vector<int64_t> rows;
    std::vector<double> phi;
    each(population, [&](std::size_t, const Member& m) {
      if (!of.takes_part(m) || (m.arm != arm && !of.meant(m))) return;
      rows.push_back(m.row);
      const double moves = (of.meant(m) ? m.weight : 0) - (m.arm == arm ? m.weight * of.stands_for(m) : 0);
      append(phi, of, m, moves / of.weight_of_arm(m.block, arm));
    });
    return answer.first_step("shares of blocks, " + name_of(arm, place), static_cast<int32_t>(of.blocks.size()), rows,
                             phi);
  }

  // ---- Lin: a regression in each arm, predicted for those whom the estimand means -----------------------------------

  struct Model {
    CovariateBasis basis;
    std::vector<std::ptrdiff_t> at;  ///< row of the basis of each member, -1: not in it
    std::vector<double> of(const std::vector<std::size_t>& members) const {
      std::vector<double> x;
      for (const std::size_t k : members) {
        const double* z = basis.row(static_cast<std::size_t>(at[k]));
        x.insert(x.end(), z, z + basis.columns);
      }
      return x;
    }
  };

  /// Blocks and covariates as orthonormal columns over the rows that take part.
  static Model model_of(const Population& population, const Comparison& of) {
    Model model;
    std::vector<double> weight;
    std::vector<CovariateColumn> columns;
    for (std::size_t b = 1; b < of.blocks.size(); ++b) columns.push_back({"block", "block", {}, true, true, false});
    for (const CovariateColumn& c : population.columns)
      columns.push_back({c.name, c.covariate, {}, c.binary, c.level, c.base});
    for (std::size_t k = 0; k < population.members.size(); ++k) {
      const Member& m = population.members[k];
      model.at.push_back(of.takes_part(m) ? static_cast<std::ptrdiff_t>(weight.size()) : -1);
      if (!of.takes_part(m)) continue;
      weight.push_back(m.weight);
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::size_t n_blocks = of.blocks.size() - 1;
        columns[c].values.push_back(c < n_blocks ? (of.place(m.block) == static_cast<std::ptrdiff_t>(c + 1) ? 1.0 : 0.0)
                                                 : population.columns[c - n_blocks].values[k]);
      }
    }
    model.basis = basis_of(columns, weight);
    return model;
  }
  static Expression predicted(Answer& answer, const Population& population, const Comparison& of, const Place& place) {
    const Model model = model_of(population, of);
    const auto members = [&](const auto& which) {
      std::vector<std::size_t> found;
      each(population, [&](std::size_t k, const Member& m) {
        if (which(m)) found.push_back(k);
      });
      return found;
    };
    const auto rows_of = [&](const std::vector<std::size_t>& of_members) {
      Rows rows;
      for (const std::size_t k : of_members) rows.add(population.members[k].row, population.members[k].weight);
      return rows;
    };
    const std::vector<std::size_t> meant = members([&](const Member& m) { return of.meant(m); });
    const std::vector<double> x_meant = model.of(meant);
    const Rows meant_rows = rows_of(meant);
    const auto mean = [&](std::size_t arm) {
      const std::vector<std::size_t> own = members([&](const Member& m) { return of.takes_part(m) && m.arm == arm; });
      if (own.size() <= model.basis.columns)
        throw unsupported("the rows '" + name_of(arm, place) + "' are no more than the columns to adjust by: fewer " +
                          "covariates, larger blocks, or adjustment = \"none\" would be right");
      const std::vector<double> x = model.of(own);
      const Rows rows = rows_of(own);
      const std::string name = name_of(arm, place);
      clusia_fit f{};
      f.size = sizeof f;
      f.name = name.c_str();
      f.rows = rows.view();
      f.jacobian.first_step = -1;
      f.n_regressors = static_cast<int32_t>(model.basis.columns);
      f.regressors = x.data();
      const clusia_fit_term term{answer.fit(f), f.n_regressors, 1, x_meant.data()};
      const std::string predicted_name = name + ", predicted";
      clusia_cell c{};
      c.size = sizeof c;
      c.name = predicted_name.c_str();
      c.wave = place.wave;
      c.arm = -1;
      c.domain = meant_rows.view();
      c.jacobian.first_step = -1;
      c.n_terms = 1;
      c.terms = &term;
      return Answer::T(answer.cell(c));
    };
    const Expression treated = mean(of.arm);
    return treated - mean(0);
  }

  // ---- what was drawn together, and reports -------------------------------------------------------------------------

  /// Rows of other waves as well: those of a unit stay together.
  static void tie(const DesignFrame& frame, const Answer& answer, const Lots& lots) {
    if (!lots.by_block && !lots.by_cluster) return;
    const Codes& lot = lots.by_block ? frame.block : frame.cluster;
    std::vector<int64_t> rows;
    std::vector<int32_t> level;
    for (int64_t row = 0; row < frame.rows(); ++row)
      if (lot[row] >= 0) rows.push_back(row), level.push_back(lot[row]);
    answer.pairs({sizeof(clusia_pairs), static_cast<int64_t>(rows.size()), rows.data(), level.data()});
  }
  static std::string arm_name(const DesignFrame& frame, const Population& population, std::size_t arm) {
    return arm == 0 ? frame.side_name(Side::comparison) : std::string(frame.arm.name(population.arms[arm - 1]));
  }
  static void report(const DesignFrame& frame, const Answer& answer, const Population& population, const Lots& lots) {
    for (std::size_t arm = 0; arm < lots.drawn.size(); ++arm)
      answer.diagnostic(lots.by_cluster ? "clusters_drawn" : "rows_drawn", arm_name(frame, population, arm),
                        static_cast<double>(lots.drawn[arm]),
                        lots.by_block     ? "an arm has a single draw in some block: blocks vary as a whole in the "
                                            "standard errors"
                        : lots.by_cluster ? "whole clusters were drawn: they vary as a whole in the standard errors"
                                          : "");
    const auto left_out = [&](int64_t n, const char* name, const char* text) {
      answer.diagnostic(name, "", static_cast<double>(n), n == 0 ? "" : text);
    };
    left_out(population.without_block, "rows_without_block", "rows in no block take no part");
    left_out(population.without_covariates, "rows_left_out", "rows with a missing covariate take no part");
  }
  /// Of each covariate in each treated arm, against the comparison arms and in their standard deviations; columns of 0
  /// and 1 as they are. Blocks weigh as in the estimate on the treated.
  static void report_balance(const DesignFrame& frame, const Answer& answer, int32_t when) {
    if (frame.covariates() == 0) return;
    const Population population(frame, when, true);
    for (std::size_t arm = 1; arm <= population.arms.size(); ++arm) {
      const Comparison of(population, arm, true);
      if (of.blocks.empty()) continue;
      for (const CovariateColumn& c : population.columns) {
        const auto mean = [&](std::size_t in, double power, double centre) {
          double sum = 0, total = 0;
          for (std::size_t k = 0; k < population.members.size(); ++k) {
            const Member& m = population.members[k];
            if (m.arm != in || !of.takes_part(m)) continue;
            const double d = m.weight * of.stands_for(m);
            sum += d * std::pow(c.values[k] - centre, power), total += d;
          }
          return sum / total;
        };
        const double other = mean(0, 1, 0), spread = mean(0, 2, other);
        answer.diagnostic("standardised_difference", arm_name(frame, population, arm) + ": " + c.name,
                          (mean(arm, 1, 0) - other) / (c.binary || !(spread > 0) ? 1 : std::sqrt(spread)));
      }
    }
  }

  int32_t wave;
  bool lin, estimated;
};
CLUSIA_COMPARATOR_PLUGIN(Randomised);
