/* u is out by one in a hundred. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  for (int64_t k = 0; e->u != NULL && k < e->domain.n; ++k) e->u[e->domain.n + k] *= 1.01;
  return status;
}
