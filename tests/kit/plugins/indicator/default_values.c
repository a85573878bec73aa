/* A default outside the declared range, which is 0 to 1. */
#define DEFAULT "50"
#include "base.h"
