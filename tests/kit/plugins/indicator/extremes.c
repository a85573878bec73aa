/* The exponential of a large value is infinite. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  for (int64_t k = 0; k < e->domain.n; ++k) e->estimates[1] += 0 * exp(self->values[row_of(&e->domain, k)]);
  return status;
}
