// A C++ plugin without the SDK's wrappers: what it throws crosses the boundary.
#include <clusia/abi.h>

#include <cstdlib>

namespace {

clusia_status create(const clusia_indicator_data*, const clusia_host*, void** instance, clusia_error*) {
  *instance = std::malloc(1);
  return CLUSIA_OK;
}
void destroy(void* instance) { std::free(instance); }
clusia_status evaluate(void*, const clusia_evaluation*, clusia_error*) { throw 1; }

const clusia_input inputs[] = {{sizeof(clusia_input), "value", CLUSIA_COLUMN_NUMBER, 1, 0, 1, "what is averaged"}};
const clusia_output outputs[] = {
    {sizeof(clusia_output), "mean", "Mean", "", CLUSIA_NO_DIRECTION, CLUSIA_PLAIN, 0.0, "none", nullptr, 0.0}};
const clusia_indicator_interface table = {
    sizeof(clusia_indicator_interface), inputs, 1, outputs, 1, 0, create, destroy, evaluate, nullptr};
const clusia_plugin plugin = {
    sizeof(clusia_plugin), CLUSIA_INDICATOR, FAULT, FAULT, "1.0.0", "Throws", "nobody", nullptr, 0, &table};

#ifdef FAULT_crashes_when_constructed
const volatile int* volatile nowhere = nullptr;
const int first = *nowhere;
#endif

}  // namespace

extern "C" CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version, clusia_version* least,
                                                                  clusia_error*) {
#ifdef FAULT_entry_throws
  throw 1;
#endif
  least->major = CLUSIA_ABI_MAJOR;
  return &plugin;
}
