/* Goes on without memory. */
#define WITHOUT_MEMORY
#include "base.h"
