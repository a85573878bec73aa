/// The study that a results database holds.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "study/study.hpp"

namespace clusia::report {

/// What of it needs no data: title, language, map, voices, diagnosis (outline_of).
Study kept_study(const SQLite::Database& results);

}  // namespace clusia::report
