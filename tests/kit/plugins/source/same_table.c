/* Counts up from read to read. */
#define FIRST_NUMBER (double)self->count++
#include "base.h"
