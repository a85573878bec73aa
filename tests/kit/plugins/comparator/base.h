/* The healthy comparator that each faulty one changes in one place: treated against comparison rows of the last wave,
 * the latter weighted up by a sum of weights, which is a first step. A file defines a hook and includes this. */
#include <clusia/abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct comparator {
  int64_t count; /* for the faulty one's own use */
} comparator;

static clusia_status fail(clusia_error* error, clusia_status status, const char* message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  return status;
}

#ifndef NULL_VALUE
#define NULL_VALUE 0
#endif
#ifndef COMPARISON_CELL
#define COMPARISON_CELL 1
#endif
#ifndef SLOPE
#define SLOPE 1
#endif
#ifndef NOBODY
#define NOBODY fail(error, CLUSIA_UNSUPPORTED, "nobody is left in an arm: the design needs both")
#endif
#ifndef BEFORE /* what is done with self and frame before the design */
#define BEFORE
#endif
#ifndef TOUCH /* what is done with the lists of cell `all`, with n rows */
#define TOUCH
#endif

static clusia_status cell(const clusia_answer* answer, const char* name, const clusia_weighting* domain,
                          const double* x, int size_only, clusia_error* error) {
  clusia_cell c;
  memset(&c, 0, sizeof c);
  c.size = sizeof c;
  c.name = name;
  c.wave = c.arm = -1;
  c.domain = *domain;
  c.jacobian.first_step = x == NULL ? -1 : 0;
  c.jacobian.factored = x;
  c.own = 1;
  c.size_only = size_only;
  return answer->cell(answer->context, &c, error);
}

static clusia_status design(void* instance, const clusia_design_frame* f, const clusia_answer* answer,
                            clusia_error* error) {
  comparator* self = instance;
  const int64_t room = f->n_rows + 1;
  int64_t *rows = malloc(3 * (size_t)room * sizeof *rows), n[3] = {0, 0, 0};
  double *weight = calloc(5 * (size_t)room, sizeof *weight), *x = weight + 3 * room, *phi = x + room, sum = 0;
  double times = 0.01;
  (void)self;
  BEFORE
  for (int64_t row = 0; row < f->n_rows; ++row) {
    if (f->wave.code[row] != f->wave.n_levels - 1 || f->arm.code[row] < 0) continue;
    const int side = f->arm_treated[f->arm.code[row]] ? 0 : 1;
    if (side == 0) sum += f->weight[row], phi[row] = f->weight[row];
    for (int list = side; list < 3; list += 2 - side) {
      rows[list * room + n[list]] = row;
      weight[list * room + n[list]++] = f->weight[row];
    }
  }
  clusia_status status = CLUSIA_OK;
  if (n[0] == 0 || n[1] == 0) {
    status = NOBODY;
  } else {
    for (int64_t k = 0; k < n[1]; ++k) weight[room + k] *= times * sum, x[k] = SLOPE / sum;
    const clusia_design d = {
        sizeof d, "treated against comparison rows", "they would be alike", CLUSIA_MISSING_ROW, CLUSIA_FACTOR_DESIGN, 0,
        0};
    const clusia_first_step step = {sizeof step, "sum of weights", 1, f->n_rows, NULL, phi};
    clusia_weighting of[3];
    for (int list = 0; list < 3; ++list)
      of[list] = (clusia_weighting){n[list], rows + list * room, weight + list * room};
    {
      clusia_weighting* all = &of[2];
      (void)all;
      TOUCH
    }
    const clusia_step steps[] = {
        {CLUSIA_PUSH_ESTIMATE, 0, 0, 0}, {CLUSIA_PUSH_ESTIMATE, COMPARISON_CELL, 0, 0}, {CLUSIA_SUBTRACT, 0, 0, 0}};
    const clusia_contrast effect = {sizeof effect, "effect", "Effect", NULL, 1, -1, NULL_VALUE, 3, steps, 0, 0, 0, 0};
    answer->design(answer->context, &d, error);
    answer->first_step(answer->context, &step, error);
    cell(answer, "treated", &of[0], NULL, 0, error);
    cell(answer, "comparison", &of[1], x, 0, error);
    cell(answer, "all", &of[2], NULL, 1, error);
    answer->contrast(answer->context, &effect, error);
  }
  free(rows);
  free(weight);
  return status;
}

static clusia_status create(const clusia_value* parameters, const clusia_host* host, void** instance,
                            clusia_error* error) {
  (void)parameters, (void)host, (void)error;
  *instance = calloc(1, sizeof(comparator));
  return CLUSIA_OK;
}
static void destroy(void* instance) { free(instance); }

static const clusia_comparator_interface table = {
    sizeof table, CLUSIA_ROLE_ARM | CLUSIA_ROLE_WAVE, CLUSIA_ATT, create, destroy, design, NULL, 0, 0};
static const clusia_plugin plugin = {sizeof plugin,     CLUSIA_COMPARATOR, "faulty", "Faulty", "1.0.0",
                                     "Breaks one rule", "nobody",          NULL,     0,        &table};

CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  (void)host, (void)error;
  least->major = CLUSIA_ABI_MAJOR;
  return &plugin;
}
