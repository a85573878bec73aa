/// Fixes a study before outcomes are seen, and finds where a later run is no longer what was fixed.
#pragma once

#include <map>
#include <optional>

#include "pipeline/loaded_study.hpp"
#include "store/records.hpp"
#include "study/lock.hpp"

namespace clusia {

/// Reads of the data what designs may see: roles, covariates, groups and weights, never the input of an indicator or
/// what people recall. A design that cannot be made yet stands there with the reason. The lock's time is now. Throws
/// StudyRefused with what is wrong with the study, Stopped.
Lock make_lock(const Study& study, const Catalogue& catalogue, const ChannelOptions& options);

/// Writes the file whole or not at all; it must not be there. Throws StudyRefused.
void write_lock(const Lock& lock, const Study& study);

/// What stands beside the study; nothing where nothing does. Throws StudyRefused where it cannot be read.
std::optional<Lock> lock_of(const Study& study);

LockRecord record_of(const Lock& lock, const Study& study);

/// Where the study, with what the command line changed, says other than the lock.
std::vector<DeviationRecord> key_deviations(const Lock& lock, const Study& study);

/// By comparator and dataset, the sums of the designs that a run made.
using Fingerprints = std::map<std::pair<std::string, std::string>, std::string>;

/// Designs that are others now, and those that are gone. One that could not be made when the study was fixed is none.
std::vector<DeviationRecord> design_deviations(const Lock& lock, const Fingerprints& made);

}  // namespace clusia
