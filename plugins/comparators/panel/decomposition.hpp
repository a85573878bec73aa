/// What the one coefficient of a two-way model is a mean of.
#pragma once

#include "rows.hpp"

/// The weights that the coefficient gives to the effect on each cohort in each wave (de Chaisemartin and
/// D'Haultfoeuille 2020, theorem 1); negative ones are counted.
void report_weights(const clusia::Answer& answer, const clusia::DesignFrame& frame, const PanelRows& rows);

/// The differences in differences of two cohorts that the coefficient is a mean of, as contrasts, and the weight of
/// each (Goodman-Bacon 2021, theorem 1).
void decompose(clusia::Answer& answer, const clusia::DesignFrame& frame, const PanelRows& rows);
