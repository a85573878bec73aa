/* Takes a wish to stop for a fault. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  if (self->host->cancelled(self->host->context)) return fail(error, CLUSIA_FAILED, "something interrupted the work");
  return healthy_evaluate(self, e, error);
}
