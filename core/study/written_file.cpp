#include "study/written_file.hpp"

#include <fstream>

namespace clusia {

bool write_whole(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path beside = file.string() + ".new";
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(beside, file, failed);
  return out && !failed;
}

}  // namespace clusia
