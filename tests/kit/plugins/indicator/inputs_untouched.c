/* Writes a value of the column back into it. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  volatile double* values = (double*)self->values;
  values[0] = values[0];
  return healthy_evaluate(self, e, error);
}
