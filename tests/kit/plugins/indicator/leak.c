/* Forgets what create took. */
#define CREATE takes
#include "base.h"
static clusia_status takes(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                           clusia_error* error) {
  volatile char* kept = malloc(100);
  kept[0] = 1;
  return healthy_create(data, host, instance, error);
}
