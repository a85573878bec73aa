/* Declared as not smooth, and u and v are five times what they should be. */
#define EVALUATE faulty
#define TRAITS (CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH)
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  for (int64_t k = 0; e->u != NULL && k < e->domain.n; ++k) e->u[e->domain.n + k] *= 5;
  for (int64_t k = 0; e->v != NULL && k < e->reference.n; ++k) e->v[e->reference.n + k] *= 5;
  return status;
}
