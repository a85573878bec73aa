/* Refuses, and does not say why. */
#define NOBODY CLUSIA_UNSUPPORTED
#include "base.h"
