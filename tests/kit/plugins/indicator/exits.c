/* Ends the process when it is asked to stop. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  if (self->host->cancelled(self->host->context)) exit(3);
  return healthy_evaluate(self, e, error);
}
