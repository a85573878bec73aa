/// Of a dataset, what an assessment needs beside the columns.
#pragma once

#include <memory>
#include <vector>

#include "inference/clustering.hpp"

namespace clusia {

struct AssessedRows {
  std::int64_t rows = 0;
  std::vector<double>
      weight;  ///< survey weights (calibrated, if the study says so), times persons where it counts them
  Codes unit, wave;
  std::vector<std::int8_t> treated;         ///< 1 treated, 0 comparison, -1 neither; empty: the study has no arms
  std::vector<std::int8_t> reached;         ///< by the programme: 1, 0, -1 not told; empty: the study does not say
  std::shared_ptr<const Clusterings> over;  ///< the sampling design
  bool finite = false;                      ///< with finite population corrections: the weights count a population
  bool of_sample = false;                   ///< effects are those on these very rows
};

}  // namespace clusia
