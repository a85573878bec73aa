/// The page that commands leave beside the report: a heading, and what they found, in one file.
#pragma once

#include <string>
#include <string_view>

#include "report/html.hpp"

namespace clusia::report {

/// `kind` stands above the title: "Voices"; `question` under it. Who made it is this program.
std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content);

/// The same with charts (report/drawing.hpp), which `script` knows to draw: one of those in report/web.hpp.
std::string drawn_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content,
                       std::string_view script);

}  // namespace clusia::report
