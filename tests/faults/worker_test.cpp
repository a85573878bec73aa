// A plugin that misbehaves when it is asked costs the question, and nothing else.
#include <dirent.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>

#include "faults/faults.hpp"

namespace clusia::faults {
namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

const std::string mean = std::string(CLUSIA_PLUGINS) + "/mean.so";

/// One channel with a faulty and a healthy indicator in it.
struct Bench {
  explicit Bench(const std::string& fault, const ChannelOptions& o = options())
      : channel(open_channel(o)),
        sick(session_of(*channel, faulty(fault), segment)),
        healthy(session_of(*channel, mean, segment)) {}
  std::shared_ptr<const Segment> segment = three_numbers();
  std::unique_ptr<Channel> channel;
  Session sick, healthy;
};

struct Ending {
  std::string fault, words;
};
void PrintTo(const Ending& ending, std::ostream* to) { *to << ending.fault; }

class Crashes : public ::testing::TestWithParam<Ending> {};
INSTANTIATE_TEST_SUITE_P(
    Of, Crashes,
    ::testing::Values(Ending{"segfault", "crash: crashed with SIGSEGV (Segmentation fault)"},
                      Ending{"aborts", "crash: crashed with SIGABRT (Aborted)"},
                      Ending{"overflows_stack", "crash: crashed with SIGSEGV (Segmentation fault)"},
                      Ending{"exits", "crash: ended its process with exit status 0"},
                      Ending{"killed", "crash: was killed with SIGKILL, as the system does when memory runs out"},
                      Ending{"writes_weights", "crash: crashed with SIGSEGV (Segmentation fault)"},
                      Ending{"writes_column", "crash: crashed with SIGSEGV (Segmentation fault)"},
                      Ending{"hangs_up", "crash: closed its connection to the host and lived on"},
                      Ending{"babbles", "crash: answered what is no message of a worker"}),
    [](const auto& of) { return of.param.fault; });

TEST_P(Crashes, AreNamedAndTheChannelLivesOn) {
  if (sanitized) GTEST_SKIP() << "crashes look otherwise under the address sanitizer";
  Bench bench(GetParam().fault);
  EXPECT_EQ(evaluated(bench.healthy), "3.000000");
  const std::uint64_t generation = bench.channel->generation();
  EXPECT_EQ(evaluated(bench.sick), GetParam().words);
  EXPECT_EQ(evaluated(bench.healthy), "3.000000");
  EXPECT_EQ(bench.channel->generation(), generation + 1);
  EXPECT_EQ(evaluated(bench.sick), GetParam().words);  // bound anew, and it crashes anew
  EXPECT_EQ(evaluated(bench.healthy), "3.000000");
  EXPECT_EQ(reinterpret_cast<const double*>(bench.segment->at(0))[0], 1);
}

TEST(AWorker, CannotMakeASealedColumnWritable) {
  Bench bench("unseals");
  EXPECT_EQ(evaluated(bench.sick), "failure: the column cannot be made writable");
  EXPECT_EQ(fcntl(bench.segment->fd(), F_ADD_SEALS, 0), -1);  // nor can anyone seal or unseal it any more
  EXPECT_EQ(pwrite(bench.segment->fd(), "x", 1, 0), -1);
}

TEST(AWorker, ThatWritesPastItsBufferHarmsItselfAlone) {
  if (sanitized) GTEST_SKIP();
  Bench bench("overruns");
  EXPECT_THAT(evaluated(bench.sick), ::testing::StartsWith("crash: crashed with SIG"));
  EXPECT_EQ(evaluated(bench.healthy), "3.000000");
}

class Answers : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Answers, ::testing::Bool(),
                         [](const auto& of) { return of.param ? "InAWorker" : "InProcess"; });

TEST_P(Answers, ThatAreNoneAreRefusedWithWords) {
  const std::vector<Ending> wrong{
      {"throws",
       "failure: threw an exception across the boundary: no exception may leave a plugin; the SDK's wrappers catch "
       "all"},
      {"wordless", "failure: failed and gave no reason: a plugin that fails must fill *error; ask its author"},
      {"nan_estimate",
       "failure: returned an estimate that is not finite: a plugin answers CLUSIA_UNDEFINED where nothing exists"},
      {"infinite_estimate",
       "failure: returned an estimate that is not finite: a plugin answers CLUSIA_UNDEFINED where nothing exists"},
      {"nan_influence",
       "failure: returned an influence value u that is not finite: a plugin answers CLUSIA_UNDEFINED where nothing "
       "exists"},
      {"rounds_upward",
       "failure: changed the floating-point state (tiny numbers become zero, or results are rounded otherwise, for "
       "everyone): the plugin must restore what it changes"},
  };
  for (const auto& [fault, words] : wrong) {
    Bench bench(fault, options(GetParam()));
    EXPECT_EQ(evaluated(bench.sick), words) << fault;
    EXPECT_EQ(evaluated(bench.healthy), "3.000000") << fault;
    EXPECT_EQ(bench.channel->generation(), 1U) << fault << " should not have cost a worker";
  }
  Bench bench("mangles_words", options(GetParam()));
  const std::string said = evaluated(bench.sick);
  EXPECT_THAT(said, ::testing::StartsWith("failure: caf\xEF\xBF\xBD xxx"));
  EXPECT_EQ(said.size(), std::string("failure: ").size() + 1023 + 2);  // cut at its end, one byte became three
}

TEST(AWorker, IsEndedAtTheTimeLimit) {
  ChannelOptions o = options();
  o.time_limit = 0.3;
  const Clock::time_point start = Clock::now();
  Bench bench("loops", o);
  EXPECT_EQ(evaluated(bench.sick), "crash: ran longer than the time limit of 0.3 s");
  EXPECT_LT(seconds_since(start), 3);
  EXPECT_EQ(described(*bench.channel, mean), "plugin mean");
  const auto channel = open_channel(o);
  EXPECT_EQ(described(*channel, faulty("entry_loops")), "crash: ran longer than the time limit of 0.3 s");
}

