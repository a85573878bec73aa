/// Coded interviews out of a project of NVivo, ATLAS.ti, MAXQDA and others.
#pragma once

#include <optional>
#include <string_view>

#include "study/sheet.hpp"

namespace clusia {

/// Whether these bytes are of a ZIP, as such a project is.
bool is_project(std::string_view bytes);

/// A `.qdpx` file as those programs exchange them (REFI-QDA Project 1.5, 2019): a ZIP that holds `project.qde`, in XML.
/// Its passages as a sheet with the columns group, who, indicator, direction, strength and quote.
/// - A code called better, worse or same says the direction; the code above it is the indicator; a code below it that
/// is
///   a number from 1 to 3 is the strength. Capitals do not count. Passages of other codes are not read.
/// - A case is a person. Its variable `group` is the poverty group; what it refers to, whole sources or single
/// passages,
///   is what the person said. Every case with a group that refers to anything has a line without an indicator, too: it
///   was interviewed, and may be silent.
/// - Quotes are the passages of plain texts, by the standard's positions: Unicode characters from 0, the end left out.
/// Nothing after telling `problems` all that is wrong.
std::optional<Sheet> sheet_of_project(std::string_view bytes, Problems& problems);

}  // namespace clusia
