/// The concentration of an amount over people ranked by another number, as an index and as points of a curve. Rows of
/// one rank are a block: the curve runs straight through it, and their order is of no matter.
#include <clusia/outputs.hpp>
#include <clusia/ranking.hpp>

using namespace clusia;

namespace {

/// The rows [first, last) of one rank, with what stands before them.
struct Block {
  std::size_t first, last;
  double people = 0, amount = 0, people_before = 0, amount_before = 0;
};

/// A domain by ascending rank.
struct Ranks {
  std::vector<Ranked> rows;  ///< value: the number that ranks
  std::vector<Block> blocks;
  std::vector<double> amount;  ///< one a row
  double people = 0, total = 0;

  template <class Amount>
  Ranks(std::vector<Ranked> ranked, const Amount& amount_of) : rows(std::move(ranked)) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i == 0 || rows[i].value != rows[i - 1].value) blocks.push_back({i, i, 0, 0, people, total});
      amount.push_back(amount_of(rows[i]));
      Block& block = blocks.back();
      block.last = i + 1;
      block.people += rows[i].weight;
      block.amount += rows[i].weight * amount[i];
      people += rows[i].weight;
      total += rows[i].weight * amount[i];
    }
  }
  bool shared() const { return people > 0 && total > 0; }

  /// 2 cov(amount, F) / mean amount, F the share of people up to the middle of a block.
  double index() const {
    double sum = 0;
    for (const Block& b : blocks) sum += b.amount * (2 * b.people_before + b.people - people);
    return sum / (people * total);
  }
  /// Adds factor dC/dd to out.
  void add_influence(double factor, std::span<double> out) const {
    const double c = index();
    for (const Block& b : blocks) {
      const double behind = 2 * b.people_before + b.people - people;
      const double beyond = total - b.amount_before - b.amount - b.amount_before;
      for (std::size_t i = b.first; i < b.last; ++i)
        out[static_cast<std::size_t>(rows[i].k)] +=
            factor * ((amount[i] * behind + beyond) / (people * total) - c * (1 / people + amount[i] / total));
    }
  }

  /// What the first p of the people have of the total, and its derivative if `u` is not empty.
  double height(double p, std::span<double> u) const {
    const double reach = p * people;
    std::size_t at = 0;
    while (at + 1 < blocks.size() && blocks[at].people_before + blocks[at].people < reach * (1 - 1e-12)) ++at;
    const Block& block = blocks[at];
    const double into = reach - block.people_before, mean = block.amount / block.people;
    const double share = (block.amount_before + into * mean) / total;
    if (!u.empty())
      for (std::size_t i = 0; i < rows.size(); ++i) {
        double moved = p * mean;
        if (i < block.first) moved += amount[i] - mean;
        if (i >= block.first && i < block.last) moved += into / block.people * (amount[i] - mean);
        u[static_cast<std::size_t>(rows[i].k)] = (moved - share * amount[i]) / total;
      }
    return share;
  }
};

}  // namespace

struct Concentration {
  static constexpr About about{
      "concentration", "Concentration index", "1.0.0",
      "Whether an amount (a tax, a transfer, a cost) lies with the poor or the rich, as another number ranks them",
      "Kakwani 1977; Lerman and Yitzhaki 1989 for weighted ranks"};
  static constexpr Parameter parameters[]{
      parameter::numbers("p", "points of the concentration curve: shares of people, between 0 and 1")
          .by_default("[]")
          .within(1e-6, 1 - 1e-6)};
  static constexpr Input inputs[]{input::number("amount", "what is concentrated"),
                                  input::number("rank", "what ranks people, as a rule income")};
  static constexpr Output outputs[]{
      output("concentration", "Concentration index", "", CLUSIA_NO_DIRECTION,
             "-1: all lies with the poorest; 0: spread alike over ranks; 1: all lies with the richest")
          .following("rows of equal rank have the rank of their middle"),
      output("kakwani", "Kakwani index", "", CLUSIA_NO_DIRECTION,
             "concentration less the Gini coefficient of what ranks: above 0 a tax is progressive")};
  static constexpr Output point = output("c50", "Concentration curve", "", CLUSIA_NO_DIRECTION,
                                         "share of the whole amount that lies with the lowest p of the ranks");

  explicit Concentration(const IndicatorData& data)
      : amount(data.number("amount")),
        ranking(data, data.number("rank")),
        p(data.parameters.numbers("p").begin(), data.parameters.numbers("p").end()) {
    for (const Output& index : outputs) now.add(index);
    add_curve(now, p, point, "c");
  }
  std::span<const Output> outputs_now() const { return now.all(); }

  void evaluate(const Evaluation& e) const {
    const auto ranked = ranking.of(e.domain);
    const Ranks ranks(ranked, [&](const Ranked& r) { return amount[e.domain.row(r.k)]; });
    if (!(ranks.people > 0)) throw undefined("nobody with a positive weight and both numbers in the domain");
    if (!ranks.shared()) throw undefined("the amounts sum to nothing, or less: shares of them do not exist");
    const Ranks own(ranked, [](const Ranked& r) { return r.value; });
    e.estimate(0) = ranks.index();
    if (own.shared())
      e.estimate(1) = ranks.index() - own.index();
    else
      e.leave_undefined(1);
    if (e.wants_influence()) {
      ranks.add_influence(1, e.u(0));
      if (own.shared()) {
        ranks.add_influence(1, e.u(1));
        own.add_influence(-1, e.u(1));
      }
    }
    for (std::size_t j = 0; j < p.size(); ++j) {
      const auto output = static_cast<int64_t>(2 + j);
      e.estimate(output) = ranks.height(p[j], e.wants_influence() ? e.u(output) : std::span<double>());
    }
  }

 private:
  Numbers amount;
  Ranking ranking;
  std::vector<double> p;
  OutputsNow now;
};
CLUSIA_INDICATOR_PLUGIN(Concentration);
