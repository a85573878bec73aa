/// What all tables have in common that are written as CSV (RFC 4180).
#pragma once

#include <string>

namespace clusia::report {

/// A text as a field: quoted where it has to be; one that a spreadsheet would take for a formula begins with an
/// apostrophe.
std::string csv_text(const std::string& text);

}  // namespace clusia::report
