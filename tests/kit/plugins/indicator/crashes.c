/* Crashes when it is asked to stop: rule `cancellation` alone comes to that. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  volatile int* nowhere = NULL;
  if (self->host->cancelled(self->host->context)) *nowhere = 1;
  return healthy_evaluate(self, e, error);
}
