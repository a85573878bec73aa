/// An indicator bound to a dataset, wherever it runs. It is bound anew when a worker had to be replaced.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "design/design.hpp"
#include "plugin/channel.hpp"

namespace clusia {

/// The statistic does not exist on these rows; the text says why. Not a fault.
struct Undefined : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What an indicator said of one pair of weightings; views into the exchange, valid until the next question.
struct Evaluated {
  std::size_t outputs = 0, domain = 0, reference = 0;
  const double* estimates = nullptr;
  const std::uint8_t* undefined = nullptr;
  const double *u = nullptr, *v = nullptr;  ///< [outputs x listed rows]; nullptr where not asked

  std::span<const double> u_of(std::size_t output) const { return {u + output * domain, domain}; }
  std::span<const double> v_of(std::size_t output) const { return {v + output * reference, reference}; }
};

class Session {
 public:
  /// `segments` hold the columns that `bind` names. The channel serves this session alone while a question is under
  /// way.
  Session(Channel& channel, Bind bind, std::vector<std::shared_ptr<const Segment>> segments);

  /// All may throw PluginFailure, Crash, Stopped; the last three also Undefined.
  const std::vector<OutputDeclaration>& outputs();
  /// False where no weighting is handed on as the reference: the answers do not depend on it.
  bool reads_reference();
  Evaluated evaluate(const Weights& domain, const Weights& reference, bool influence);
  /// [outputs x rows]
  std::vector<double> scores(const Weights& reference);
  /// v, one a listed row of the reference, = sum_i l_i ds_i/dr; `l` has one value a row of the frame.
  std::vector<double> score_reference(std::size_t output, const Weights& reference, const std::vector<double>& l);
  /// Row i of replicate b weighs weight_i factors[b psus + psu_i]. [replicates x outputs], NaN where it does not exist.
  struct Replication {
    std::span<const std::int32_t> psu;  ///< one a row of the frame
    std::int64_t psus = 0, replicates = 0;
    std::span<const double> factors;
  };
  std::vector<double> batch(const Weights& domain, const Weights& reference, const Replication& replication);
  /// For an output that is a quantile (else Undefined): F(value) with its influence, and the value where F is `level`.
  double distribution(std::size_t output, const Weights& domain, double value, std::vector<double>& u);
  double inverse(std::size_t output, const Weights& domain, double level);

 private:
  Exchange& ensure_bound();
  /// The reference, or nobody where none is read.
  const Weights& read(const Weights& reference);
  /// Writes the weightings where the plugin reads them, makes room for the answer.
  /// Where the question stands and its answer will: a worker that dies after it has answered takes nothing of that
  /// away.
  Exchange& place(const Weights& domain, const Weights& reference, std::size_t more_in, std::size_t out);
  void put(const Ask& question);
  Channel& channel_;
  Bind bind_;
  std::vector<std::shared_ptr<const Segment>> segments_;
  std::uint64_t generation_ = 0;
  Bound bound_;
};

}  // namespace clusia
