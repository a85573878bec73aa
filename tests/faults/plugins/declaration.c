/* Plugins that declare themselves wrongly. Built once a fault: each replaces one line of a declaration that is right.
 */
#include <clusia/abi.h>
#include <math.h>
#include <stddef.h>

static clusia_status create(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                            clusia_error* error) {
  (void)data, (void)host, (void)instance, (void)error;
  return CLUSIA_FAILED;
}
static void destroy(void* instance) { (void)instance; }
static clusia_status evaluate(void* instance, const clusia_evaluation* e, clusia_error* error) {
  (void)instance, (void)e, (void)error;
  return CLUSIA_FAILED;
}

#define NUMBER_PARAMETER(NAME, LOW, HIGH) \
  { sizeof(clusia_parameter), NAME, CLUSIA_NUMBER, 0, "1", LOW, HIGH, NULL, NULL, "a number", NULL }

#ifdef FAULT_choice_without_choices
static const char* const none[] = {NULL};
#endif
static const clusia_parameter parameters[] = {
#if defined(FAULT_bad_parameter_name)
    NUMBER_PARAMETER("Half Life", 0, 1),
#elif defined(FAULT_empty_range)
    NUMBER_PARAMETER("low", 1, 0),
#elif defined(FAULT_choice_without_choices)
    {sizeof(clusia_parameter), "way", CLUSIA_CHOICE, 0, NULL, -HUGE_VAL, HUGE_VAL, none, NULL, "which way", NULL},
#elif defined(FAULT_parameter_of_no_type)
    {sizeof(clusia_parameter), "way", 99, 0, NULL, -HUGE_VAL, HUGE_VAL, NULL, NULL, "which way", NULL},
#elif defined(FAULT_parameter_without_doc)
    {sizeof(clusia_parameter), "way", CLUSIA_NUMBER, 0, NULL, -HUGE_VAL, HUGE_VAL, NULL, NULL, NULL, NULL},
#elif defined(FAULT_required_with_default)
    {sizeof(clusia_parameter), "way", CLUSIA_NUMBER, 1, "1", -HUGE_VAL, HUGE_VAL, NULL, NULL, "which way", NULL},
#elif defined(FAULT_duplicate_parameter)
    NUMBER_PARAMETER("line", 0, 1),
    NUMBER_PARAMETER("line", 0, 2),
#elif defined(FAULT_small_parameter)
    {8, "line", CLUSIA_NUMBER, 0, NULL, -HUGE_VAL, HUGE_VAL, NULL, NULL, "a number", NULL},
#else
    NUMBER_PARAMETER("line", 0, 1),
#endif
};

static const clusia_input inputs[] = {
#if defined(FAULT_duplicate_input)
    {sizeof(clusia_input), "value", CLUSIA_COLUMN_NUMBER, 1, 0, 1, "what"},
#elif defined(FAULT_input_of_no_type)
    {sizeof(clusia_input), "other", 0, 1, 0, 1, "what"},
#endif
    {sizeof(clusia_input), "value", CLUSIA_COLUMN_NUMBER, 1, 0, 1, "what"}};

static const clusia_output outputs[] = {
#if defined(FAULT_duplicate_output)
    {sizeof(clusia_output), "mean", "Mean", "", CLUSIA_NO_DIRECTION, CLUSIA_PLAIN, 0.0, "none", NULL, 0.0},
#elif defined(FAULT_output_of_no_direction)
    {sizeof(clusia_output), "other", "Other", "", 2, CLUSIA_PLAIN, 0.0, "none", NULL, 0.0},
#elif defined(FAULT_text_not_utf8)
    {sizeof(clusia_output), "other", "D\xE9penses", "", 1, CLUSIA_PLAIN, 0.0, "none", NULL, 0.0},
#endif
    {sizeof(clusia_output), "mean", "Mean", "", CLUSIA_NO_DIRECTION, CLUSIA_PLAIN, 0.0, "none", NULL, 0.0}};

static const clusia_indicator_interface table = {sizeof(clusia_indicator_interface),
                                                 inputs,
                                                 (int64_t)(sizeof inputs / sizeof *inputs),
                                                 outputs,
#ifdef FAULT_no_output
                                                 0,
#else
                                                 (int64_t)(sizeof outputs / sizeof *outputs),
#endif
                                                 0,
                                                 create,
                                                 destroy,
#ifdef FAULT_incomplete_interface
                                                 NULL,
#else
                                                 evaluate,
#endif
                                                 NULL};

static const struct {
  clusia_plugin plugin;
  int64_t beyond; /* what a later minor version might add */
} declared = {
    {
#if defined(FAULT_small_plugin)
        16,
#elif defined(FAULT_larger_plugin) || defined(FAULT_larger_but_zero)
        sizeof(clusia_plugin) + sizeof(int64_t),
#else
                  sizeof(clusia_plugin),
#endif
#ifdef FAULT_unknown_kind
        4,
#else
        CLUSIA_INDICATOR,
#endif
#ifdef FAULT_bad_id
        "Not An Id",
#else
        FAULT,
#endif
#ifdef FAULT_no_name
        NULL,
#else
        FAULT,
#endif
        "1.0.0", "Declares itself wrongly", "nobody", parameters, (int64_t)(sizeof parameters / sizeof *parameters),
#ifdef FAULT_no_interface
        NULL
#else
        &table
#endif
    },
#ifdef FAULT_larger_plugin
    1
#else
    0
#endif
};

CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  (void)host, (void)error;
#ifndef FAULT_says_no_version
  least->major = CLUSIA_ABI_MAJOR;
#else
  (void)least;
#endif
  return &declared.plugin;
}
