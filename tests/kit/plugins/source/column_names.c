/* Names a column twice. */
#define NAMES "number", "text", "number"
#include "base.h"
