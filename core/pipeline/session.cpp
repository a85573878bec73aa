#include "pipeline/session.hpp"

#include <algorithm>

namespace clusia {

Session::Session(Channel& channel, Bind bind, std::vector<std::shared_ptr<const Segment>> segments)
    : channel_(channel), bind_(std::move(bind)), segments_(std::move(segments)) {}

Exchange& Session::ensure_bound() {
  for (;;) {
    Exchange& exchange = channel_.exchange();  // starts a worker where there is none
    const std::uint64_t generation = channel_.generation();
    if (generation_ == generation) return exchange;
    try {
      for (const auto& segment : segments_) channel_.attach(segment);
      bound_ = ask<Bound>(channel_, bind_);
      if (channel_.generation() == generation) generation_ = generation;
    } catch (const PluginFailure&) {
      if (channel_.generation() == generation) throw;  // else a worker died on the way, and its successor knew nothing
    }
  }
}

const std::vector<OutputDeclaration>& Session::outputs() {
  ensure_bound();
  return bound_.outputs;
}

bool Session::reads_reference() {
  ensure_bound();
  return bound_.reads_reference;
}

const Weights& Session::read(const Weights& reference) {
  static const Weights nobody;
  return reads_reference() ? reference : nobody;
}

Exchange& Session::place(const Weights& domain, const Weights& reference, std::size_t more_in, std::size_t out) {
  Exchange& exchange = ensure_bound();
  const ExchangeLayout at(static_cast<std::int64_t>(domain.size()), static_cast<std::int64_t>(reference.size()), 0,
                          false);
  exchange.in->reserve(at.incoming + more_in);
  exchange.out->reserve(out);
  std::copy(domain.rows.begin(), domain.rows.end(), exchange.incoming<std::int64_t>(at.domain_rows));
  std::copy(domain.weight.begin(), domain.weight.end(), exchange.incoming<double>(at.domain_weight));
  std::copy(reference.rows.begin(), reference.rows.end(), exchange.incoming<std::int64_t>(at.reference_rows));
  std::copy(reference.weight.begin(), reference.weight.end(), exchange.incoming<double>(at.reference_weight));
  return exchange;
}

void Session::put(const Ask& question) {
  try {
    ask<Answered>(channel_, question);
  } catch (const PluginFailure& f) {
    if (f.status == CLUSIA_UNDEFINED) throw Undefined(f.what());
    throw;
  }
}

Evaluated Session::evaluate(const Weights& domain, const Weights& given, bool influence) {
  const Weights& reference = read(given);
  const auto d = static_cast<std::int64_t>(domain.size()), r = static_cast<std::int64_t>(reference.size());
  const std::size_t m = bound_.outputs.size();
  const ExchangeLayout at(d, r, static_cast<std::int64_t>(m), influence);
  const Exchange& exchange = place(domain, reference, 0, at.outgoing);
  put(Ask{Question::evaluate, bound_.handle, d, r, 0, influence});
  Evaluated e{m,
              domain.size(),
              reference.size(),
              exchange.outgoing<double>(at.estimates),
              exchange.outgoing<std::uint8_t>(at.undefined),
              nullptr,
              nullptr};
  if (influence) e.u = exchange.outgoing<double>(at.u);
  if (influence && r > 0) e.v = exchange.outgoing<double>(at.v);
  return e;
}

std::vector<double> Session::scores(const Weights& given) {
  const Weights& reference = read(given);
  const std::size_t n = bound_.outputs.size() * static_cast<std::size_t>(bind_.rows);
  const Exchange& exchange = place({}, reference, 0, 8 * n);
  put(Ask{Question::scores, bound_.handle, 0, static_cast<std::int64_t>(reference.size()), 0, false});
  const double* out = exchange.outgoing<double>(0);
  return {out, out + n};
}

std::vector<double> Session::score_reference(std::size_t output, const Weights& reference,
                                             const std::vector<double>& l) {
  ensure_bound();
  const auto r = static_cast<std::int64_t>(reference.size());
  const Exchange& exchange = place({}, reference, 8 * l.size(), 8 * reference.size());
  const ExchangeLayout at(0, r, 0, false);
  std::copy(l.begin(), l.end(), exchange.incoming<double>(at.incoming));
  put(Ask{Question::score_reference, bound_.handle, 0, r, static_cast<std::int64_t>(output), false});
  const double* out = exchange.outgoing<double>(0);
  return {out, out + reference.size()};
}

std::vector<double> Session::batch(const Weights& domain, const Weights& given, const Replication& replication) {
  const Weights& reference = read(given);
  const auto d = static_cast<std::int64_t>(domain.size()), r = static_cast<std::int64_t>(reference.size());
  const ExchangeLayout weightings(d, r, 0, false);
  const BatchLayout at(weightings, d, r, replication.psus, replication.replicates);
  const std::size_t n = bound_.outputs.size() * static_cast<std::size_t>(replication.replicates);
  const Exchange& exchange = place(domain, reference, at.incoming - weightings.incoming, 8 * n);
  const auto list = [&](const Weights& of, std::size_t to) {
    auto* psu = exchange.incoming<std::int32_t>(to);
    for (std::size_t k = 0; k < of.size(); ++k) psu[k] = replication.psu[static_cast<std::size_t>(of.rows[k])];
  };
  list(domain, at.domain_psu);
  list(reference, at.reference_psu);
  std::copy(replication.factors.begin(), replication.factors.end(), exchange.incoming<double>(at.factors));
  Ask question{Question::batch, bound_.handle, d, r, 0, false};
  question.psus = replication.psus;
  question.replicates = replication.replicates;
  put(question);
  const double* out = exchange.outgoing<double>(0);
  return {out, out + n};
}

double Session::distribution(std::size_t output, const Weights& domain, double value, std::vector<double>& u) {
  const auto d = static_cast<std::int64_t>(domain.size());
  const Exchange& exchange = place(domain, {}, 0, 8 * (domain.size() + 1));
  Ask question{Question::distribution, bound_.handle, d, 0, static_cast<std::int64_t>(output), false};
  question.level = value;
  put(question);
  const double* out = exchange.outgoing<double>(0);
  u.assign(out + 1, out + 1 + d);
  return *out;
}

double Session::inverse(std::size_t output, const Weights& domain, double level) {
  const Exchange& exchange = place(domain, {}, 0, 8);
  Ask question{Question::inverse,
               bound_.handle,
               static_cast<std::int64_t>(domain.size()),
               0,
               static_cast<std::int64_t>(output),
               false};
  question.level = level;
  put(question);
  return *exchange.outgoing<double>(0);
}

}  // namespace clusia
