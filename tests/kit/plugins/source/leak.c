/* Forgets what it took. */
#define BEFORE *(volatile char*)malloc(100) = 1;
#include "base.h"
