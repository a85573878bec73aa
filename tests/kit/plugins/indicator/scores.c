/* The scores have another mean. */
#define SCORE_PLUS 0.001
#include "base.h"
