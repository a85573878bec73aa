/// What the command line changes in a study, before the study is read.
#pragma once

#include "study/entries.hpp"

namespace clusia {

/// Changes the tree as the options say, in their order, and tells what each did. Problems stand under the option.
std::vector<Overridden> apply(const std::vector<Override>& overrides, toml::table& root, const KnownPlugins& catalogue,
                              Problems& problems);

}  // namespace clusia
