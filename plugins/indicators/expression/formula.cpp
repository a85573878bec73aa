#include "formula.hpp"

#include <muParser.h>

#include <algorithm>
#include <cmath>

#include "names.hpp"

namespace {

/// Set where a part of the formula has no finite value. muParser by itself reads NaN < 2 as false and NaN ? as true,
/// which would turn a row without a value into one with a wrong value.
thread_local bool without_value = false;

double checked(double value) {
  without_value = without_value || !std::isfinite(value);
  return value;
}

// muParser's own operators cannot say that they had no value, and its `=` would write into a column: these replace
// them.
void define_operators(mu::Parser& parser) {
  parser.EnableBuiltInOprt(false);
  const auto define = [&](const char* name, mu::fun_type2 f, mu::EOprtPrecedence level, mu::EOprtAssociativity side) {
    parser.DefineOprt(name, f, static_cast<unsigned>(level), side);
  };
  define(
      "||", [](double a, double b) { return checked(a) != 0 || checked(b) != 0 ? 1.0 : 0.0; }, mu::prLOR, mu::oaLEFT);
  define(
      "&&", [](double a, double b) { return checked(a) != 0 && checked(b) != 0 ? 1.0 : 0.0; }, mu::prLAND, mu::oaLEFT);
  define(
      "<", [](double a, double b) { return a < b ? 1.0 : 0.0; }, mu::prCMP, mu::oaLEFT);
  define(
      "<=", [](double a, double b) { return a <= b ? 1.0 : 0.0; }, mu::prCMP, mu::oaLEFT);
  define(
      ">", [](double a, double b) { return a > b ? 1.0 : 0.0; }, mu::prCMP, mu::oaLEFT);
  define(
      ">=", [](double a, double b) { return a >= b ? 1.0 : 0.0; }, mu::prCMP, mu::oaLEFT);
  define(
      "==", [](double a, double b) { return a == b ? 1.0 : 0.0; }, mu::prCMP, mu::oaLEFT);
  define(
      "!=", [](double a, double b) { return a != b ? 1.0 : 0.0; }, mu::prCMP, mu::oaLEFT);
  define(
      "+", [](double a, double b) { return checked(a + b); }, mu::prADD_SUB, mu::oaLEFT);
  define(
      "-", [](double a, double b) { return checked(a - b); }, mu::prADD_SUB, mu::oaLEFT);
  define(
      "*", [](double a, double b) { return checked(a * b); }, mu::prMUL_DIV, mu::oaLEFT);
  define(
      "/", [](double a, double b) { return checked(a / b); }, mu::prMUL_DIV, mu::oaLEFT);
  define(
      "^", [](double a, double b) { return checked(std::pow(a, b)); }, mu::prPOW, mu::oaRIGHT);
}

struct Function {
  const char* name;
  mu::fun_type1 call;
};
constexpr Function functions[]{{"abs", [](double x) { return checked(std::fabs(x)); }},
                               {"sqrt", [](double x) { return checked(std::sqrt(x)); }},
                               {"exp", [](double x) { return checked(std::exp(x)); }},
                               {"log", [](double x) { return checked(std::log(x)); }},
                               {"log10", [](double x) { return checked(std::log10(x)); }},
                               {"floor", [](double x) { return checked(std::floor(x)); }},
                               {"ceil", [](double x) { return checked(std::ceil(x)); }}};
constexpr const char* smallest = "min";
constexpr const char* largest = "max";

double minimum(const double* values, int n) { return checked(*std::min_element(values, values + n)); }
double maximum(const double* values, int n) { return checked(*std::max_element(values, values + n)); }

/// Not computed ahead (the `false`): a constant without a value must be noticed on the row.
void define_functions(mu::Parser& parser) {
  parser.ClearFun();
  parser.ClearConst();
  for (const Function& f : functions) parser.DefineFun(f.name, f.call, false);
  parser.DefineFun(smallest, minimum, false);
  parser.DefineFun(largest, maximum, false);
}

std::vector<std::string> function_names() {
  std::vector<std::string> names{smallest, largest};
  for (const Function& f : functions) names.emplace_back(f.name);
  return names;
}

[[noreturn]] void refuse(std::size_t position, const std::string& what) {
  throw FormulaError("formula", "position " + std::to_string(position) + ": " + what);
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "'" : ", '") + name + "'";
  return all;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Every name of the formula is a column or a function, and every column is in the formula.
void check_names(const std::string& formula, const std::vector<std::string>& columns) {
  const auto known_functions = function_names();
  for (const std::string& column : columns) {
    if (!is_name(column))
      throw FormulaError("columns",
                         "column '" + column + "' cannot be written in a formula: a name is letters, digits and _");
    if (holds(known_functions, column))
      throw FormulaError("columns", "column '" + column + "' has the name of a function: give it another name");
  }
  std::vector<std::string> mentioned;
  for (const Word& word : words_of(formula)) {
    mentioned.push_back(word.text);
    if (holds(columns, word.text) || holds(known_functions, word.text)) continue;
    auto near = nearest(word.text, columns);
    if (near.empty()) near = nearest(word.text, known_functions);
    refuse(word.position, "'" + word.text + "' is neither a column nor a function: " +
                              (near.empty() ? "the columns are " + listed(columns) : "write '" + near + "'") +
                              ", or name it in `columns`");
  }
  for (const std::string& column : columns)
    if (!holds(mentioned, column))
      throw FormulaError("columns", "the formula does not use column '" + column +
                                        "': take it out, for rows where it is missing would fall out");
}

std::string words_for(const mu::ParserError& error) {
  switch (error.GetCode()) {
    case mu::ecUNEXPECTED_EOF:
      return "the formula ends here, but something has to follow";
    case mu::ecMISSING_PARENS:
      return "a bracket is opened and not closed: write ')'";
    case mu::ecUNEXPECTED_PARENS:
      return "a bracket does not belong here: remove it, or open one before it";
    case mu::ecTOO_MANY_PARAMS:
    case mu::ecTOO_FEW_PARAMS:
      return "the function before it takes another number of arguments";
    case mu::ecMISSING_ELSE_CLAUSE:
      return "a ? has no : write condition ? value : other value";
    case mu::ecUNASSIGNABLE_TOKEN:
      return "what begins here is no column, number, function or operator";
    case mu::ecEMPTY_EXPRESSION:
      return "the formula is empty: write one, such as income < 100";
    default:
      return "'" + error.GetToken() + "' cannot stand here";
  }
}

}  // namespace

Formula::Formula(const std::string& text, const std::vector<std::string>& names)
    : variables_(names.size(), 1), parser_(std::make_unique<mu::Parser>()) {
  if (const std::size_t at = assignment_in(text); at > 0) refuse(at, "'=' would assign: to compare, write '=='");
  check_names(text, names);
  try {
    parser_->ResetLocale();  // a decimal point, whatever the machine's language
    define_operators(*parser_);
    define_functions(*parser_);
    for (std::size_t j = 0; j < names.size(); ++j) parser_->DefineVar(names[j], &variables_[j]);
    parser_->SetExpr(text);
    parser_->Eval();
    if (parser_->GetNumResults() != 1) refuse(text.find(',') + 1, "a formula has one value: no ',' outside a function");
  } catch (const mu::ParserError& error) {
    const auto at = static_cast<std::size_t>(std::max(error.GetPos(), 0));
    refuse(std::min(at, text.size()) + 1, words_for(error));
  }
}

Formula::~Formula() = default;

double Formula::value() {
  without_value = false;
  const double value = checked(parser_->Eval());
  return without_value ? std::nan("") : value;
}
