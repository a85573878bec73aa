#include "plugin/calling.hpp"

#include <cmath>

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

}  // namespace clusia
