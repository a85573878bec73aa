/* v is out by one in a hundred. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  for (int64_t k = 0; e->v != NULL && k < e->reference.n; ++k) e->v[e->reference.n + k] *= 1.01;
  return status;
}
