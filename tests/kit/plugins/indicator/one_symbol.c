/* A helper that was left visible. */
#include "base.h"
CLUSIA_EXPORT double helper(double x) { return x; }
