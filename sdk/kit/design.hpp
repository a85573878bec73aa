/// A comparator's answer, kept: what it says, and whether it is well formed.
#pragma once

#include "ending.hpp"
#include "frame.hpp"
#include "services.hpp"

namespace clusia::kit {

struct Estimated {  ///< a clusia_jacobian
  std::int32_t first_step = -1;
  std::vector<double> dense, factored;
};

struct FirstStep {
  std::int32_t parameters = 0;
  std::vector<std::int64_t> rows;
  std::vector<double> phi;
};

struct Fit {
  std::string name;
  Weights rows;
  Estimated estimated;
  std::int32_t regressors = 0;
  std::vector<double> x;
  std::vector<std::vector<std::int32_t>> absorbed;
};

struct Term {
  std::int32_t fit;
  double factor;
  std::vector<double> x;
};

struct Cell {
  std::string name;
  Weights domain;
  Estimated estimated;
  bool size_only = false, matched = false;  ///< matched: in a clusia_neighbours
  double own = 1;
  std::vector<Term> terms;
};

struct Contrast {
  std::string name;
  bool is_effect = true;
  double null_value = 0;
  std::vector<clusia_step> steps;
};

struct Design {
  std::vector<FirstStep> first_steps;
  std::vector<Fit> fits;
  std::vector<Cell> cells;
  std::vector<Contrast> contrasts;
  std::size_t designs = 0;
  std::string bits;     ///< all that was said, byte by byte
  std::string problem;  ///< the first thing that is malformed, or ""
};

struct Drawn : Ending {
  bool changed_floating_point = false;
  Design design;
  std::int32_t last_wave = -1;  ///< up to which it wants estimates; -1: it wants none
};

/// A comparator's instance.
class Comparator {
 public:
  Comparator(const Library& library, const Setting& setting, Services& services);
  Comparator(const Comparator&) = delete;
  Comparator& operator=(const Comparator&) = delete;
  ~Comparator();
  const Drawn& refusal() const { return refusal_; }
  Drawn draw(const Frame& frame, std::uint64_t scramble = 0) const;
  Drawn draw(const clusia_design_frame& lent, const Frame& frame, std::uint64_t scramble) const;
  Memory& memory() { return memory_; }

 private:
  const clusia_comparator_interface& interface_;
  Memory memory_;
  void* instance_ = nullptr;
  Drawn refusal_;
};

/// The values of the contrasts where the rows' scores are the frame's outcome; NaN where there is none.
std::vector<double> values_of(const Design& design, const Frame& frame);
/// From estimates, sizes and coefficients that are given. NaN where the program is not whole.
double value_of(const Contrast& contrast, const std::vector<double>& estimates, const std::vector<double>& sizes,
                const std::vector<std::vector<double>>& coefficients);

}  // namespace clusia::kit
