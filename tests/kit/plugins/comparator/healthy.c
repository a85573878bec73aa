/* No fault. */
#include "base.h"
