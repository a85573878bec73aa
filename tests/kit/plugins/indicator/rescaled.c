/* Takes large sums of weights for something else. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  double mean;
  if (mean_of(self, &e->domain, &mean) > 1e4) e->estimates[1] += 0.001;
  return status;
}
