/// A file made for one test, and what the reader makes of it.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "host.hpp"
#include "table.hpp"

namespace test {

class Document {
 public:
  /// In memory, for the tests that make thousands of them.
  explicit Document(std::string_view bytes) : file_(::memfd_create("f.csv", MFD_CLOEXEC)) {
    if (::write(file_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) throw std::bad_alloc();
  }
  ~Document() { ::close(file_); }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }
  /// A message about the file, its path shortened to f.csv.
  std::string shortened(std::string message) const {
    for (std::size_t at; (at = message.find(path())) != std::string::npos;) message.replace(at, path().size(), "f.csv");
    return message;
  }

 private:
  int file_;
};

struct Columns {
  std::vector<std::string> names;
  std::map<std::string, Values> values;
  std::vector<std::string> warnings;
  bool operator==(const Columns&) const = default;
};

/// All columns of a file.
inline Columns read(const Document& document, const csv::Dialect& dialect = {}, csv::Grain grain = {},
                    int threads = 2) {
  Host host(threads);
  const clusia_host services = host.table();
  const clusia_allocator allocator = host.allocator();
  const csv::Table table(document.path(), dialect, grain);
  clusia::ColumnWriter writer(&allocator);
  const std::vector<std::string_view> names(table.names().begin(), table.names().end());
  table.read(names, writer, clusia::Host(&services));
  std::vector<const char*> pointers;
  for (const auto& name : table.names()) pointers.push_back(name.c_str());
  ArrowSchema schema;
  ArrowArray array;
  writer.finish(pointers, &schema, &array);
  auto values = take(schema, array);
  for (auto& warning : host.warnings) warning = document.shortened(warning);
  return {table.names(), std::move(values), host.warnings};
}

inline Columns read(std::string_view bytes, const csv::Dialect& dialect = {}, csv::Grain grain = {}) {
  return read(Document(bytes), dialect, grain);
}

/// One column of a file as one line: its Arrow format, then its values; `.` is missing.
inline std::string column(const Columns& of, const std::string& name) {
  const Values& values = of.values.at(name);
  std::string out = values.format + ":";
  for (const auto& value : values.rows) out.append(" ").append(value.value_or("."));
  return out;
}

inline std::string column(std::string_view bytes, const std::string& name, const csv::Dialect& dialect = {}) {
  return column(read(bytes, dialect), name);
}

/// What reading this file is refused with, the file called f.csv.
inline std::string refusal(std::string_view bytes, const csv::Dialect& dialect = {}, csv::Grain grain = {}) {
  const Document document(bytes);
  try {
    read(document, dialect, grain);
  } catch (const clusia::Error& error) {
    return document.shortened(error.what());
  }
  return "read without a word";
}

inline csv::Dialect declaring(std::string name, csv::Type type) {
  csv::Dialect dialect;
  dialect.types.emplace(std::move(name), type);
  return dialect;
}

}  // namespace test
