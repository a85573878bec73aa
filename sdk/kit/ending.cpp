#include "ending.hpp"

#include <cstring>

#include "trial.hpp"

namespace clusia::kit {
namespace {

constexpr std::size_t shortest_reason = 8;

std::string c_text(const char* from, std::size_t size, bool& legible) {
  const auto* end = static_cast<const char*>(std::memchr(from, '\0', size));
  legible = legible && end != nullptr;
  return {from, end == nullptr ? size : static_cast<std::size_t>(end - from)};
}

bool utf8(const std::string& s) {
  for (std::size_t k = 0; k < s.size();) {
    const auto c = static_cast<unsigned char>(s[k]);
    const std::size_t more = c < 0x80                ? 0
                             : c >= 0xC2 && c < 0xE0 ? 1
                             : c >= 0xE0 && c < 0xF0 ? 2
                             : c >= 0xF0 && c < 0xF5 ? 3
                                                     : s.size();
    if (k + more >= s.size()) return false;
    for (std::size_t j = 1; j <= more; ++j)
      if ((static_cast<unsigned char>(s[k + j]) & 0xC0) != 0x80) return false;
    k += more + 1;
  }
  return true;
}

bool known(clusia_status status) { return status >= CLUSIA_OK && status <= CLUSIA_UNSUPPORTED; }

}  // namespace

Ending::Ending(clusia_status of, const clusia_error& error) : status(of) {
  if (ok()) return;
  words = c_text(error.message, sizeof error.message, legible);
  subject = c_text(error.subject, sizeof error.subject, legible);
}

const char* name_of_status(clusia_status status) {
  constexpr const char* names[]{"CLUSIA_OK",        "CLUSIA_FAILED",    "CLUSIA_BAD_PARAMETER",
                                "CLUSIA_UNDEFINED", "CLUSIA_CANCELLED", "CLUSIA_UNSUPPORTED"};
  return known(status) ? names[status] : "an unknown status";
}

void well_said(const Ending& e, const std::string& where) {
  if (e.ok()) return;
  const auto fail = [&](const std::string& what) {
    throw Failed(where + " it answers " + name_of_status(e.status) + " " + what);
  };
  if (!e.legible) fail("and leaves out the NUL at the end of the message: write no more than sizeof less 1");
  if (e.words.size() < shortest_reason) fail("with the words '" + e.words + "': say what is wrong in *error");
  if (!utf8(e.words)) fail("in words that are no UTF-8: write UTF-8");
  if (!known(e.status)) fail("(" + std::to_string(e.status) + "): use the values of clusia_status");
}

}  // namespace clusia::kit
