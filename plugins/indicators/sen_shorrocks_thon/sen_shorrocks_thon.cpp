/// The Sen-Shorrocks-Thon measure of poverty: T = sum d_i d_j max(x_i, x_j) / (sum d)^2 over all pairs of the domain,
/// with the relative gap x, 0 from the line up; and the line.
#include <clusia/line.hpp>

using namespace clusia;

struct SenShorrocksThon {
  static constexpr About about{
      "sen_shorrocks_thon", "Sen-Shorrocks-Thon measure", "1.0.0",
      "The mean gap of everyone, larger the more unequal the gaps are: continuous and replication-invariant",
      "Shorrocks 1995 (the limit of Thon 1979); Xu and Osberg 2001 for H I (1 + G)"};
  static constexpr auto parameters = line_parameters();
  static constexpr Input inputs[]{input::number("income", "income or consumption that is compared with the line"),
                                  line_input()};
  static constexpr Output outputs[]{output("sst", "Sen-Shorrocks-Thon measure", "", CLUSIA_LOWER_IS_BETTER,
                                           "mean gap (1 + Gini coefficient of the gaps), of the whole domain")
                                        .following("replication-invariant: n^2 below, where Thon 1979 has n (n + 1)"),
                                    line_output()};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit SenShorrocksThon(const IndicatorData& data)
      : line(data, line_statement(data)), poorest_first(line.poorest_first(data)) {}

  bool reads_reference() const { return line.relative(); }

  void evaluate(const Evaluation& e) const {
    const PovertyLine::Drawn z = line.under(e.reference);
    if (!estimate_line(e, z, 1)) return e.leave_undefined(0);
    const std::vector<Ranked> all = poorest_first.of(e.domain);
    const GapPairs among(all, z.common());
    const double n = among.weight, t = among.pairs / (n * n);
    e.estimate(0) = t;
    if (!e.wants_influence()) return;
    for (std::size_t i = 0; i < all.size(); ++i)
      e.u(0)[static_cast<std::size_t>(all[i].k)] = 2 * (among.with[i] / n - t) / n;
    z.add_influence(among.slope / (n * n), e.v(0));
  }

 private:
  PovertyLine line;
  Ranking poorest_first;
};
CLUSIA_INDICATOR_PLUGIN(SenShorrocksThon);