TEST(Stopping, EndsAHangingCallInUnderASecond) {
  for (const char* fault : {"loops", "listens"}) {
    StopFlag stop{false};
    ChannelOptions o = options();
    o.stop = &stop;
    Bench bench(fault, o);
    EXPECT_EQ(bench.sick.outputs().size(), 1U);  // a worker stands ready
    Clock::time_point asked;
    std::thread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      asked = Clock::now();
      stop = true;
    });
    EXPECT_EQ(evaluated(bench.sick), "stopped") << fault;
    later.join();
    EXPECT_LT(seconds_since(asked), 1) << fault;
  }
}

TEST_P(Answers, ALongCallThatListensStopsAndNoShortOneBeginsAnyMore) {
  StopFlag stop{false};
  ChannelOptions o = options(GetParam());
  o.stop = &stop;
  Bench bench("listens", o);
  EXPECT_EQ(evaluated(bench.healthy), "3.000000");
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop = true;
  });
  EXPECT_EQ(evaluated(bench.sick), "stopped");
  later.join();
  EXPECT_EQ(evaluated(bench.healthy), "stopped");
}

std::set<int> open_descriptors() {
  std::set<int> open;
  for (int fd = 0; fd < 1024; ++fd)
    if (fcntl(fd, F_GETFD) != -1) open.insert(fd);
  return open;
}

TEST(FiftyCrashes, LeaveNoZombieAndNoDescriptor) {
  if (sanitized) GTEST_SKIP();
  {
    Bench first("aborts");
    static_cast<void>(evaluated(first.sick));
  }  // the spawner stands
  const std::set<int> before = open_descriptors();
  {
    Bench bench("aborts");
    for (int k = 0; k < 50; ++k) EXPECT_EQ(evaluated(bench.sick), "crash: crashed with SIGABRT (Aborted)");
    EXPECT_EQ(bench.channel->generation(), 50U);
    EXPECT_LE(open_descriptors().size(), before.size() + 4);  // the column, two buffers, a socket at most
  }
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child was not reaped";
  EXPECT_EQ(errno, ECHILD);
}

TEST(AWorker, ThatDiesWhileItIsAskedNothingBlamesNoOneElse) {
  if (sanitized) GTEST_SKIP();
  Logged logged;
  ChannelOptions o = options();
  o.log = logged.log();
  Bench bench("dies_later", o);
  EXPECT_EQ(evaluated(bench.sick), "3.000000");
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  EXPECT_EQ(evaluated(bench.healthy), "3.000000");
  EXPECT_EQ(bench.channel->generation(), 2U);
  EXPECT_EQ(logged.lines(), std::vector<std::string>{"worker: a worker crashed with SIGABRT (Aborted) while it was "
                                                     "asked nothing; it was replaced"});
}

TEST(AWorker, TakesWhatItStartedWithItWhenItEnds) {
  Logged logged;
  ChannelOptions o = options();
  o.log = logged.log();
  {
    Bench bench("leaves_a_child", o);
    EXPECT_EQ(evaluated(bench.sick), "3.000000");
  }
  ASSERT_EQ(logged.lines().size(), 1U);
  const pid_t child = std::stoi(logged.lines()[0].substr(logged.lines()[0].rfind(' ')));
  ASSERT_GT(child, 1);
  const auto gone = [&] {  // or a zombie that init, whose it is by now, has not reaped
    const std::string status = contents("/proc/" + std::to_string(child) + "/stat");
    return status.empty() || status.find(") Z ") != std::string::npos;
  };
  for (int k = 0; k < 100 && !gone(); ++k) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(gone());
}

TEST(LogLines, FromSeveralThreadsArriveWholeAndOnce) {
  Logged logged;
  ChannelOptions o = options();
  o.log = logged.log();
  o.threads = 4;
  Bench bench("logs_a_lot", o);
  EXPECT_EQ(evaluated(bench.sick), "3.000000");
  std::vector<std::string> expected;
  for (int i = 0; i < 8; ++i)
    for (int k = 0; k < 250; ++k) {
      const std::string start = std::to_string(i) + "." + std::to_string(k) + " ";
      expected.push_back("indicator under test: " + start +
                         std::string(500 - start.size(), static_cast<char>('a' + i)));
    }
  EXPECT_THAT(logged.lines(), ::testing::UnorderedElementsAreArray(expected));
}

TEST(LogLines, WithoutEndCostTheTask) {
  Logged logged;
  ChannelOptions o = options();
  o.log = logged.log();
  Bench bench("floods_log", o);
  EXPECT_EQ(evaluated(bench.sick), "crash: wrote more than 10000 log lines to one question");
  EXPECT_EQ(evaluated(bench.healthy), "3.000000");
  EXPECT_EQ(logged.lines().size(), 10000U);
}

TEST(AWorker, ThatAsksForMemoryWithoutEndIsToldNo) {
  if (sanitized) GTEST_SKIP() << "there is no limit under the address sanitizer, whose shadow is data, too";
  Bench bench("eats_memory");
  EXPECT_EQ(evaluated(bench.sick), "failure: no more memory");
}

TEST(AProgram, ThatIsNotTheHostStartsNoWorker) {
  const std::string program = std::string(CLUSIA_PROGRAM) + " --clusia-worker 2>/dev/null";
  EXPECT_EQ(WEXITSTATUS(std::system(program.c_str())), 2);
}

}  // namespace
}  // namespace clusia::faults
