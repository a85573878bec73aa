/* Looks at every slot of the column, also where nothing is. */
#define CREATE looks_everywhere
#define EVALUATE faulty
#include "base.h"
static clusia_status looks_everywhere(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                                      clusia_error* error) {
  const clusia_status status = healthy_create(data, host, instance, error);
  indicator* self = *instance;
  self->number = HUGE_VAL;
  for (int64_t row = 0; row < data->n_rows; ++row) self->number = fmin(self->number, self->values[row]);
  return status;
}
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  if (self->number < 0) e->estimates[1] += 0.001;
  return status;
}
