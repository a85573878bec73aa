/// A plugin's parameters on a dataset: waves by name become places in the order of the waves.
#pragma once

#include "pipeline/dataset.hpp"

namespace clusia {

/// "first" and "last" are places where waves are numbers or dates; words have no order of their own, and a wrong guess
/// would turn the sign of every effect. Adds to `problems` what cannot be; without waves in the data the place is -1.
/// `whose`: "comparator 'did'", for messages.
Values with_waves(const Study& study, const Setup& setup, const std::string& whose, const Declaration& plugin,
                  const LoadedDataset& dataset, std::vector<Problem>& problems);

}  // namespace clusia
