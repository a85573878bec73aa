#include "file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clusia/plugin.hpp>
#include <cstdint>
#include <system_error>

namespace csv {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void refuse_path(const std::string& path, const std::string& why) {
  throw clusia::bad_parameter("path", path + ": " + why);
}

std::string words_for(int code) { return std::generic_category().message(code); }

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

std::string_view without_closing_lines(std::string_view text) {
  while (text.ends_with('\n')) {
    text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
  }
  return text;
}

}  // namespace

File::File(std::string path) : path_(std::move(path)) {
  const Descriptor file(path_);
  if (file.number() < 0) {
    if (errno == ENOENT) refuse_path(path_, "there is no such file: correct path");
    refuse_path(path_, "the file cannot be opened (" + words_for(errno) + "): correct path, or the rights of the file");
  }
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) refuse_path(path_, "the file cannot be read (" + words_for(errno) + ")");
  if (S_ISDIR(about.st_mode)) refuse_path(path_, "this is a folder: path must name one CSV file in it");
  if (!S_ISREG(about.st_mode)) refuse_path(path_, "this is no ordinary file: path must name a CSV file");
  if (about.st_size == 0) throw clusia::failed(path_ + ":1:1: the file is empty: its first line must name the columns");

  size_ = static_cast<std::size_t>(about.st_size);
  void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (mapped == MAP_FAILED) throw clusia::failed(path_ + ": the file cannot be mapped (" + words_for(errno) + ")");
  mapped_ = mapped;
  text_ = {static_cast<const char*>(mapped), size_};
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  text_ = without_closing_lines(text_);
}

File::~File() {
  if (mapped_ != nullptr) ::munmap(mapped_, size_);
}

std::string File::position(std::size_t offset) const {
  const std::string_view before = text_.substr(0, offset);
  const std::size_t line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::string_view in_line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0: the first line
  const auto column = 1 + std::count_if(in_line.begin(), in_line.end(), [](char c) { return !continues_character(c); });
  return std::to_string(line) + ":" + std::to_string(column);
}

std::string File::place(std::size_t offset) const { return path_ + ":" + position(offset); }

void expect_writes(void* begin, void* end) {
#ifdef MADV_POPULATE_WRITE  // since Linux 5.14; an older one refuses, and pages come one by one
  constexpr std::uintptr_t page = 4096;
  const std::uintptr_t from = reinterpret_cast<std::uintptr_t>(begin) / page * page;
  if (begin != end)
    ::madvise(reinterpret_cast<void*>(from), reinterpret_cast<std::uintptr_t>(end) - from, MADV_POPULATE_WRITE);
#else
  static_cast<void>(begin), static_cast<void>(end);
#endif
}

}  // namespace csv
