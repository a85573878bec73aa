#include "plugin/calling.hpp"

#include <cmath>
#include <limits>

namespace clusia {
namespace {

void check_finite(const double* values, std::int64_t n, const char* what) {
  if (!std::all_of(values, values + n, [](double x) { return std::isfinite(x); }))
    throw PluginFailure(std::string("returned ") + what +
                        " that is not finite: a plugin answers CLUSIA_UNDEFINED where nothing exists");
}

}  // namespace

Asked::Asked(const Ask& ask, std::int64_t rows, std::int64_t outputs, Exchange& exchange)
    : ask_(ask),
      rows_(rows),
      outputs_(outputs),
      exchange_(exchange),
      at_(ask.domain, ask.reference, outputs, ask.influence),
      domain_{ask.domain, exchange.incoming<const std::int64_t>(at_.domain_rows),
              exchange.incoming<const double>(at_.domain_weight)},
      reference_{ask.reference, exchange.incoming<const std::int64_t>(at_.reference_rows),
                 exchange.incoming<const double>(at_.reference_weight)} {}

void Asked::evaluate(const clusia_indicator_interface& interface, void* instance) const {
  auto* out = exchange_.outgoing<std::byte>(0);
  std::memset(out, 0, at_.outgoing);
  clusia_evaluation e{};
  e.size = sizeof e;
  e.domain = domain_;
  e.reference = reference_;
  e.estimates = exchange_.outgoing<double>(at_.estimates);
  e.undefined = exchange_.outgoing<std::uint8_t>(at_.undefined);
  e.u = ask_.influence ? exchange_.outgoing<double>(at_.u) : nullptr;
  e.v = ask_.influence && ask_.reference > 0 ? exchange_.outgoing<double>(at_.v) : nullptr;
  call([&](clusia_error* error) { return interface.evaluate(instance, &e, error); });
  for (std::int64_t m = 0; m < outputs_; ++m) {
    if (e.undefined[m] != 0) continue;
    check_finite(e.estimates + m, 1, "an estimate");
    if (e.u != nullptr) check_finite(e.u + m * ask_.domain, ask_.domain, "an influence value u");
    if (e.v != nullptr) check_finite(e.v + m * ask_.reference, ask_.reference, "an influence value v");
  }
}

void Asked::scores(const clusia_indicator_interface& interface, void* instance) const {
  const auto* power = power_of<clusia_indicator_linear>(interface, CLUSIA_INDICATOR_LINEAR);
  if (power == nullptr)
    throw PluginFailure("is no mean of unit scores, which a comparator with regressions needs", CLUSIA_UNSUPPORTED);
  auto* scores = exchange_.outgoing<double>(0);
  std::fill_n(scores, outputs_ * rows_, 0.0);
  call([&](clusia_error* error) { return power->scores(instance, &reference_, scores, error); });
  // NaN is allowed: incomplete rows have no score, nor has an output that is no such mean (abi.h).
}

// l stands in the incoming buffer behind the weightings; v comes at the start of the outgoing one.
void Asked::score_reference(const clusia_indicator_interface& interface, void* instance) const {
  const auto* power = power_of<clusia_indicator_linear>(interface, CLUSIA_INDICATOR_LINEAR);
  if (power == nullptr || power->reference == nullptr)
    throw PluginFailure("reads a reference but gives no derivative of its scores in it", CLUSIA_UNSUPPORTED);
  auto* v = exchange_.outgoing<double>(0);
  std::fill_n(v, ask_.reference, 0.0);
  const auto* l = exchange_.incoming<const double>(at_.incoming);
  call([&](clusia_error* error) { return power->reference(instance, ask_.output, &reference_, l, v, error); });
  check_finite(v, ask_.reference, "an influence value v of scores");
}

// Behind the weightings stand the PSUs of the domain's rows, of the reference's rows, and the factors.
clusia_batch Asked::batch_asked() const {
  const BatchLayout at(at_, ask_.domain, ask_.reference, ask_.psus, ask_.replicates);
  return {sizeof(clusia_batch),
          domain_,
          reference_,
          exchange_.incoming<const std::int32_t>(at.domain_psu),
          exchange_.incoming<const std::int32_t>(at.reference_psu),
          ask_.psus,
          ask_.replicates,
          exchange_.incoming<const double>(at.factors),
          exchange_.outgoing<double>(0)};
}

void Asked::batch(const clusia_indicator_interface& interface, void* instance) const {
  const clusia_batch batch = batch_asked();
  std::fill_n(batch.estimates, batch.n_replicates * outputs_, std::numeric_limits<double>::quiet_NaN());
  if (const auto* power = power_of<clusia_indicator_batch>(interface, CLUSIA_INDICATOR_BATCH)) {
    call([&](clusia_error* error) { return power->evaluate(instance, &batch, error); });
  } else {
    for (std::int64_t b = 0; b < batch.n_replicates; ++b) evaluate_replicate(interface, instance, batch, b);
  }
}

void Asked::evaluate_replicate(const clusia_indicator_interface& interface, void* instance, const clusia_batch& batch,
                               std::int64_t replicate) const {
  const auto scaled = [&](const clusia_weighting& w, const std::int32_t* psu) {
    std::vector<double> weight(static_cast<std::size_t>(w.n));
    for (std::int64_t k = 0; k < w.n; ++k)
      weight[static_cast<std::size_t>(k)] = w.weight[k] * batch.factors[replicate * batch.n_psus + psu[k]];
    return weight;
  };
  const std::vector<double> d = scaled(domain_, batch.domain_psu), r = scaled(reference_, batch.reference_psu);
  std::vector<std::uint8_t> undefined(static_cast<std::size_t>(outputs_), 0);
  double* estimates = batch.estimates + replicate * outputs_;
  const clusia_evaluation e{sizeof e,
                            {domain_.n, domain_.rows, d.data()},
                            {reference_.n, reference_.rows, r.data()},
                            estimates,
                            undefined.data(),
                            nullptr,
                            nullptr};
  bool exists = true;
  try {
    call([&](clusia_error* error) { return interface.evaluate(instance, &e, error); });
  } catch (const PluginFailure& f) {
    if (f.status != CLUSIA_UNDEFINED) throw;
    exists = false;
  }
  for (std::int64_t m = 0; m < outputs_; ++m)
    if (!exists || undefined[static_cast<std::size_t>(m)] != 0) estimates[m] = std::numeric_limits<double>::quiet_NaN();
}

// F comes at the start of the outgoing buffer, u behind it.
void Asked::distribution(const clusia_indicator_interface& interface, void* instance) const {
  const auto* power = power_of<clusia_indicator_quantile>(interface, CLUSIA_INDICATOR_QUANTILE);
  if (power == nullptr) throw PluginFailure("is no quantile", CLUSIA_UNDEFINED);
  auto* out = exchange_.outgoing<double>(0);
  std::fill_n(out, 1 + ask_.domain, 0.0);
  call([&](clusia_error* error) {
    return power->distribution(instance, ask_.output, &domain_, ask_.level, out, out + 1, error);
  });
  check_finite(out, 1 + ask_.domain, "a distribution or its influence");
}

void Asked::inverse(const clusia_indicator_interface& interface, void* instance) const {
  const auto* power = power_of<clusia_indicator_quantile>(interface, CLUSIA_INDICATOR_QUANTILE);
  if (power == nullptr) throw PluginFailure("is no quantile", CLUSIA_UNDEFINED);
  auto* value = exchange_.outgoing<double>(0);
  call([&](clusia_error* error) { return power->inverse(instance, ask_.output, &domain_, ask_.level, value, error); });
  check_finite(value, 1, "a quantile");
}

}  // namespace clusia
