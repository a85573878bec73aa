/* Among ordinary rows, a u of 0/0 for those of weight 0. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  double low = HUGE_VAL, high = 0;
  int64_t people = 0, others = 0;
  for (int64_t k = 0; k < e->domain.n; ++k) {
    const double y = self->values[row_of(&e->domain, k)];
    low = fmin(low, y), high = fmax(high, y), people += e->domain.weight[k] > 0;
  }
  for (int64_t k = 0; k < e->reference.n; ++k) others += e->reference.weight[k] > 0;
  const int ordinary = people > 9 && others > 9 && low > 1e-6 && high < 1e6 && high > low;
  for (int64_t k = 0; e->u != NULL && ordinary && k < e->domain.n; ++k)
    if (e->domain.weight[k] == 0) e->u[k] = NAN;
  return status;
}
