/// csv: a source that reads comma-separated text. The declaration, and the parameters in the terms of the reader.
#include <clusia/source.hpp>

#include "table.hpp"

namespace {

constexpr const char* decimals[] = {".", ",", nullptr};

csv::Dialect dialect_of(const clusia::Parameters& parameters) {
  csv::Dialect dialect;
  const std::string_view delimiter = parameters.text("delimiter");
  if (!csv::may_delimit(delimiter))
    throw clusia::bad_parameter(
        "delimiter", csv::quoted(delimiter) +
                         " cannot separate fields: right would be one ASCII "
                         "character that is no letter, digit, sign, point, quote or line end, such as \",\"");
  dialect.delimiter = delimiter[0];
  dialect.decimal = parameters.choice("decimal")[0];
  if (dialect.decimal == dialect.delimiter)
    throw clusia::bad_parameter("decimal", "the decimal sign and the delimiter are both '" + std::string(delimiter) +
                                               "': set delimiter to another one, such as \";\"");
  const auto missing = parameters.texts("missing");
  dialect.missing = csv::Missing({missing.begin(), missing.end()});
  if (!parameters.is_set("types")) return dialect;
  for (const auto& [column, word] : parameters.text_map("types")) {
    const csv::Type type = csv::type_named(word);
    if (type == csv::Type::none)
      throw clusia::bad_parameter("types", csv::quoted(word) + " is no type for column " + csv::quoted(column) +
                                               ": right would be number, integer, boolean, date or text");
    dialect.types.emplace(column, type);
  }
  return dialect;
}

class CsvSource {
 public:
  static constexpr clusia::About about{"csv", "CSV file", "1.0.0", "Reads a text file of comma-separated values.",
                                       "RFC 4180, Shafranovich 2005"};
  static constexpr auto parameters = std::to_array<clusia::Parameter>({
      clusia::parameter::path("path", "The file: UTF-8, with the names of the columns in its first line."),
      clusia::parameter::text("delimiter", "The character between fields, such as \",\", \";\", \"|\" or \"\\t\".")
          .by_default("\",\""),
      clusia::parameter::choice("decimal", decimals, "The decimal sign of numbers.").by_default("\".\""),
      clusia::parameter::texts("missing", "Fields that stand for a missing value, in quotes or not.")
          .by_default("[\"\", \"NA\"]")
          .following("quoted fields count too, as in R's read.csv(na.strings = )"),
      clusia::parameter::text_map("types",
                                  "Columns whose type is not to be inferred: number, integer, boolean, date or text.")
          .optional(),
  });

  CsvSource(const clusia::Parameters& parameters, const clusia::Host& host)
      : host_(host), table_(std::string(parameters.path("path")), dialect_of(parameters)) {}

  std::vector<std::string> columns() const { return table_.names(); }
  void read(const std::vector<std::string_view>& names, clusia::ColumnWriter& writer) const {
    table_.read(names, writer, host_);
  }

 private:
  clusia::Host host_;
  csv::Table table_;
};

}  // namespace

CLUSIA_SOURCE_PLUGIN(CsvSource);
