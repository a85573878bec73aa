/* A comparator as it was written for interface 1.0, with the headers of that day: never to be changed. */
#include <clusia/abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static clusia_status fail(clusia_error* error, clusia_status status, const char* message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  error->subject[0] = '\0';
  return status;
}

static clusia_status create(const clusia_value* parameters, const clusia_host* host, void** instance,
                            clusia_error* error) {
  static int nothing; /* an instance that remembers no parameter */
  (void)parameters, (void)host, (void)error;
  *instance = &nothing;
  return CLUSIA_OK;
}

static void destroy(void* instance) { (void)instance; }

/* A cell of the rows of one side in the last wave. `rows` and `weight` have room for every row of the frame. */
static clusia_status add_cell(const clusia_design_frame* f, const clusia_answer* answer, const char* name, int treated,
                              int64_t* rows, double* weight, clusia_error* error) {
  const int32_t last = f->wave.n_levels - 1;
  clusia_cell cell;
  int64_t row, n = 0;
  for (row = 0; row < f->n_rows; ++row) {
    const int32_t arm = f->arm.code[row];
    if (f->wave.code[row] != last || arm < 0 || (f->arm_treated[arm] != 0) != treated) continue;
    rows[n] = row;
    weight[n++] = f->weight[row];
  }
  if (n == 0) return fail(error, CLUSIA_UNSUPPORTED, "an arm has nobody in the last wave: the design needs both");
  memset(&cell, 0, sizeof cell);
  cell.size = sizeof cell;
  cell.name = name;
  cell.wave = last;
  cell.arm = -1;
  cell.domain.n = n;
  cell.domain.rows = rows;
  cell.domain.weight = weight;
  cell.jacobian.first_step = -1; /* the weights were not estimated */
  cell.own = 1;
  return answer->cell(answer->context, &cell, error);
}

static clusia_status design(void* instance, const clusia_design_frame* f, const clusia_answer* answer,
                            clusia_error* error) {
  const clusia_design about = {
      sizeof about,
      "the treated arms against the comparison arms in the last wave",
      "without the programme, the treated arms would have had the {indicator} of the comparison arms",
      CLUSIA_MISSING_ROW,
      CLUSIA_FACTOR_DESIGN,
      0,
      0};
  const clusia_step steps[] = {
      {CLUSIA_PUSH_ESTIMATE, 0, 0, 0}, {CLUSIA_PUSH_ESTIMATE, 1, 0, 0}, {CLUSIA_SUBTRACT, 0, 0, 0}};
  const clusia_contrast effect = {
      sizeof effect, "effect", "Treated less comparison", NULL, 1, -1, 0, 3, steps, 0, 0, 0, 0};
  int64_t* rows = malloc(((size_t)f->n_rows + 1) * sizeof *rows);
  double* weight = malloc(((size_t)f->n_rows + 1) * sizeof *weight);
  clusia_status status = CLUSIA_OK;
  (void)instance;
  if (rows == NULL || weight == NULL) status = fail(error, CLUSIA_FAILED, "out of memory");
  if (status == CLUSIA_OK) status = answer->design(answer->context, &about, error);
  if (status == CLUSIA_OK) status = add_cell(f, answer, "treated", 1, rows, weight, error);
  if (status == CLUSIA_OK) status = add_cell(f, answer, "comparison", 0, rows, weight, error);
  if (status == CLUSIA_OK) status = answer->contrast(answer->context, &effect, error);
  free(rows);
  free(weight);
  return status;
}

static const clusia_comparator_interface table = {
    sizeof table, CLUSIA_ROLE_ARM | CLUSIA_ROLE_WAVE, CLUSIA_ATT, create, destroy, design, NULL, 0, 0};

static const clusia_plugin plugin = {
    sizeof plugin,
    CLUSIA_COMPARATOR,
    "frozen_with_without",
    "Frozen with and without",
    "1.0.0",
    "Treated against comparison arms in the last wave, by the headers of interface 1.0",
    "Neyman 1923",
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
