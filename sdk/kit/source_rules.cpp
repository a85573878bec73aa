#include "trial.hpp"
namespace clusia::kit {
const Rules& rules_for_sources() {
  static const Rules rules;
  return rules;
}
}  // namespace clusia::kit
