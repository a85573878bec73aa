/* Makes up the column that it has not. */
#define UNKNOWN continue
#include "base.h"
