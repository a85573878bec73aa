/// SHA-256 sums, in lower-case hexadecimal, by OpenSSL.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace clusia {

std::string sha256_of(std::string_view bytes);
/// Throws std::runtime_error when the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace clusia
