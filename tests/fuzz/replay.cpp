// Goes over files and folders with the function that libFuzzer would call: what was found stays found.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  int files = 0;
  const auto one = [&](const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    ++files;
  };
  for (int k = 1; k < argc; ++k) {
    if (fs::is_regular_file(argv[k])) one(argv[k]);
    if (!fs::is_directory(argv[k])) continue;
    for (const auto& entry : fs::recursive_directory_iterator(argv[k]))
      if (entry.is_regular_file() && entry.file_size() < 200000) one(entry.path());
  }
  std::printf("%d files\n", files);
  return files > 0 ? 0 : 1;
}
