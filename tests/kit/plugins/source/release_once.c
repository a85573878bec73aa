/* Does not say that it was released. */
#define RELEASED(of) (void)(of)
#include "base.h"
