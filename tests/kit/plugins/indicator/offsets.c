/* Forgets the offset of the column. */
#define CREATE forgets_offset
#include "base.h"
static clusia_status forgets_offset(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                                    clusia_error* error) {
  const clusia_status status = healthy_create(data, host, instance, error);
  ((indicator*)*instance)->values = data->columns[0][0].array->buffers[1];
  return status;
}
