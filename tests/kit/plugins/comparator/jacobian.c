/* A Jacobian that is twice what it should be. */
#define SLOPE 2
#include "base.h"
