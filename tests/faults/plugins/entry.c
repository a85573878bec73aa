/* Libraries that are refused when they are looked into, loaded, or asked what they are. Built once a fault. */
#include <clusia/abi.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(FAULT_no_entry)
CLUSIA_EXPORT int some_other_function(void) { return 0; }
#else

#if defined(FAULT_loads_another)
#include <dlfcn.h>
#endif

#if defined(FAULT_missing_dependency)
int from_the_library_that_goes(void);
#endif

/* A healthy plugin needs no more than this to be described. */
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
static const clusia_output outputs[] = {
    {sizeof(clusia_output), "mean", "Mean", "", CLUSIA_NO_DIRECTION, CLUSIA_PLAIN, 0.0, "none", NULL, 0.0}};
static const clusia_indicator_interface table = {
    sizeof(clusia_indicator_interface), NULL, 0, outputs, 1, 0, create, destroy, evaluate, NULL};
static const clusia_plugin plugin = {sizeof(clusia_plugin), CLUSIA_INDICATOR, FAULT, FAULT, "1.0.0",
                                     "Does nothing",        "nobody",         NULL,  0,     &table};

CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  (void)host, (void)error;
  least->major = CLUSIA_ABI_MAJOR;
  least->minor = 0;
#if defined(FAULT_newer_major)
  least->major = CLUSIA_ABI_MAJOR + 1;
#elif defined(FAULT_older_major)
  least->major = 1;
  least->major -= 1; /* 0.9: before the first release */
  least->minor = 9;
#elif defined(FAULT_newer_minor)
  least->minor = CLUSIA_ABI_MINOR + 3;
  snprintf(error->message, sizeof error->message, "too old a host");
  return NULL;
#elif defined(FAULT_declines)
  snprintf(error->message, sizeof error->message, "its licence has run out");
  return NULL;
#elif defined(FAULT_declines_without_words)
  return NULL;
#elif defined(FAULT_loads_another)
  if (dlopen("./segfault.so", RTLD_NOW | RTLD_GLOBAL) == NULL) {
    snprintf(error->message, sizeof error->message, "%.200s", dlerror());
    return NULL;
  }
#elif defined(FAULT_entry_crashes)
  {
    volatile int* nowhere = NULL;
    *nowhere = 1;
  }
#elif defined(FAULT_entry_exits)
  exit(3);
#elif defined(FAULT_entry_loops)
  for (;;) {
    volatile int turn = 0;
    (void)turn;
  }
#elif defined(FAULT_missing_dependency)
  return from_the_library_that_goes() ? &plugin : NULL;
#endif
  return &plugin;
}
#endif
