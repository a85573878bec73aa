/// The page that commands leave beside the report: a heading, and what they found, in one file without scripts.
#pragma once

#include <string>
#include <string_view>

#include "report/html.hpp"

namespace clusia::report {

/// `kind` stands above the title: "Voices"; `question` under it. Who made it is this program.
std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content);

}  // namespace clusia::report
