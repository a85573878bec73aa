/* Drifts a little with every question. Not in other threads: there it would break rule `concurrent`, too. */
#define _GNU_SOURCE
#include <unistd.h>
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  if (gettid() == getpid()) e->estimates[1] *= 1 + 1e-13 * (double)self->count++;
  return status;
}
