/* One scratch for all calls of an instance. */
#define _GNU_SOURCE
#include <unistd.h>
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  volatile double* scratch = &self->number;
  *scratch = e->estimates[1];
  usleep(50);
  e->estimates[1] = *scratch;
  return status;
}
