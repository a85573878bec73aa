/// The file: mapped, not read, so that columns nobody asks for cost no memory and threads share the bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace csv {

class File {
 public:
  /// `path` as the host resolved it. Throws where nothing can be read from it.
  explicit File(std::string path);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  /// The bytes, without a byte order mark and without the line ends (and blank lines) that close the file.
  std::string_view text() const { return text_; }
  const std::string& path() const { return path_; }
  /// `path:line:column` of a byte of the text, both counted from 1, the column in characters.
  std::string place(std::size_t offset) const;
  /// The same as `line:column`.
  std::string position(std::size_t offset) const;

 private:
  std::string path_;
  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  std::string_view text_;
};

/// Has the system back [begin, end) with memory in one call, where it can: a page fault for every 4 KiB costs more than
/// the reading of what is written there.
void expect_writes(void* begin, void* end);

}  // namespace csv
