/* 0/0 where nobody weighs anything. */
#define EVALUATE faulty
#include "base.h"
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  if (status == CLUSIA_UNDEFINED) e->estimates[0] = e->estimates[1] = NAN;
  return CLUSIA_OK;
}
