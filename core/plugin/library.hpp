/// One plugin file: looked into, loaded, spoken to. This is the only place where foreign code first runs, so it runs in
/// a worker unless the study says otherwise. Nothing is ever unloaded.
#pragma once

#include <filesystem>
#include <stdexcept>

#include "clusia/abi.h"
#include "plugin/declaration.hpp"

namespace clusia {

/// Why a file is no plugin that this host can use: the file, the reason, the mend, in one sentence each.
class Refusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Library {
  const clusia_plugin* plugin = nullptr;  ///< [owner:plugin] valid as long as the process
  Declaration declaration;
};

/// Looks into the file without running it, loads it (rtld_now, local), calls its entry and checks what it declares.
/// Throws Refusal. Threading: one call at a time in a process.
Library load_library(const std::filesystem::path& file);

/// Throws Refusal when the file is no plugin by its symbols alone; runs none of its code.
void look_into(const std::filesystem::path& file);

}  // namespace clusia
