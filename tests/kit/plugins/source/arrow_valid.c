/* A code that is none of the dictionary's two. */
#define LAST_CODE 2
#include "base.h"
