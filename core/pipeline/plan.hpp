/// The plan of a study, with its frame read.
#pragma once

#include "pipeline/loaded_study.hpp"
#include "study/plan.hpp"

namespace clusia {

/// Throws StudyRefused with everything that is wrong with the frame, Stopped.
planning::Plan plan_study(const Study& study, const Catalogue& catalogue, const ChannelOptions& options);

}  // namespace clusia
