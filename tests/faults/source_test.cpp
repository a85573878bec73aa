// What a source may not return, and that what it returned is released once, whatever comes of it.
#include "faults/faults.hpp"

namespace clusia::faults {
namespace {

std::string read(Channel& channel, const std::string& fault) {
  return outcome([&] {
    const auto names = ask<Names>(channel, OpenSource{{faulty(fault), "data", {}, 1}}).names;
    const auto table = ask<ReadColumns>(channel, ReadSource{names});
    return std::to_string(table.rows) + " x " + std::to_string(table.layouts.size());
  });
}

class Sources : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Sources, ::testing::Bool(),
                         [](const auto& of) { return of.param ? "InAWorker" : "InProcess"; });

TEST_P(Sources, ThatReturnNonsenseAreRefusedAndReleasedOnce) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"wrong_buffers", "the source returned column 'a' wrongly: it has the wrong number of buffers"},
      {"missing_buffer", "the source returned column 'a' wrongly: buffer 1 is missing"},
      {"fewer_rows", "the source returned column 'a' wrongly: it has fewer rows than the others"},
      {"unknown_format",
       "the source returned column 'a' wrongly: its Arrow format 'tsu:Europe/Rome' is not read; see "
       "clusia_source_interface in abi.h for those that are"},
      {"no_format", "the source returned a column without a format"},
      {"no_struct", "the source returned no struct array with one child a column"},
      {"no_children", "the source returned a struct array without its children"},
      {"negative_length", "the source returned a struct array of an impossible length or offset"},
      {"endless_length", "the source returned a struct array of an impossible length or offset"},
      {"missing_structs", "the source returned a struct array with missing structs"},
      {"offsets_descend", "the source returned column 'a' wrongly: the offsets of its texts do not ascend"},
      {"index_outside", "the source returned column 'a' wrongly: an index points outside its dictionary"},
      {"half_a_dictionary", "the source returned column 'a' wrongly: a dictionary stands in one struct only"},
      {"fewer_columns", "returned another number of columns than was asked for"},
      {"fails_when_filled", "the file ends in the middle"},
  };
  for (const auto& [fault, words] : wrong) {
    Logged logged;
    ChannelOptions o = options(GetParam());
    o.log = logged.log();
    const auto channel = open_channel(o);
    EXPECT_EQ(read(*channel, fault), "failure: " + words) << fault;
    EXPECT_THAT(logged.lines(), ::testing::UnorderedElementsAre("data: schema released", "data: array released"))
        << fault;
  }
}

TEST_P(Sources, AskForMoreMemoryThanThereIsAndAreToldNo) {
  const auto channel = open_channel(options(GetParam()));
  EXPECT_EQ(read(*channel, "allocates_without_end"), "failure: no more memory");
  EXPECT_EQ(read(*channel, "allocates_everything"), "failure: no more memory");
}

TEST_P(Sources, ANamelessColumnIsRefused) {
  const auto channel = open_channel(options(GetParam()));
  EXPECT_EQ(read(*channel, "names_nothing"), "failure: returned a column name that is no UTF-8 text");
}

/// Names, the request that repeats them and the reply with their layouts are each far over 64 KiB.
TEST(LongMessages, TravelBothWays) {
  const auto channel = open_channel(options());
  EXPECT_EQ(read(*channel, "many_columns"), "3 x 5000");
  const auto names = ask<Names>(*channel, OpenSource{{faulty("many_columns"), "data", {}, 1}}).names;
  EXPECT_EQ(names.back(), "a_column_with_a_rather_long_name_4999");
  const auto table = ask<ReadColumns>(*channel, ReadSource{names});
  EXPECT_EQ(Column(table.layouts.back(), table.segment).numbers()[2], 3);
  EXPECT_EQ(channel->generation(), 1U);
}

TEST(ASource, ThatCrashesIsNamedAndTheNextOneRead) {
  if (sanitized) GTEST_SKIP();
  const auto channel = open_channel(options());
  EXPECT_EQ(read(*channel, "crashes_when_read"), "crash: crashed with SIGABRT (Aborted)");
  EXPECT_EQ(read(*channel, "many_columns"), "3 x 5000");
}

}  // namespace
}  // namespace clusia::faults
