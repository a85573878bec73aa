/* Drifts with every question. */
#define BEFORE times *= 1 + 1e-13 * (double)self->count++;
#include "base.h"
