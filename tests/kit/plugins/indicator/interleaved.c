/* Remembers in a static variable who was asked last. */
#define EVALUATE faulty
#define DESTROY forget
#include "base.h"
static const indicator* last;
static void forget(void* instance) {
  last = NULL;
  healthy_destroy(instance);
}
static clusia_status faulty(indicator* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = healthy_evaluate(self, e, error);
  if (last != NULL && last != self) e->estimates[1] *= 1 + 1e-13;
  last = self;
  return status;
}
