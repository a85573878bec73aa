/* The first row weighs a little more. */
#define TOUCH weight[2 * room] *= 1.01;
#include "base.h"
