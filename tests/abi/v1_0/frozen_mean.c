/* An indicator as it was written for interface 1.0, with the headers of that day: never to be changed. */
#include <clusia/abi.h>
#include <stdio.h>
#include <stdlib.h>

/* What an instance remembers: where its column lies. The column is the host's and outlives the instance. */
typedef struct frozen_mean {
  const double* values;
} frozen_mean;

static clusia_status fail(clusia_error* error, clusia_status status, const char* message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  error->subject[0] = '\0';
  return status;
}

static clusia_status create(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                            clusia_error* error) {
  const struct ArrowArray* column = data->columns[0][0].array;
  frozen_mean* self = malloc(sizeof *self);
  (void)host;
  if (self == NULL) return fail(error, CLUSIA_FAILED, "out of memory");
  self->values = (const double*)column->buffers[1] + column->offset;
  *instance = self;
  return CLUSIA_OK;
}

static void destroy(void* instance) { free(instance); }

/* A row with a missing value weighs 0 here (the input says that missing drops): it is passed over, never read as a
 * number. */
static clusia_status evaluate(void* instance, const clusia_evaluation* e, clusia_error* error) {
  const double* values = ((const frozen_mean*)instance)->values;
  double total = 0, sum = 0;
  int64_t k;
  for (k = 0; k < e->domain.n; ++k) {
    if (e->domain.weight[k] == 0) continue;
    total += e->domain.weight[k];
    sum += e->domain.weight[k] * values[e->domain.rows == NULL ? k : e->domain.rows[k]];
  }
  if (!(total > 0)) return fail(error, CLUSIA_UNDEFINED, "nobody with a positive weight and a value in the domain");
  e->estimates[0] = sum / total;
  if (e->u == NULL) return CLUSIA_OK;
  for (k = 0; k < e->domain.n; ++k)
    e->u[k] = (values[e->domain.rows == NULL ? k : e->domain.rows[k]] - e->estimates[0]) / total;
  return CLUSIA_OK;
}

static const clusia_input inputs[] = {
    {sizeof(clusia_input), "value", CLUSIA_COLUMN_NUMBER, 1, 0, 1, "what is averaged"}};

static const clusia_output outputs[] = {{sizeof(clusia_output), "frozen_mean", "Frozen mean", "@value",
                                         CLUSIA_NO_DIRECTION, CLUSIA_PLAIN, 0.0, "sum d y / sum d", NULL, 0.0}};

static const clusia_indicator_interface table = {
    sizeof(clusia_indicator_interface), inputs, 1, outputs, 1, 0, create, destroy, evaluate, NULL};

static const clusia_plugin plugin = {sizeof(clusia_plugin),
                                     CLUSIA_INDICATOR,
                                     "frozen_mean",
                                     "Frozen mean",
                                     "1.0.0",
                                     "The weighted mean of a number, by the headers of interface 1.0",
                                     "Hajek 1971",
                                     NULL,
                                     0,
                                     &table};

CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  least->major = CLUSIA_ABI_MAJOR;
  least->minor = 0;
  if (host.major == least->major && host.minor >= least->minor) return &plugin;
  fail(error, CLUSIA_UNSUPPORTED, "built for another version of the plugin interface");
  return NULL;
}
