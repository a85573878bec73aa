/// Coded interviews out of a project of NVivo, ATLAS.ti, MAXQDA and others.
#pragma once

#include <filesystem>
#include <optional>

#include "study/problem.hpp"
#include "voices/segments.hpp"

namespace clusia {

/// A `.qdpx` file as those programs exchange them (REFI-QDA Project 1.5, 2019): a ZIP that holds `project.qde`, in XML.
/// - A code called better, worse or same says the direction; the code above it is the indicator; a code below it that
/// is
///   a number from 1 to 3 is the strength. Capitals do not count. Passages of other codes are not read.
/// - A case is a person. Its variable `group` is the poverty group; what it refers to, whole sources or single
/// passages,
///   is what the person said. A case with a group that says nothing of any indicator was interviewed and is silent.
/// - Quotes are the passages of plain texts, by the standard's positions: Unicode characters from 0, the end left out.
/// Nothing after telling `problems` all that is wrong.
std::optional<Passages> read_qdpx(const std::filesystem::path& path, Problems& problems);

}  // namespace clusia
