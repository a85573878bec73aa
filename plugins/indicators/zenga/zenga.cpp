/// Zenga's index: the mean over all shares of people of 1 - (mean of the poorest p) / (mean of the others). The
/// integral is exact under a Lorenz curve of straight pieces (Langel 2012, chapter 6). On the piece of income y, with
/// C0, S0 the people and income before it and A = C0 y - S0, the integrand is A W / (W (Y + A) t) plus a multiple of 1
/// / (Y + A - y t), t the people so far.
#include <clusia/positive.hpp>
#include <clusia/ranking.hpp>

using namespace clusia;

namespace {

/// All rows of one income: a straight piece of the Lorenz curve. Sums before it, and from it on.
struct Piece {
  double y, weight;
  double people_before = 0, income_before = 0, people_after = 0, income_after = 0;
};

/// From the least income that weighs something to the greatest; rows of weight 0 beyond them make no piece.
std::vector<Piece> pieces_of(const std::vector<Ranked>& ranked) {
  std::vector<Piece> pieces;
  std::size_t weighty = 0;
  for (const Ranked& r : ranked) {
    if (!(r.value > 0) || (pieces.empty() && r.weight == 0)) continue;
    if (pieces.empty() || pieces.back().y != r.value) pieces.push_back({r.value, 0});
    pieces.back().weight += r.weight;
    if (r.weight != 0) weighty = pieces.size();
  }
  pieces.resize(weighty);
  for (std::size_t k = 1; k < pieces.size(); ++k) {
    const Piece& last = pieces[k - 1];
    pieces[k].people_before = last.people_before + last.weight;
    pieces[k].income_before = last.income_before + last.weight * last.y;
  }
  for (std::size_t k = pieces.size(); k-- > 1;) {
    const Piece& next = pieces[k];
    pieces[k - 1].people_after = next.people_after + next.weight;
    pieces[k - 1].income_after = next.income_after + next.weight * next.y;
  }
  return pieces;
}

/// Partial derivatives by people, and by income.
struct Slope {
  double people = 0, income = 0;
  Slope& operator+=(const Slope& other) {
    people += other.people;
    income += other.income;
    return *this;
  }
};

/// A piece's part of the index, and its derivatives by the sums of all, up to the piece (included), and before it.
struct Term {
  double value = 0;
  Slope all, up_to, before;
};

Term term_of(const Piece& p, double people, double income, bool first, bool last) {
  Term t;
  if (first && last) return t;
  const double to = people - p.people_after, ahead = p.people_before * p.y - p.income_before, sum = income + ahead;
  if (!first) {  // the part a / t
    const double share = ahead / sum, log_people = std::log1p(p.weight / p.people_before);
    t.value += share * log_people;
    const double by_ahead = income / (sum * sum) * log_people;
    t.all.income -= ahead / (sum * sum) * log_people;
    t.before += {by_ahead * p.y - share / p.people_before, -by_ahead};
    t.up_to.people += share / to;
  }
  if (!last) {  // the part b / (Y + A - y t)
    const double from_income = p.income_after + p.weight * p.y, from_people = p.people_after + p.weight;
    const double share = -income * (p.y * from_people - from_income) / (people * p.y * sum);
    const double log_income = std::log1p(p.weight * p.y / p.income_after);
    t.value += share * log_income;
    t.all += {-income / (people * people * p.y) * log_income,
              (1 / (people * p.y) - ahead / (sum * sum)) * log_income + share * (1 / from_income - 1 / p.income_after)};
    const double by_ahead = first ? 0 : income / (sum * sum) * log_income;
    t.before += {by_ahead * p.y, -by_ahead - share / from_income};
    t.up_to.income += share / p.income_after;
  }
  return t;
}

}  // namespace

struct Zenga {
  static constexpr About about{"zenga", "Zenga index", "1.0.0",
                               "The mean gap between the poorest part and the others, over all ways to part them",
                               "Zenga 2007; Langel 2012, chapter 6; Langel and Tille 2012"};
  static constexpr Parameter parameters[]{parameter::nonpositive()};
  static constexpr Input inputs[]{input::number("income", "what is unequal, positive")};
  static constexpr Output outputs[]{
      output("zenga", "Zenga index", "", CLUSIA_LOWER_IS_BETTER, "0: all alike; near 1: one has nearly all"),
      excluded_output};

  explicit Zenga(const IndicatorData& data)
      : income(data.number("income")), ranking(data, income), rule(nonpositive(data.parameters)) {}
  std::span<const Output> outputs_now() const { return {outputs, rule == Nonpositive::drop ? 2U : 1U}; }

  void evaluate(const Evaluation& e) const {
    const Positives rows(e.domain, income, rule);
    if (rule == Nonpositive::drop) rows.excluded(e, 1);
    const auto ranked = ranking.of(e.domain);
    const auto pieces = pieces_of(ranked);
    const double people = rows.weight(), total = rows.mean() * people;
    std::vector<Term> terms;
    terms.reserve(pieces.size());
    double index = 0;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      terms.push_back(term_of(pieces[k], people, total, k == 0, k + 1 == pieces.size()));
      index += terms.back().value;
    }
    e.estimate() = index;
    if (e.wants_influence()) influence(ranked, pieces, terms, e.u());
  }

 private:
  /// A row of piece i moves the sums of all in every piece, those up to a piece from i on, those before it beyond i.
  static void influence(const std::vector<Ranked>& ranked, const std::vector<Piece>& pieces,
                        const std::vector<Term>& terms, std::span<double> u) {
    Slope all;
    std::vector<Slope> beyond(pieces.size() + 1), from(pieces.size());
    for (std::size_t k = pieces.size(); k-- > 0;) {
      all += terms[k].all;
      from[k] = beyond[k + 1];
      from[k] += terms[k].up_to;
      beyond[k] = from[k];
      beyond[k] += terms[k].before;
    }
    std::size_t i = 0;
    for (const Ranked& r : ranked) {
      if (!(r.value > 0)) continue;
      while (i + 1 < pieces.size() && pieces[i].y < r.value) ++i;
      const double y = pieces[i].y;
      u[static_cast<std::size_t>(r.k)] = all.people + from[i].people + y * (all.income + from[i].income);
    }
  }

  Numbers income;
  Ranking ranking;
  Nonpositive rule;
};
CLUSIA_INDICATOR_PLUGIN(Zenga);
