/// What the levels of a category contribute to the domain's Foster-Greer-Thorbecke measure: each one's share of the
/// people, its own measure, and its share of all poverty, s_g F_g / F.
#include <clusia/line.hpp>
#include <clusia/outputs.hpp>
#include <clusia/ratio.hpp>

using namespace clusia;

struct FgtDecomposition {
  static constexpr About about{
      "fgt_decomposition", "Decomposition of poverty by groups", "1.0.0",
      "Each level's share of the people, its Foster-Greer-Thorbecke measure, and its share of all poverty",
      "Foster, Greer and Thorbecke 1984, section 3; Osier 2009 for the influence of an estimated line"};
  static constexpr auto parameters = line_parameters(
      parameter::number("alpha", "aversion to poverty: 0 the headcount, 1 the gap, 2 the squared gap").within(0, 100),
      parameter::at_line());
  static constexpr Input inputs[]{input::number("income", "income or consumption that is compared with the line"),
                                  line_input(), input::category("by", "the groups among which poverty is divided")};
  static constexpr Output outputs[]{
      output("fgt", "Foster-Greer-Thorbecke measure", "", CLUSIA_LOWER_IS_BETTER, "of the whole domain"), line_output(),
      output("share", "Share of people", "", CLUSIA_NO_DIRECTION, "of each level: its weight over the domain's")
          .proportion(),
      output("group", "Measure", "", CLUSIA_LOWER_IS_BETTER, "of each level: the measure of its part of the domain"),
      output("contribution", "Share of poverty", "", CLUSIA_NO_DIRECTION,
             "of each level: its share of people times its measure, over the domain's measure")};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit FgtDecomposition(const IndicatorData& data)
      : income(data.number("income")),
        line(data, line_statement(data), at_line(data.parameters)),
        score{data.parameters.number("alpha")},
        by(data.category("by")) {
    if (line.relative() && score.alpha > 0 && score.alpha < 1)
      throw bad_parameter("alpha", "between 0 and 1 its slope at an estimated line is unbounded: take 0, or 1 or more");
    const std::vector<std::size_t> levels = levels_in(data);
    now.add(outputs[0]);
    now.add(outputs[1]);
    for (const std::size_t code : levels) {
      const std::string name(by.names()[code]);
      place[code] = n_groups++;
      for (const Output& of : {outputs[2], outputs[3], outputs[4]})
        now.add(of, std::string(of.name) + "_" + identifier_of(name), std::string(of.title) + ": " + name);
    }
  }
  std::span<const Output> outputs_now() const { return now.all(); }

  bool reads_reference() const { return line.relative(); }

  void evaluate(const Evaluation& e) const {
    const PovertyLine::Drawn z = line.under(e.reference);
    if (!estimate_line(e, z, 1)) {
      for (std::size_t m = 0; m < now.all().size(); ++m)
        if (m != 1) e.leave_undefined(static_cast<int64_t>(m));
      return;
    }
    const Sums sums = sums_of(e, z);
    answer_whole(e, z, sums);
    for (std::size_t g = 0; g < n_groups; ++g) answer_group(e, z, sums, g);
  }

 private:
  struct Sums {
    double weight = 0, poverty = 0;  ///< sum d, sum d s
    double slope = 0;                ///< d poverty / dz: the sum over the groups, so that contributions stay 1
    std::vector<double> d, d_slope;  ///< sum d and d poverty / dz of each group
  };

  /// Codes of the levels that occur, by name: the order of the dictionary is that of the file.
  std::vector<std::size_t> levels_in(const IndicatorData& data) {
    place.assign(by.names().size(), 0);
    std::vector<bool> occurs(by.names().size(), false);
    for (int64_t row = 0; row < data.rows(); ++row)
      if (data.complete(row)) occurs[static_cast<std::size_t>(by[row])] = true;
    std::vector<std::size_t> codes;
    for (std::size_t code = 0; code < occurs.size(); ++code)
      if (occurs[code]) codes.push_back(code);
    std::sort(codes.begin(), codes.end(), [&](std::size_t a, std::size_t b) { return by.names()[a] < by.names()[b]; });
    return codes;
  }
  std::size_t group(int64_t row) const { return place[static_cast<std::size_t>(by[row])]; }
  double score_of(int64_t row, const PovertyLine::Drawn& z) const { return score(line, income[row], z.at(row)); }

  Sums sums_of(const Evaluation& e, const PovertyLine::Drawn& z) const {
    Sums sums;
    sums.d.assign(n_groups, 0);
    sums.d_slope.assign(n_groups, 0);
    for (const auto [k, row, weight] : e.domain) {
      sums.d[group(row)] += weight;
      sums.weight += weight;
      sums.poverty += weight * score_of(row, z);
      if (line.relative() && score.alpha > 0) sums.d_slope[group(row)] += weight * score.slope(income[row], z.common());
    }
    if (line.relative() && score.alpha == 0 && e.wants_influence()) sums.d_slope = counts_at_line(e.domain, z.common());
    for (const double slope : sums.d_slope) sums.slope += slope;
    return sums;
  }
  /// How fast each group's poor grow in number with the line: its weight times its density there.
  std::vector<double> counts_at_line(const Weighting& domain, double z) const {
    std::vector<std::vector<Ranked>> groups(n_groups);
    for (const Ranked& r : line.ranked(domain)) groups[group(domain.row(r.k))].push_back(r);
    std::vector<double> slopes;
    for (const auto& ascending : groups) {
      const Density density(ascending, line.bandwidth());
      slopes.push_back(density.total() * density.at(z));
    }
    return slopes;
  }

  void answer_whole(const Evaluation& e, const PovertyLine::Drawn& z, const Sums& sums) const {
    weighted_mean(
        e, [&](int64_t row) { return score_of(row, z); }, 0);
    if (!e.wants_influence() || !line.relative()) return;
    z.add_influence(score.alpha == 0 ? line.density(e.domain, z.common()) : sums.slope / sums.weight, e.v(0));
  }
  void answer_group(const Evaluation& e, const PovertyLine::Drawn& z, const Sums& sums, std::size_t g) const {
    const auto share = static_cast<int64_t>(2 + 3 * g), own = share + 1, contribution = share + 2;
    const auto one = [](int64_t) { return 1.0; };
    const auto in = [&](int64_t row) { return group(row) == g ? 1.0 : 0.0; };
    const auto all = [&](int64_t row) { return score_of(row, z); };
    const auto part = [&](int64_t row) { return in(row)*score_of(row, z); };
    Ratio(e.domain, in, one).answer(e, share);
    const Ratio mean(e.domain, part, in);
    const Ratio divided(e.domain, part, all);
    mean.answer(e, own);
    divided.answer(e, contribution);
    if (!e.wants_influence()) return;
    if (mean.exists()) z.add_influence(sums.d_slope[g] / sums.d[g], e.v(own));
    if (divided.exists())
      z.add_influence((sums.d_slope[g] - divided.value() * sums.slope) / sums.poverty, e.v(contribution));
  }

  Numbers income;
  PovertyLine line;
  FgtScore score;
  Categories by;
  std::vector<std::size_t> place;  // of each code of the dictionary, among the levels that occur
  std::size_t n_groups = 0;
  OutputsNow now;
};
CLUSIA_INDICATOR_PLUGIN(FgtDecomposition);
