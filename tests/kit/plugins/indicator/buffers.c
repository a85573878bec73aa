/* One u too many. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  if (e->u != NULL) e->u[2 * e->domain.n] = 1;
  return status;
}
