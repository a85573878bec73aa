/// `clusia run --append`: a result gives way to one with a further wave, and is kept beside it.
#pragma once

#include <filesystem>
#include <string>

namespace clusia::cli {

/// Whether a run with --append was begun in the folder, and has not ended.
bool is_appending(const std::filesystem::path& out);

/// Whether the folder holds the result of a run that has ended.
bool has_ended(const std::filesystem::path& out);

/// Sets the result in a folder aside, as appending.sqlite. Throws Wrong where there is none, where it is unfinished, or
/// where it is of another study.
void set_aside(const std::filesystem::path& out, const std::string& study);

/// The reverse, where nothing came in its place.
void put_back(const std::filesystem::path& out);

/// The result that was set aside is what was earlier, whatever comes: earlier.sqlite.
void let_go(const std::filesystem::path& out);

/// Leaves revisions.csv, monitor.csv, monitor.html and earlier.sqlite; says in one line which waves are new, and how
/// many figures of earlier waves are no longer what they were. Throws std::runtime_error where they cannot be written.
std::string finish_appending(const std::filesystem::path& out);

}  // namespace clusia::cli
