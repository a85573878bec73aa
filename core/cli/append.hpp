/// `clusia run --append`: a result gives way to one with a further wave, and is kept beside it.
#pragma once

#include <filesystem>
#include <string>

namespace clusia::cli {

/// Sets the result in a folder aside, as earlier.sqlite. Throws Wrong where there is none, where it is unfinished, or
/// where it is of another study.
void set_aside(const std::filesystem::path& out, const std::string& study);

/// The reverse, where nothing came in its place.
void put_back(const std::filesystem::path& out);

/// Leaves revisions.csv, monitor.csv and monitor.html; says in one line which waves are new, and how many figures of
/// earlier waves are no longer what they were. Throws std::runtime_error where they cannot be written.
std::string finish_appending(const std::filesystem::path& out);

}  // namespace clusia::cli
