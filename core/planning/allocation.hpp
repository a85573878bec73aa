/// A sample spread over cells: nodes, groups, strata, or crossings of them.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace clusia::planning {

enum class Rule {
  proportional,  ///< to the cells' sizes
  equal,         ///< the same in each
  neyman         ///< to size times standard deviation (Neyman 1934), the least variance of an overall mean
};

struct Cell {
  std::int64_t size = 0;  ///< units in the frame
  double sd = 1;          ///< of what is measured, within the cell; read by Neyman's rule alone
};

/// The sample asked for cannot be had; the text says why.
struct NoAllocation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Units to draw from each cell: whole numbers that sum to `total`, at least `minimum` where the cell has so many, and
/// never more than it has. Between these bounds the shares are those of the rule: n_h = min(N_h, max(l_h, c w_h)), with
/// the one c that gives the sum (Gabler, Ganninger and Munnich 2012, for Neyman's rule its optimum under such bounds).
/// Fractions are then rounded by the largest remainder (Hamilton's method); of equal ones the earlier cell gains.
/// Throws NoAllocation where `total` is more than the cells have, or less than the minima need.
std::vector<std::int64_t> allocate(const std::vector<Cell>& cells, std::int64_t total, Rule rule,
                                   std::int64_t minimum = 0);

}  // namespace clusia::planning
