/* Says that no effect would be 1. */
#define NULL_VALUE 1
#include "base.h"
