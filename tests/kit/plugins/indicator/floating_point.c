/* Rounds upward, and leaves it so. */
#include <fenv.h>
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  fesetround(FE_UPWARD);
  return healthy_evaluate(self, e, error);
}
