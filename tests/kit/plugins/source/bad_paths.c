/* Opens whatever it is given. */
#define OPENS(path) (path != NULL)
#include "base.h"
