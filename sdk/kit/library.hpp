/// A plugin's library, loaded for as long as the process lives.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "clusia/abi.h"

namespace clusia::kit {

/// Rounding, and whether denormals count.
struct FloatingPoint {
  int rounding = 0;
  std::uint64_t control = 0;
  bool operator==(const FloatingPoint&) const = default;
  static FloatingPoint now();
  void restore() const;
};

struct Library {
  std::filesystem::path file;
  const clusia_plugin* plugin = nullptr;
  clusia_version least{};
  bool changed_floating_point = false;  ///< by being loaded; it was put back

  const clusia_indicator_interface& indicator() const {
    return *static_cast<const clusia_indicator_interface*>(plugin->interface_);
  }
  const clusia_comparator_interface& comparator() const {
    return *static_cast<const clusia_comparator_interface*>(plugin->interface_);
  }
  const clusia_source_interface& source() const {
    return *static_cast<const clusia_source_interface*>(plugin->interface_);
  }
};

/// Throws Failed with what is wrong and its mend.
Library load(const std::filesystem::path& file);
/// Names of what the library defines for others.
std::vector<std::string> exported_symbols(const std::filesystem::path& file);

/// Declared arrays are stepped by the size of their first element (abi.h).
template <class T>
std::vector<const T*> each(const T* first, std::int64_t n) {
  std::vector<const T*> all;
  for (std::int64_t k = 0; k < n; ++k)
    all.push_back(
        reinterpret_cast<const T*>(reinterpret_cast<const char*>(first) + static_cast<std::size_t>(k) * first->size));
  return all;
}

template <class Power, class Interface>
const Power* power_of(const Interface& interface, const char* id) {
  return interface.power == nullptr ? nullptr : static_cast<const Power*>(interface.power(id));
}

}  // namespace clusia::kit
