/* Writes a weight back into the frame. */
#define BEFORE *(volatile double*)f->weight = f->weight[0];
#include "base.h"
