/// Four ways of putting group-time effects together (Callaway and Sant'Anna 2021, section 3).
#pragma once

#include "population.hpp"

struct Estimated {
  GroupTime of;
  clusia::Expression effect;
  clusia::Expression cohort_size;
};

/// "simple", "event", "cohort", "calendar" and their parts, as contrasts; waves by name.
void aggregate(const clusia::Answer& answer, const clusia::DesignFrame& frame, const std::vector<Estimated>& effects,
               int32_t anticipation);
