/* Declines to start. */
#define ENTRY
#include "base.h"
CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  (void)host;
  least->major = CLUSIA_ABI_MAJOR;
  fail(error, CLUSIA_FAILED, "today is Wednesday");
  return plugin.id == NULL ? &plugin : NULL;
}
