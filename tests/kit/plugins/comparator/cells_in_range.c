/* Lists a row that is not there. */
#define TOUCH rows[2 * room + all->n++] = f->n_rows;
#include "base.h"
