#include <clusia/kit_gtest.hpp>

CLUSIA_CONFORMS(DRUDGERY_PLUGIN);
