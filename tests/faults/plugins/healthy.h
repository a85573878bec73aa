/* The pieces of a plain indicator (T = sum d y / sum d) that behaves; a faulty one replaces one of them. */
#include <clusia/abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNUSED(x) ((void)(x))

static clusia_status fail(clusia_error* error, clusia_status status, const char* message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  return status;
}

typedef struct mean {
  const double* values;
  const clusia_host* host;
} mean;

static clusia_status create(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                            clusia_error* error) {
  mean* self = malloc(sizeof *self);
  if (self == NULL) return fail(error, CLUSIA_FAILED, "out of memory");
  self->values = (const double*)data->columns[0][0].array->buffers[1] + data->columns[0][0].array->offset;
  self->host = host;
  *instance = self;
  return CLUSIA_OK;
}

static void destroy(void* instance) { free(instance); }

static clusia_status weighted_mean(void* instance, const clusia_evaluation* e, clusia_error* error) {
  const double* values = ((const mean*)instance)->values;
  double total = 0, sum = 0;
  int64_t k;
  for (k = 0; k < e->domain.n; ++k) {
    total += e->domain.weight[k];
    sum += e->domain.weight[k] * values[e->domain.rows == NULL ? k : e->domain.rows[k]];
  }
  if (!(total > 0)) return fail(error, CLUSIA_UNDEFINED, "nobody is in the domain");
  e->estimates[0] = sum / total;
  for (k = 0; e->u != NULL && k < e->domain.n; ++k)
    e->u[k] = (values[e->domain.rows == NULL ? k : e->domain.rows[k]] - e->estimates[0]) / total;
  return CLUSIA_OK;
}
