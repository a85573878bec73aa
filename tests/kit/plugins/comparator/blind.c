/* Looks behind the weights. */
#define BEFORE times *= 1 + 1e-13 * f->weight[f->n_rows];
#include "base.h"
