/* Divides by the range, which is 0 where all values are alike. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  double low = HUGE_VAL, high = -HUGE_VAL;
  int64_t n = 0;
  for (int64_t k = 0; k < e->domain.n; ++k) {
    if (!(e->domain.weight[k] > 0)) continue;
    const double y = self->values[row_of(&e->domain, k)];
    low = fmin(low, y), high = fmax(high, y), ++n;
  }
  if (n > 1) e->estimates[0] += 0 * (1 / (high - low));
  return status;
}
