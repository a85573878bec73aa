/// Files that Clusia writes beside a study and reads again: pins and locks.
#pragma once

#include <filesystem>
#include <string>

namespace clusia {

/// What is right where such a file is not as it was written.
inline constexpr const char* put_back = "Clusia writes this file: put back the one that it wrote";

/// Whole or not at all; false where it cannot be written.
bool write_whole(const std::filesystem::path& file, const std::string& text);

}  // namespace clusia
