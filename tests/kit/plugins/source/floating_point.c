/* Rounds upward, and leaves it so. */
#include <fenv.h>
#define BEFORE fesetround(FE_UPWARD);
#include "base.h"
