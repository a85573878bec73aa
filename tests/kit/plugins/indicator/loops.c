/* Does not come back when it is asked to stop. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  volatile int for_ever = 1;
  while (for_ever && self->host->cancelled(self->host->context)) {
  }
  return healthy_evaluate(self, e, error);
}
