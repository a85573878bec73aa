#include "report/csv.hpp"

#include <fstream>
#include <stdexcept>
#include <string_view>

#include "report/number.hpp"
#include "report/query.hpp"
#include "report/report.hpp"

namespace clusia {

std::string report::csv_text(const std::string& text) {
  std::string content;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) content += '\'';
  const bool plain = text.find_first_of(",\"\r\n") == std::string::npos;
  for (const char c : text) content.append(c == '"' ? 2 : 1, c);
  return plain ? content : '"' + content + '"';
}

namespace {

std::string field(const SQLite::Column& value) {
  if (value.isNull()) return "";
  if (value.isFloat()) return report::shortest(value.getDouble());
  if (value.isInteger()) return std::to_string(value.getInt64());
  return report::csv_text(value.getString());
}

void write_view(const std::filesystem::path& database, const char* view, const std::filesystem::path& csv) {
  const SQLite::Database results = report::open(database);
  std::ofstream out(csv, std::ios::binary | std::ios::trunc);
  SQLite::Statement rows(results, std::string("SELECT * FROM ") + view);
  for (int i = 0; i < rows.getColumnCount(); ++i) out << (i > 0 ? "," : "") << rows.getColumnName(i);
  out << "\r\n";
  while (rows.executeStep()) {
    for (int i = 0; i < rows.getColumnCount(); ++i) out << (i > 0 ? "," : "") << field(rows.getColumn(i));
    out << "\r\n";
  }
  out.close();
  if (!out)
    throw std::runtime_error(csv.string() + ": cannot be written: is there room, and the right to write there?");
}

}  // namespace

void write_estimates_csv(const std::filesystem::path& database, const std::filesystem::path& csv) {
  write_view(database, "estimates", csv);
}

void write_effects_csv(const std::filesystem::path& database, const std::filesystem::path& csv) {
  write_view(database, "effects", csv);
}

void write_specifications_csv(const std::filesystem::path& database, const std::filesystem::path& csv) {
  write_view(database, "specifications", csv);
}

bool has_trend_bounds(const std::filesystem::path& database) {
  return report::count(report::open(database), "SELECT count(*) FROM trend_check") > 0;
}

void write_trend_bounds_csv(const std::filesystem::path& database, const std::filesystem::path& csv) {
  write_view(database, "trend_bounds", csv);
}

void write_differences_csv(const std::filesystem::path& database, const std::filesystem::path& csv) {
  write_view(database, "differences", csv);
}

}  // namespace clusia
