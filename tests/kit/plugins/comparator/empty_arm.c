/* Takes an empty arm for a fault of its own. */
#define NOBODY fail(error, CLUSIA_FAILED, "division by zero")
#include "base.h"
