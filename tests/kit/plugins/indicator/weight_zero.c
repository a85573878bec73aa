/* Notices that a row of weight 0 is listed. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  int found = 0;
  for (int64_t k = 0; k < e->domain.n; ++k) found |= e->domain.weight[k] == 0;
  e->estimates[1] += 0.001 * found;
  return status;
}
