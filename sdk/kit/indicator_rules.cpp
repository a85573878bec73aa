#include "indicator_rules.hpp"

namespace clusia::kit {

const Rules& rules_for_indicators() {
  static const Rules rules{
      {{"floating_point", "Loading the library and calling it leave rounding and denormals as they were."},
       floating_point},
      {{"answers", "On ordinary data every output is a finite number or undefined, and something is defined."},
       answers},
      {{"failure_has_words",
        "Whatever is refused or undefined comes with a reason: UTF-8, ended by NUL, a known status."},
       failure_has_words},
      {{"derivative_domain", "u is the derivative of the estimate by a unit's weight in the domain."},
       derivative_domain},
      {{"derivative_reference", "v is the derivative of the estimate by a unit's weight in the reference."},
       derivative_reference},
      {{"euler", "The sum of weight times u is degree times the estimate; that of weight times v is 0."}, euler},
      {{"bootstrap", "Where u is no ordinary derivative, the standard error that it gives is that of a bootstrap."},
       bootstrap},
      {{"batch", "Replicates in one batch give the estimates that they give one by one."}, batch},
      {{"scores", "The weighted mean of the unit scores is the estimate, and its derivative is u."}, scores},
      {{"shuffled", "The order of the rows says nothing."}, shuffled},
      {{"rescaled", "Weights times c give the estimate times c to the declared degree."}, rescaled},
      {{"doubled", "Weight 2 is the row twice."}, doubled},
      {{"weight_zero", "A row of weight 0 counts for nothing in the estimate."}, weight_zero},
      {{"missing", "A missing value is a row left out, and no number: what stands in its place is never read."},
       missing},
      {{"offsets", "Columns that begin at an offset of their buffers are read from there."}, offsets},
      {{"nobody", "Where nobody weighs anything, or nobody is listed, there is a number or a reason."}, nobody},
      {{"one_unit", "On one unit there is a number or a reason."}, one_unit},
      {{"all_tied", "Where all values are alike, all 0 or all negative, there is a number or a reason."}, all_tied},
      {{"extremes", "On values of 1e15 and 1e-15, and one such among others, there is a number or a reason."},
       extremes},
      {{"same_bits", "The same question gives the same bits, whatever was asked between, with u or without."},
       same_bits},
      {{"interleaved", "Two instances that are asked in turn answer as each does alone."}, interleaved},
      {{"concurrent", "One instance that several threads ask at once gives the same bits."}, concurrent},
      {{"cancellation",
        "When the host asks to stop, evaluate returns within a second, with its answer or CLUSIA_CANCELLED."},
       cancellation},
      {{"inputs_untouched", "What the host lends is read, and never written."}, inputs_untouched},
      {{"buffers", "Nothing is written behind the buffers of the answer."}, buffers},
      {{"leak", "Creating, asking and destroying again and again takes no more and more memory."}, leak}};
  return rules;
}

}  // namespace clusia::kit
