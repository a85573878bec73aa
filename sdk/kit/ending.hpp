/// How a call of the interface ended.
#pragma once

#include <string>

#include "clusia/abi.h"

namespace clusia::kit {

struct Ending {
  clusia_status status = CLUSIA_OK;
  std::string words = {}, subject = {};  ///< as given, where it is not OK
  bool legible = true;                   ///< both end in NUL

  Ending() = default;
  Ending(clusia_status status, const clusia_error& error);
  bool ok() const { return status == CLUSIA_OK; }
  const Ending& ending() const { return *this; }
};

/// "CLUSIA_FAILED"
const char* name_of_status(clusia_status status);

/// Throws Failed where it did not end well and gave no proper reason.
void well_said(const Ending& ending, const std::string& where);

}  // namespace clusia::kit
