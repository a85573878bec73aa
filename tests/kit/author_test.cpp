#include <clusia/kit_gtest.hpp>

CLUSIA_CONFORMS(HEADCOUNT_PLUGIN, {"line", "1.2"});
CLUSIA_CONFORMS(MEAN_PLUGIN);
