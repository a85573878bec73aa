/* Divides by n - 1. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  double n = 0;
  for (int64_t k = 0; k < e->domain.n; ++k) n += e->domain.weight[k] > 0;
  e->estimates[1] += 0 * (1 / (n - 1));
  return status;
}
