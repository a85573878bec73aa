// A comparator's answer is refused as a whole when any of it is malformed, even if it does not listen.
#include "faults/faults.hpp"

namespace clusia::faults {
namespace {

std::string designed(Channel& channel, const std::string& fault) {
  return outcome([&] {
    MakeDesign request;
    request.instance = {faulty(fault), "comparator", {}, 1};
    request.rows = 3;
    return ask<Design>(channel, request).contrasts.at(0).name;
  });
}

TEST(AComparator, ThatAnswersNonsenseIsRefusedWithWords) {
  const std::string is = "failure: the comparator's answer is malformed: ";
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"row_outside", is + "cell 'first' names a row outside the frame"},
      {"rows_descend", is + "the rows of cell 'first' do not ascend"},
      {"nan_weight", is + "a value that is not finite stands in the weights of cell 'first'"},
      {"stack_too_short", is + "contrast 'difference': step 1 finds too few values on the stack"},
      {"stack_left_over", is + "contrast 'difference': it does not end with one value"},
      {"unknown_cell", is + "contrast 'difference': step 1 names a cell that was not answered"},
      {"unknown_step", is + "contrast 'difference': step 2 has no known operation"},
      {"larger_cell", "failure: the comparator says more than this version of Clusia understands: update Clusia"},
      {"no_jacobian", is + "cell 'first' names a first step that was not answered before it"},
      {"unknown_reference", is + "cell 'first' has no known kind of reference"},
      {"cell_twice", is + "cell 'first' was answered twice"},
      {"unknown_rule", is + "the design has no rule for missing outcomes"},
      {"null_struct", is + "a struct is missing"},
      {"no_design", is + "it says nothing of the design itself"},
      {"no_cell", is + "it has no cell"},
      {"no_contrast", is + "it has no contrast"},
      {"unknown_placebo", is + "contrast 'difference' names a contrast that was not answered before it"},
      {"placebo_effect", is + "contrast 'another' is a placebo and an effect"},
      {"ranked_alone", is + "contrast 'another' is ranked among placebos, and there are none"},
      {"negative_pair", is + "a negative level stands in the levels of the pairs"},
  };
  for (const bool isolated : {true, false}) {
    const auto channel = open_channel(options(isolated));
    for (const auto& [fault, words] : wrong) EXPECT_EQ(designed(*channel, fault), words) << fault;
    EXPECT_EQ(designed(*channel, "enormous_pair"), "difference");  // levels are identities: their size is no matter
    EXPECT_EQ(channel->generation(), 1U);
  }
}

TEST(AComparator, ThatWasBuiltBeforeItCouldSayItsDesignsIsValidUnderAll) {
  const auto channel = open_channel(options());
  EXPECT_EQ(ask<Declaration>(*channel, Describe{faulty("small_interface")}).designs, 0U);
  EXPECT_EQ(designed(*channel, "small_interface"), "difference");
  EXPECT_EQ(outcome([&] { return ask<Declaration>(*channel, Describe{faulty("unknown_design")}).id; }),
            "failure: " + faulty("unknown_design") +
                ": declares itself wrongly (it is for a design that this version of Clusia does not know): ask the "
                "plugin's author");
}

TEST(AComparator, ThatNeedsEstimatesOfNothingIsRefused) {
  const auto channel = open_channel(options());
  const auto needed = [&](const std::string& fault) {
    return outcome([&] {
      AskNeed request;
      request.of.instance = {faulty(fault), "comparator", {}, 1};
      request.of.rows = 3;
      return std::to_string(ask<BaselineNeed>(*channel, request).by);
    });
  };
  EXPECT_EQ(needed("need_of_nothing"),
            "failure: needs estimates by a role that is no level of theirs: cluster, unit and arm are");
  EXPECT_EQ(needed("need_of_no_wave"), "failure: needs estimates by a role that the study does not give");
  EXPECT_EQ(needed("row_outside"), "failure: has no design from estimates before the intervention");
}

TEST(AComparator, ThatCrashesIsNamed) {
  if (sanitized) GTEST_SKIP();
  const auto channel = open_channel(options());
  EXPECT_EQ(designed(*channel, "crashes_in_design"), "crash: crashed with SIGABRT (Aborted)");
  EXPECT_EQ(designed(*channel, "enormous_pair"), "difference");
}

}  // namespace
}  // namespace clusia::faults
