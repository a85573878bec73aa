/// Groups set beside each other: their difference or ratio in every estimate and every effect, with their covariance.
#pragma once

#include <map>

#include "pipeline/findings.hpp"
#include "store/records.hpp"

namespace clusia {

/// `group_ids`: by dataset, in the order of its groups. Nothing is said of a population's variance.
std::vector<DifferenceRecord> differences_of(const Study& study, const std::vector<LoadedDataset>& datasets,
                                             const std::vector<Finding>& findings,
                                             const std::map<std::string, std::vector<std::int64_t>>& group_ids);

/// The difference (or ratio) of two estimates that vary together: its interval, or in `note` why there is none.
std::optional<Interval> interval_between(const Finding& group, const Finding& against, bool ratio, const Study& study,
                                         std::string& note);

}  // namespace clusia
