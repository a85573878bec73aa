/* Comparators that answer nonsense, and do not listen when they are told so. Built once a fault. */
#include <clusia/abi.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static clusia_status create(const clusia_value* parameters, const clusia_host* host, void** instance,
                            clusia_error* error) {
  (void)parameters, (void)host, (void)error;
  *instance = malloc(1);
  return CLUSIA_OK;
}
static void destroy(void* instance) { free(instance); }

static int64_t rows[2] = {0, 1};
static double weights[2] = {1, 1};

static clusia_cell a_cell(const char* name) {
  clusia_cell c;
  memset(&c, 0, sizeof c);
  c.size = sizeof c;
  c.name = name;
  c.wave = c.arm = -1;
  c.domain.n = 2;
  c.domain.rows = rows;
  c.domain.weight = weights;
  c.jacobian.first_step = -1;
  c.own = 1;
  return c;
}

static clusia_status design(void* instance, const clusia_design_frame* frame, const clusia_answer* to,
                            clusia_error* error) {
  clusia_design d;
  clusia_step steps[3] = {{CLUSIA_PUSH_ESTIMATE, 0, 0, 0}, {CLUSIA_PUSH_ESTIMATE, 1, 0, 0}, {CLUSIA_SUBTRACT, 0, 0, 0}};
  clusia_contrast k;
  struct {
    clusia_cell cell;
    int64_t beyond;
  } first, second;
  (void)instance, (void)frame, (void)error;
  memset(&d, 0, sizeof d);
  memset(&k, 0, sizeof k);
  memset(&first, 0, sizeof first);
  memset(&second, 0, sizeof second);
  d.size = sizeof d;
  d.summary = "one row against another";
  d.assumption = "none";
  d.missing = CLUSIA_MISSING_ROW;
  d.factor = CLUSIA_FACTOR_DESIGN;
  first.cell = a_cell("first");
  second.cell = a_cell("second");
  k.size = sizeof k;
  k.name = "difference";
  k.wave = -1;
  k.n_steps = 3;
  k.steps = steps;
#if defined(FAULT_row_outside)
  rows[1] = frame->n_rows;
#elif defined(FAULT_rows_descend)
  rows[0] = 1, rows[1] = 0;
#elif defined(FAULT_nan_weight)
  weights[0] = NAN;
#elif defined(FAULT_stack_too_short)
  steps[1] = steps[2];
#elif defined(FAULT_stack_left_over)
  k.n_steps = 2;
#elif defined(FAULT_unknown_cell)
  steps[1].index = 7;
#elif defined(FAULT_unknown_step)
  steps[2].op = 99;
#elif defined(FAULT_larger_cell)
  first.cell.size = sizeof first;
  first.beyond = 1;
#elif defined(FAULT_no_jacobian)
  first.cell.jacobian.first_step = 0;
#elif defined(FAULT_unknown_reference)
  first.cell.reference_kind = 5;
#elif defined(FAULT_cell_twice)
  second.cell.name = "first";
#elif defined(FAULT_unknown_rule)
  d.missing = 0;
#elif defined(FAULT_unknown_placebo)
  k.placebo_of = 1; /* itself */
#elif defined(FAULT_null_struct)
  if (to->cell(to->context, NULL, error) == CLUSIA_OK) return CLUSIA_OK;
#endif
#ifndef FAULT_no_design
  to->design(to->context, &d, error);
#endif
#ifndef FAULT_no_cell
  to->cell(to->context, &first.cell, error);
  to->cell(to->context, &second.cell, error);
#ifndef FAULT_no_contrast
  to->contrast(to->context, &k, error);
#if defined(FAULT_placebo_effect) || defined(FAULT_ranked_alone)
  k.name = "another";
  k.is_effect = 1;
#ifdef FAULT_ranked_alone
  k.ranked_by = 1;
#else
  k.placebo_of = 1;
#endif
  to->contrast(to->context, &k, error);
#endif
#endif
#endif
#if defined(FAULT_negative_pair) || defined(FAULT_enormous_pair)
  {
    const int32_t pair[2] = {0,
#ifdef FAULT_negative_pair
                             -5
#else
                             INT32_MAX
#endif
    };
    clusia_pairs p = {sizeof p, 2, rows, pair};
    to->pairs(to->context, &p, error);
  }
#endif
#ifdef FAULT_crashes_in_design
  abort();
#endif
  return CLUSIA_OK;
}

#if defined(FAULT_need_of_nothing) || defined(FAULT_need_of_no_wave)
static clusia_status need(void* instance, const clusia_design_frame* frame, clusia_baseline_need* need,
                          clusia_error* error) {
  (void)instance, (void)frame, (void)error;
#ifdef FAULT_need_of_nothing
  need->by = CLUSIA_ROLE_BLOCK;
#else
  need->by = CLUSIA_ROLE_ARM;
  need->last_wave = 5;
#endif
  return CLUSIA_OK;
}
static clusia_status with_baseline(void* instance, const clusia_design_frame* frame, const clusia_baseline* baseline,
                                   const clusia_answer* to, clusia_error* error) {
  (void)baseline;
  return design(instance, frame, to, error);
}
static const void* power(const char* id) {
  static const clusia_comparator_baseline baseline = {sizeof baseline, need, with_baseline};
  return strcmp(id, CLUSIA_COMPARATOR_BASELINE) == 0 ? &baseline : NULL;
}
#else
#define power NULL
#endif

#ifdef FAULT_small_interface /* of before `designs`: what stands there is none of it */
#define SIZE offsetof(clusia_comparator_interface, designs)
#else
#define SIZE sizeof(clusia_comparator_interface)
#endif
#if defined(FAULT_small_interface) || defined(FAULT_unknown_design)
#define DESIGNS 0x400
#else
#define DESIGNS 0
#endif
static const clusia_comparator_interface table = {SIZE,    0, CLUSIA_ATT | CLUSIA_ATE, create, destroy, design, power,
                                                  DESIGNS, 0};
static const clusia_plugin plugin = {sizeof(clusia_plugin), CLUSIA_COMPARATOR, FAULT, FAULT, "1.0.0",
                                     "Answers nonsense",    "nobody",          NULL,  0,     &table};

CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  (void)host, (void)error;
  least->major = CLUSIA_ABI_MAJOR;
  return &plugin;
}
