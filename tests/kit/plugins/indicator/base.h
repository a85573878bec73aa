/* The healthy indicator that each faulty one changes in one place: the mean of a value, and that mean over the
 * reference's. A file defines a hook (EVALUATE, CREATE ...) as its own function, includes this, and writes it. */
#include <clusia/abi.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct indicator {
  const clusia_indicator_data* data;
  const clusia_host* host;
  const double* values;
  double number; /* for the faulty one's own use */
  int64_t count;
} indicator;

static clusia_status fail(clusia_error* error, clusia_status status, const char* message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  return status;
}

static int64_t row_of(const clusia_weighting* w, int64_t k) { return w->rows == NULL ? k : w->rows[k]; }

/* Sum of weights; *mean is defined where it is positive. */
static double mean_of(const indicator* self, const clusia_weighting* w, double* mean) {
  double sum = 0, total = 0;
  for (int64_t k = 0; k < w->n; ++k) {
    sum += w->weight[k];
    total += w->weight[k] * self->values[row_of(w, k)];
  }
  *mean = sum > 0 ? total / sum : 0;
  return sum;
}

static clusia_status healthy_evaluate(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  double mean, reference;
  const double d = mean_of(self, &e->domain, &mean), r = mean_of(self, &e->reference, &reference);
  if (!(d > 0)) return fail(error, CLUSIA_UNDEFINED, "nobody weighs anything in the domain");
  e->estimates[0] = mean;
  for (int64_t k = 0; e->u != NULL && k < e->domain.n; ++k) e->u[k] = (self->values[row_of(&e->domain, k)] - mean) / d;
  e->undefined[1] = !(r > 0) || reference == 0;
  if (e->undefined[1]) return CLUSIA_OK;
  e->estimates[1] = mean / reference;
  for (int64_t k = 0; e->u != NULL && k < e->domain.n; ++k) e->u[e->domain.n + k] = e->u[k] / reference;
  for (int64_t k = 0; e->v != NULL && k < e->reference.n; ++k)
    e->v[e->reference.n + k] = -mean / reference / reference * (self->values[row_of(&e->reference, k)] - reference) / r;
  return CLUSIA_OK;
}

static clusia_status healthy_create(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                                    clusia_error* error) {
  indicator* self = calloc(1, sizeof *self);
  if (self == NULL) return fail(error, CLUSIA_FAILED, "there is no memory");
  self->data = data;
  self->host = host;
  self->values = (const double*)data->columns[0][0].array->buffers[1] + data->columns[0][0].array->offset;
  *instance = self;
  return CLUSIA_OK;
}

static void healthy_destroy(void* instance) { free(instance); }

#ifdef EVALUATE
static clusia_status EVALUATE(indicator* self, const clusia_evaluation* e, clusia_error* error);
#else
#define EVALUATE healthy_evaluate
#endif
#ifdef CREATE
static clusia_status CREATE(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                            clusia_error* error);
#else
#define CREATE healthy_create
#endif
#ifdef DESTROY
static void DESTROY(void* instance);
#else
#define DESTROY healthy_destroy
#endif
#ifndef BATCH_IS_TIMES
#define BATCH_IS_TIMES 1
#endif
#ifndef SCORE_PLUS
#define SCORE_PLUS 0
#endif
#ifndef TRAITS
#define TRAITS CLUSIA_READS_REFERENCE
#endif
#ifndef DEFAULT
#define DEFAULT "0.5"
#endif

static clusia_status evaluate(void* instance, const clusia_evaluation* e, clusia_error* error) {
  return EVALUATE(instance, e, error);
}

static clusia_weighting times(const clusia_weighting* w, const int32_t* psu, const double* factors, double* weight) {
  const clusia_weighting product = {w->n, w->rows, weight};
  for (int64_t k = 0; k < w->n; ++k) weight[k] = w->weight[k] * factors[psu[k]];
  return product;
}

static clusia_status batch(void* instance, const clusia_batch* b, clusia_error* error) {
  double* d = malloc((size_t)(b->domain.n + b->reference.n + 1) * sizeof *d);
  for (int64_t k = 0; k < b->n_replicates; ++k) {
    const double* factors = b->factors + k * b->n_psus;
    uint8_t undefined[2] = {0, 0};
    clusia_evaluation e = {sizeof e};
    e.domain = times(&b->domain, b->domain_psu, factors, d);
    e.reference = times(&b->reference, b->reference_psu, factors, d + b->domain.n);
    e.estimates = b->estimates + 2 * k;
    e.undefined = undefined;
    const clusia_status status = EVALUATE(instance, &e, error);
    for (int m = 0; m < 2; ++m)
      e.estimates[m] = status != CLUSIA_OK || undefined[m] ? NAN : e.estimates[m] * BATCH_IS_TIMES;
  }
  free(d);
  return CLUSIA_OK;
}

static clusia_status scores(void* instance, const clusia_weighting* reference, double* s, clusia_error* error) {
  const indicator* self = instance;
  const int64_t n = self->data->n_rows;
  (void)reference, (void)error;
  for (int64_t row = 0; row < n; ++row) s[row] = self->values[row] + SCORE_PLUS, s[n + row] = NAN;
  return CLUSIA_OK;
}

static clusia_status score_reference(void* instance, int64_t output, const clusia_weighting* reference, const double* l,
                                     double* v, clusia_error* error) {
  (void)instance, (void)output, (void)reference, (void)l, (void)v, (void)error;
  return CLUSIA_OK; /* v is zeroed: the mean reads no reference */
}

static const void* power(const char* id) {
  static const clusia_indicator_batch of_batch = {sizeof of_batch, batch};
  static const clusia_indicator_linear of_scores = {sizeof of_scores, scores, score_reference};
  if (strcmp(id, CLUSIA_INDICATOR_BATCH) == 0) return &of_batch;
  return strcmp(id, CLUSIA_INDICATOR_LINEAR) == 0 ? &of_scores : NULL;
}

static const clusia_parameter parameters[] = {
    {sizeof(clusia_parameter), "part", CLUSIA_NUMBER, 0, DEFAULT, 0, 1, NULL, NULL, "is read by nobody", NULL}};
static const clusia_input inputs[] = {
    {sizeof(clusia_input), "value", CLUSIA_COLUMN_NUMBER, 1, 0, 1, "what is averaged"}};
static const clusia_output outputs[] = {
    {sizeof(clusia_output), "mean", "Mean", "", 0, CLUSIA_PLAIN, 0.0, "sum d y / sum d", NULL, 0.0},
    {sizeof(clusia_output), "relative", "Relative mean", "", 0, CLUSIA_PLAIN, 0.0, "over the reference's", NULL, 0.0}};
static const clusia_indicator_interface table = {sizeof table, inputs, 1,       outputs,  2,
                                                 TRAITS,       CREATE, DESTROY, evaluate, power};
static const clusia_plugin plugin = {sizeof plugin,     CLUSIA_INDICATOR, "faulty",   "Faulty", "1.0.0",
                                     "Breaks one rule", "nobody",         parameters, 1,        &table};

#ifndef ENTRY
CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  (void)host, (void)error;
  least->major = CLUSIA_ABI_MAJOR;
  return &plugin;
}
#endif
