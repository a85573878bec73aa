/// Samples drawn from a list of units, by lot that anybody can repeat: the seed and the units' ids decide, whatever the
/// order of the list and whatever the machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace clusia::planning {

enum class Method {
  simple,          ///< simple random, without replacement
  systematic,      ///< every k-th of the units sorted by id, from a random start (Madow and Madow 1944)
  pps_systematic,  ///< the same along the sum of sizes (Madow 1949)
  pps_pivotal  ///< the pivotal method in a random order (Deville and Tille 1998): the same probabilities, more chance
};

/// A unit that may be drawn. Ids are unique within a draw; sizes are positive, and read by the pps methods alone.
struct Listed {
  std::string id;
  double size = 1;
};

struct Drawn {
  std::size_t place = 0;   ///< of the unit in the list that was handed in
  double probability = 0;  ///< of being in the sample; 1/probability is the weight
  bool reserve = false;    ///< stands by for one that refuses
};

/// Probabilities of being drawn that are proportional to size and sum to n; where that would be more than 1 the unit is
/// certain, and the others share what is left (Sarndal, Swensson and Wretman 1992, section 3.6; R's sampling:
/// inclusionprobabilities). At least n sizes have to be positive.
std::vector<double> inclusion_probabilities(std::span<const double> size, std::int64_t n);

/// Which units a systematic draw takes, with the random start u in [0, 1): those over whose stretch of the summed
/// probabilities one of u, 1 + u, 2 + u ... falls (Madow 1949; R's sampling: UPsystematic).
std::vector<bool> systematic(std::span<const double> probability, double u);

/// One cell's sample of n, in the random order in which it is to be visited, and after it `reserves` more of the cell
/// (or as many as it has), in the order in which they are to be used. A reserve has the probability that the main draw
/// gave it: it takes the place of a unit of its cell. `stream` tells apart the draws of one seed. n is at most the
/// list's length.
std::vector<Drawn> draw(const std::vector<Listed>& list, std::int64_t n, std::int64_t reserves, Method method,
                        std::int64_t seed, const std::string& stream);

}  // namespace clusia::planning
