// Random numbers and threads that the host lends.
#include "plugin/services.hpp"

#include <atomic>
#include <cmath>
#include <set>

#include "faults/faults.hpp"
#include "plugin/utf8.hpp"

namespace clusia::faults {
namespace {

Services::Log quiet() {
  return [](std::int32_t, const std::string&, const std::string&) {};
}
Services::Stopping never() {
  return [] { return false; };
}

std::vector<double> drawn(const std::string& component, std::int64_t seed, std::uint64_t stream, std::int64_t n) {
  const Services services(component, seed, quiet(), never(), 1);
  std::vector<double> out(static_cast<std::size_t>(n));
  services.table()->uniform(services.table()->context, stream, n, out.data());
  return out;
}

TEST(Uniform, IsTheSameForTheSameSeedComponentAndStreamHoweverManyAreDrawn) {
  const std::vector<double> thousand = drawn("indicator a", 7, 3, 1000);
  EXPECT_EQ(thousand, drawn("indicator a", 7, 3, 1000));
  for (const std::int64_t n : {1, 2, 3, 4, 5, 999}) {
    const std::vector<double> fewer = drawn("indicator a", 7, 3, n);
    EXPECT_TRUE(std::equal(fewer.begin(), fewer.end(), thousand.begin())) << n;
  }
}

TEST(Uniform, StreamsSeedsAndComponentsShareNoNumber) {
  std::set<double> all;
  std::size_t drawn_in_all = 0;
  const auto take = [&](const std::vector<double>& numbers) {
    all.insert(numbers.begin(), numbers.end());
    drawn_in_all += numbers.size();
  };
  for (std::uint64_t stream = 0; stream < 50; ++stream) take(drawn("a", 1, stream, 100));
  take(drawn("a", 2, 0, 100));
  take(drawn("a", -1, 0, 100));
  take(drawn("b", 1, 0, 100));
  take(drawn("a", 1, UINT64_MAX, 100));
  EXPECT_EQ(all.size(), drawn_in_all);
}

TEST(Uniform, LiesStrictlyBetweenZeroAndOneAtBothEnds) {
  EXPECT_GT(in_unit_interval(0), 0);
  EXPECT_LT(in_unit_interval(UINT64_MAX), 1);
  EXPECT_EQ(in_unit_interval(0), 1 - in_unit_interval(UINT64_MAX));  // symmetric
}

/// A million: mean 1/2 and variance 1/12 within five standard errors, and each of 20 bins within five of its own.
TEST(Uniform, IsUniform) {
  const std::vector<double> x = drawn("indicator a", 1, 0, 1000000);
  const auto n = static_cast<double>(x.size());
  double sum = 0, squares = 0;
  std::vector<double> bins(20, 0);
  for (const double u : x) {
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    sum += u, squares += u * u;
    bins[static_cast<std::size_t>(20 * u)] += 1;
  }
  EXPECT_NEAR(sum / n, 0.5, 5 * std::sqrt(1 / 12.0 / n));
  EXPECT_NEAR(squares / n - sum / n * (sum / n), 1 / 12.0, 5 * std::sqrt(1 / 180.0 / n));
  for (const double count : bins) EXPECT_NEAR(count / n, 0.05, 5 * std::sqrt(0.05 * 0.95 / n));
}

struct Counts {
  std::vector<std::atomic<int>> of;
  explicit Counts(std::size_t n) : of(n) {}
  static void body(void* task, std::int64_t i) { ++static_cast<Counts*>(task)->of[static_cast<std::size_t>(i)]; }
  bool all(int times) const {
    return std::all_of(of.begin(), of.end(), [&](const auto& c) { return c == times; });
  }
};

TEST(ParallelFor, RunsEveryOneOnceFromSeveralThreadsAtATime) {
  const Services services("a", 1, quiet(), never(), 4);
  const clusia_host& host = *services.table();
  std::vector<std::unique_ptr<Counts>> counts;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    Counts& own = *counts.emplace_back(std::make_unique<Counts>(1000));
    threads.emplace_back([&host, &own] {
      for (int k = 0; k < 20; ++k) host.parallel_for(host.context, 1000, &own, &Counts::body);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& c : counts) EXPECT_TRUE(c->all(20));
  Counts none(1);
  host.parallel_for(host.context, 0, &none, &Counts::body);
  EXPECT_TRUE(none.all(0));
}

TEST(Cancelled, SaysWhatTheHostSays) {
  std::atomic<bool> stop{false};
  const Services services(
      "a", 1, quiet(), [&] { return stop.load(); }, 1);
  EXPECT_EQ(services.table()->cancelled(services.table()->context), 0);
  stop = true;
  EXPECT_EQ(services.table()->cancelled(services.table()->context), 1);
}

TEST(Log, NeverThrowsAtAPluginAndMendsItsText) {
  std::string heard;
  const Services services(
      "a", 1,
      [&](std::int32_t, const std::string&, const std::string& text) {
        heard = text;
        throw std::runtime_error("the host is gone");
      },
      never(), 1);
  services.table()->log(services.table()->context, CLUSIA_LOG_INFO, "caf\xE9");
  EXPECT_EQ(heard, "caf\xEF\xBF\xBD");
  services.table()->log(services.table()->context, CLUSIA_LOG_INFO, nullptr);
  EXPECT_EQ(heard, "");
}

TEST(Utf8, FollowsRfc3629) {
  for (const char* valid : {"", "plain", "caf\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(valid)) << valid;
  for (const char* wrong :
       {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8", "\xE2\x82", "a\xFF"})
    EXPECT_FALSE(is_utf8(wrong));
  EXPECT_EQ(with_valid_utf8("a\xE2\x82z"), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
}

}  // namespace
}  // namespace clusia::faults
