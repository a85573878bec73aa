/// Control limits: is a new figure still what the earlier ones were, as far as they vary?
#pragma once

#include <optional>
#include <span>

namespace clusia::followup {

struct Observation {
  double estimate = 0;
  double std_error = 0;  ///< 0: of everyone
};

/// What the reference waves have in common. The estimate of wave i is centre + u_i + e_i: e_i is its sampling error,
/// u_i what differs from wave to wave, with the standard deviation `spread`.
struct Process {
  double centre = 0, std_error = 0, spread = 0;
};

/// The method of moments of DerSimonian and Laird (1986), equations 2 to 8; without sampling errors the mean and the
/// standard deviation. One wave tells nothing of the spread: it is then 0. At least one reference.
Process process_of(std::span<const Observation> reference);

struct Limits {
  double warning_low = 0, warning_high = 0;  ///< a figure of the same process lies between them 95 times of 100
  double action_low = 0, action_high = 0;    ///< 998 times of 1000
};

/// For a figure with this standard error: centre ± z sqrt(spread² + its error² + the centre's error²), limits of a
/// funnel with additive random effects (Spiegelhalter 2005, section 3.3). None where nothing varies: no figure could be
/// told from another.
std::optional<Limits> limits_at(const Process& process, double std_error);

}  // namespace clusia::followup
