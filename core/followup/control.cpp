#include "followup/control.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace clusia::followup {
namespace {

Process of_everyone(std::span<const Observation> reference) {
  const auto n = static_cast<double>(reference.size());
  double sum = 0, squares = 0;
  for (const Observation& o : reference) sum += o.estimate;
  for (const Observation& o : reference) squares += std::pow(o.estimate - sum / n, 2);
  const double spread = n > 1 ? std::sqrt(squares / (n - 1)) : 0;
  return {sum / n, spread / std::sqrt(n), spread};
}

}  // namespace

Process process_of(std::span<const Observation> reference) {
  if (std::ranges::any_of(reference, [](const Observation& o) { return o.std_error <= 0; }))
    return of_everyone(reference);
  const auto weighted = [&](double spread2) {
    double weights = 0, sum = 0, squares = 0;
    for (const Observation& o : reference) {
      const double w = 1 / (o.std_error * o.std_error + spread2);
      weights += w, sum += w * o.estimate, squares += w * w;
    }
    struct Sums {
      double weights, mean, squares;
    };
    return Sums{weights, sum / weights, squares};
  };
  const auto fixed = weighted(0);
  double q = 0;
  for (const Observation& o : reference) q += std::pow((o.estimate - fixed.mean) / o.std_error, 2);
  const double free = fixed.weights - fixed.squares / fixed.weights;
  const double spread2 = free > 0 ? std::max(0.0, (q - (static_cast<double>(reference.size()) - 1)) / free) : 0;
  const auto random = weighted(spread2);
  return {random.mean, 1 / std::sqrt(random.weights), std::sqrt(spread2)};
}

std::optional<Limits> limits_at(const Process& process, double std_error) {
  const double sd =
      std::sqrt(process.spread * process.spread + std_error * std_error + process.std_error * process.std_error);
  if (!(sd > 0)) return std::nullopt;
  static const double warning = boost::math::quantile(boost::math::normal(), 0.975);
  static const double action = boost::math::quantile(boost::math::normal(), 0.999);
  return Limits{process.centre - warning * sd, process.centre + warning * sd, process.centre - action * sd,
                process.centre + action * sd};
}

}  // namespace clusia::followup
