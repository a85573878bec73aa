/* Speaks of a cell that was never given. */
#define COMPARISON_CELL 7
#include "base.h"
