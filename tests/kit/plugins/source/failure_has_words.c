/* Refuses a column, and does not say why. */
#define UNKNOWN return CLUSIA_FAILED
#include "base.h"
