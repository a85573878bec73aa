/* The first row counts for a little more. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  if (e->domain.n > 0) e->estimates[1] += 1e-6 * self->values[row_of(&e->domain, 0)];
  return status;
}
