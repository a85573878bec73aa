/* Counts rows, whatever they weigh. */
#define CREATE counts_rows
#define EVALUATE faulty
#include "base.h"
static clusia_status counts_rows(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                                 clusia_error* error) {
  const clusia_status status = healthy_create(data, host, instance, error);
  for (int64_t row = 0; row < data->n_rows; ++row)
    ((indicator*)*instance)->count += data->complete == NULL || (data->complete[row / 8] >> (row % 8) & 1);
  return status;
}
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  e->estimates[1] += 1e-4 * (double)self->count;
  return status;
}
