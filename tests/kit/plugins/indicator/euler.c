/* Declared as not smooth, and u is not centred: the same is added to each unit's weight times u, which no standard
 * error would show. */
#define EVALUATE faulty
#define TRAITS (CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH)
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  double most = 0;
  double* u = e->u == NULL ? NULL : e->u + e->domain.n;
  for (int64_t k = 0; u != NULL && k < e->domain.n; ++k) most = fmax(most, fabs(e->domain.weight[k] * u[k]));
  for (int64_t k = 0; u != NULL && k < e->domain.n; ++k)
    if (e->domain.weight[k] > 0) u[k] += 0.2 * most / e->domain.weight[k];
  return status;
}
