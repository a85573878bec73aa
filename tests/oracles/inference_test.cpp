// Sampling designs of every kind against R's survey: inference/<design>.toml and inference/<design>.csv.
#include "oracles/oracle.hpp"

namespace clusia::test {
namespace {

const bool registered = register_oracles("oracle_inference", fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/inference");

}  // namespace
}  // namespace clusia::test
