// Estimates and standard errors of every indicator: indicators/<id>.toml and indicators/<id>.csv.
#include "oracles/oracle.hpp"

namespace clusia::test {
namespace {

const bool registered = register_oracles("oracle", fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/indicators");

}  // namespace
}  // namespace clusia::test
