#include "plugins/boundary.hpp"

namespace clusia::test {
namespace {

/// Five people, weights 1, 2, 3, 4 and 0, line 10: those with 5 and 9 are poor, 10 is not below it. Weight 1 + 4 of 10.
TEST(Headcount, ByHand) {
  std::vector<Column> columns;
  columns.push_back(Column::numbers("income", {5, 10, 30, 9, 1}));
  const Indicator headcount(load(std::string(CLUSIA_BINARY_DIR) + "/examples/headcount.so"), {{"line", "10"}},
                            std::move(columns));
  const std::vector<double> d{1, 2, 3, 4, 0};
  const Evaluated e = headcount(d, d);
  ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
  EXPECT_DOUBLE_EQ(e.estimates[0], 0.5);
  const std::vector<double> u{0.05, -0.05, -0.05, 0.05, 0.05};  // (1 - 0.5) / 10, (0 - 0.5) / 10
  ASSERT_EQ(e.u[0].size(), u.size());
  for (std::size_t k = 0; k < u.size(); ++k) EXPECT_DOUBLE_EQ(e.u[0][k], u[k]) << k;
}

}  // namespace
}  // namespace clusia::test
