#include "plugin/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace clusia {
namespace {

class Sum {
 public:
  Sum() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    if (EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
      throw std::runtime_error("SHA-256 is not available");
  }
  void add(const char* bytes, std::size_t n) { EVP_DigestUpdate(context_.get(), bytes, n); }
  std::string text() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned n = 0;
    EVP_DigestFinal_ex(context_.get(), sum.data(), &n);
    std::string out;
    for (unsigned k = 0; k < n; ++k) {
      out += "0123456789abcdef"[sum[k] >> 4];
      out += "0123456789abcdef"[sum[k] & 15];
    }
    return out;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string sha256_of(std::string_view bytes) {
  Sum sum;
  sum.add(bytes.data(), bytes.size());
  return sum.text();
}

std::string sha256_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw std::runtime_error(file.string() + ": cannot be read: check that the file exists and that you may read it");
  Sum sum;
  std::array<char, 1 << 16> buffer{};
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0)
    sum.add(buffer.data(), static_cast<std::size_t>(in.gcount()));
  return sum.text();
}

}  // namespace clusia
