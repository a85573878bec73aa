#include <gmock/gmock.h>

#include <clusia/comparator.hpp>
#include <clusia/indicator.hpp>
#include <functional>

namespace clusia {
namespace {

using testing::ElementsAre;

// ---- errors -------------------------------------------------------------------------------------------------------

clusia_status caught(const std::function<void()>& body, clusia_error& error) { return detail::guarded(&error, body); }

TEST(Guard, EveryExceptionBecomesAStatusWithWords) {
  clusia_error error{};
  EXPECT_EQ(caught([] {}, error), CLUSIA_OK);
  EXPECT_EQ(caught([] { throw 1; }, error), CLUSIA_FAILED);
  EXPECT_STRNE(error.message, "");
  EXPECT_EQ(caught([] { throw std::bad_alloc(); }, error), CLUSIA_FAILED);
  EXPECT_STREQ(error.message, "out of memory");
  EXPECT_EQ(caught([] { throw std::out_of_range("beyond"); }, error), CLUSIA_FAILED);
  EXPECT_STREQ(error.message, "beyond");
  EXPECT_EQ(caught([] { throw undefined("nobody"); }, error), CLUSIA_UNDEFINED);
  EXPECT_STREQ(error.subject, "");
  EXPECT_EQ(caught([] { throw bad_parameter("line", "is negative"); }, error), CLUSIA_BAD_PARAMETER);
  EXPECT_STREQ(error.message, "is negative");
  EXPECT_STREQ(error.subject, "line");
}

TEST(Guard, ALongMessageIsCutBetweenCharacters) {
  clusia_error error{};
  std::string message(1022, 'x');
  message += "é";  // two bytes, of which one would fit
  EXPECT_EQ(caught([&] { throw failed(message); }, error), CLUSIA_FAILED);
  EXPECT_EQ(std::string(error.message), std::string(1022, 'x'));
}

// ---- data ---------------------------------------------------------------------------------------------------------

TEST(Columns, HonourOffsetAndValidity) {
  const double values[] = {9, 1, 2, 3};
  const uint8_t bits[] = {0b1010}, validity[] = {0b0111};
  const void* number_buffers[] = {validity, values};
  const void* boolean_buffers[] = {validity, bits};
  const ArrowSchema schema{"g", "y", nullptr, 0, 0, nullptr, nullptr, nullptr, nullptr};
  const ArrowArray number{3, 1, 1, 2, 0, number_buffers, nullptr, nullptr, nullptr, nullptr};
  const ArrowArray boolean{3, 1, 1, 2, 0, boolean_buffers, nullptr, nullptr, nullptr, nullptr};
  const Numbers y(clusia_column{&schema, &number});
  const ArrowSchema of_booleans{"b", "b", nullptr, 0, 0, nullptr, nullptr, nullptr, nullptr};
  const Booleans b(clusia_column{&of_booleans, &boolean});
  EXPECT_THROW(Numbers(clusia_column{&of_booleans, &boolean}), std::logic_error);  // never garbage in silence
  EXPECT_EQ(y[0], 1);
  EXPECT_EQ(y[1], 2);
  EXPECT_TRUE(y.valid(1));
  EXPECT_FALSE(y.valid(2));
  EXPECT_TRUE(b[0]);
  EXPECT_FALSE(b[1]);
  EXPECT_FALSE(b.valid(2));
}

TEST(Columns, CategoriesReadTheirDictionary) {
  const int32_t codes[] = {1, 0}, ends[] = {0, 3, 5};
  const void* buffers[] = {nullptr, codes};
  const void* dictionary_buffers[] = {nullptr, ends, "redok"};
  ArrowArray dictionary{2, 0, 0, 3, 0, dictionary_buffers, nullptr, nullptr, nullptr, nullptr};
  const ArrowSchema schema{"i", "c", nullptr, 0, 0, nullptr, nullptr, nullptr, nullptr};
  const ArrowArray array{2, 0, 0, 2, 0, buffers, nullptr, &dictionary, nullptr, nullptr};
  const Categories c(clusia_column{&schema, &array});
  EXPECT_EQ(c.names()[static_cast<std::size_t>(c[0])], "ok");
  EXPECT_EQ(c.names()[static_cast<std::size_t>(c[1])], "red");
  EXPECT_TRUE(c.valid(1));
}

TEST(Weighting, VisitsEveryListedRowAlsoOfWeightZero) {
  const int64_t rows[] = {2, 5, 8};
  const double weight[] = {0, 1.5, 0.5};
  const clusia_weighting of{3, rows, weight};
  std::vector<int64_t> places, seen;
  for (const auto [k, row, w] : Weighting(of)) {
    places.push_back(k);
    seen.push_back(row);
    EXPECT_EQ(w, weight[k]);
  }
  EXPECT_THAT(places, ElementsAre(0, 1, 2));
  EXPECT_THAT(seen, ElementsAre(2, 5, 8));
  EXPECT_EQ(Weighting(of).total(), 2);
  const clusia_weighting everyone{3, nullptr, weight};
  EXPECT_EQ(Weighting(everyone).row(2), 2);
}

// ---- declarations -------------------------------------------------------------------------------------------------

TEST(Declarations, AParameterThatWasNeverDeclaredIsTheAuthorsMistake) {
  static constexpr Parameter declared[]{
      parameter::number("line", "a line").by_default("600").within(0, 1e9).in("euro")};
  EXPECT_EQ(declared[0].required, 0);
  EXPECT_EQ(declared[0].minimum, 0);
  EXPECT_STREQ(declared[0].unit, "euro");
  clusia_value value{};
  value.is_set = 1;
  value.number = 700;
  const Parameters p(declared, &value);
  EXPECT_EQ(p.number("line"), 700);
  EXPECT_THROW(p.number("lime"), std::logic_error);
}

/// Powers are found by their functions alone.
struct Plain {
  static constexpr Input inputs[]{input::number("y", "")};
  static constexpr Output outputs[]{output("m", "", "", 0, "")};
  explicit Plain(const IndicatorData&) {}
  void evaluate(const Evaluation&) const { throw 1; }
};
struct Scored : Plain {
  using Plain::Plain;
  void scores(Weighting, int64_t, std::span<double>) const {}
};
TEST(Powers, AreThoseThatAreWritten) {
  EXPECT_EQ(detail::IndicatorAdapter<Plain>::power(CLUSIA_INDICATOR_LINEAR), nullptr);
  EXPECT_NE(detail::IndicatorAdapter<Scored>::power(CLUSIA_INDICATOR_LINEAR), nullptr);
  EXPECT_EQ(detail::IndicatorAdapter<Scored>::power(CLUSIA_INDICATOR_BATCH), nullptr);
  EXPECT_EQ(detail::IndicatorAdapter<Scored>::power("clusia.indicator.linear/2"), nullptr);
}

TEST(Adapter, NoExceptionOfAnAuthorCrossesTheBoundary) {
  constexpr const clusia_indicator_interface& face = detail::IndicatorAdapter<Plain>::table;
  EXPECT_EQ(face.n_inputs, 1);
  EXPECT_EQ(face.n_outputs, 1);
  const clusia_indicator_data data{sizeof data, 0, nullptr, nullptr, nullptr, nullptr};
  clusia_error error{};
  void* instance = nullptr;
  ASSERT_EQ(face.create(&data, nullptr, &instance, &error), CLUSIA_OK) << error.message;
  const clusia_evaluation evaluation{};
  EXPECT_EQ(face.evaluate(instance, &evaluation, &error), CLUSIA_FAILED);
  EXPECT_STRNE(error.message, "");
  face.destroy(instance);
}

// ---- comparators --------------------------------------------------------------------------------------------------

TEST(Expression, IsWrittenInPostfixOrder) {
  const Expression growth = 100 * (Answer::T(1) / Answer::T(0) - 1);
  std::vector<int32_t> ops;
  for (const clusia_step& s : growth.steps()) ops.push_back(s.op);
  EXPECT_THAT(ops, ElementsAre(CLUSIA_PUSH_NUMBER, CLUSIA_PUSH_ESTIMATE, CLUSIA_PUSH_ESTIMATE, CLUSIA_DIVIDE,
                               CLUSIA_PUSH_NUMBER, CLUSIA_SUBTRACT, CLUSIA_MULTIPLY));
  EXPECT_EQ(growth.steps()[1].index, 1);
  EXPECT_EQ(growth.steps()[2].index, 0);
  EXPECT_EQ(growth.steps()[4].number, 1);
}

/// Two waves, three arms (the last a second treated one), a row in no arm.
struct Field {
  const int32_t wave[6] = {0, 0, 1, 1, 1, 1}, arm[6] = {0, 1, 0, 1, 2, -1};
  const char *waves[2] = {"2001", "2005"}, *arms[3] = {"no", "yes", "yes, later"};
  const double years[2] = {2001, 2005}, none[3] = {NAN, NAN, NAN};
  const uint8_t treated[3] = {0, 1, 1};
  double weight[6] = {1, 2, 3, 4, 5, 6};
  clusia_design_frame c{};
  Field() {
    c.size = sizeof c;
    c.n_rows = 6;
    c.wave = {wave, 2, waves, years};
    c.arm = {arm, 3, arms, none};
    c.arm_treated = treated;
    c.weight = weight;
  }
};

TEST(RowsWhere, AreThoseOfOneSideInOneWave) {
  const Field field;
  const DesignFrame frame(field.c);
  EXPECT_THAT(rows_where(frame, 1, Side::treated).rows, ElementsAre(3, 4));
  EXPECT_THAT(rows_where(frame, 1, Side::treated).weight, ElementsAre(4, 5));
  EXPECT_THAT(rows_where(frame, -1, Side::comparison).rows, ElementsAre(0, 2));
  EXPECT_THAT(rows_where(frame, 1, Side::all).rows, ElementsAre(2, 3, 4, 5));
  EXPECT_EQ(frame.only_arm(Side::comparison), 0);
  EXPECT_EQ(frame.only_arm(Side::treated), -1);
}

TEST(RowsWhere, RefusesWhereNobodyWeighsAnything) {
  Field field;
  field.weight[0] = 0;
  const DesignFrame frame(field.c);
  try {
    rows_where(frame, 0, Side::comparison);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.status(), CLUSIA_UNSUPPORTED);
    EXPECT_THAT(e.what(), testing::HasSubstr("nobody in a comparison arm in wave '2001'"));
  }
}

TEST(Answer, ARefusalOfTheHostIsThrownAgain) {
  clusia_answer host{};
  host.design = [](void*, const clusia_design*, clusia_error* error) {
    return detail::report(error, CLUSIA_FAILED, "design was called twice");
  };
  const Answer answer(&host);
  try {
    answer.design({"a", "b"});
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "design was called twice");
  }
}

}  // namespace
}  // namespace clusia
