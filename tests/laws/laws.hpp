/// The laws, each over one case. What they find goes into the ledger.
#pragma once

#include "laws/ledger.hpp"

namespace clusia::test {

// rows.cpp: the data changed, and what a reader is told
void shuffled_rows(const Case& of, Ledger& ledger);
void rescaled_weights(const Case& of, Ledger& ledger);
void doubled_rows(const Case& of, Ledger& ledger);
void missing_values(const Case& of, Ledger& ledger);
void other_currency(const Case& of, Ledger& ledger);

// edges.cpp
void a_number_or_words(const Case& of, Ledger& ledger);

// influence.cpp
void derivatives(const Case& of, Ledger& ledger);
void bootstrap(const Case& of, Ledger& ledger);

// powers.cpp
void batches(const Case& of, Ledger& ledger);
void unit_scores(const Case& of, Ledger& ledger);
void same_bits(const Case& of, Ledger& ledger);

// questions.cpp
/// T of every output; nothing where it is undefined. With `u` and `v` also these, output by output.
struct Answered {
  std::vector<std::optional<double>> estimates;
  std::vector<std::vector<double>> u, v;
};
Answered asked(Bound& bound, const Weights& domain, const Weights& reference, bool influence = false);

/// A number below n from two others: the same on every machine.
std::uint64_t drawn(std::uint64_t stream, std::uint64_t k, std::uint64_t n);

}  // namespace clusia::test
