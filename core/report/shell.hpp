/// The page that commands leave beside the report: a heading, and what they found, in one file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/html.hpp"
#include "report/words.hpp"

namespace clusia::report {

struct Shell {
  std::string kind;  ///< stands above the title: "Voices"
  std::string title, question, made_by;
  std::string style;        ///< after that of the report
  std::string charts = {};  ///< as `charts` answers, where the page has some
};

std::string shell_page(const Shell& shell, const Html& content, const Words& words);

/// The same, made by this program.
std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content,
                       const Words& words = english());

/// The end of a page with charts (report/drawing.hpp): the drawing libraries and these scripts of report/web.hpp.
std::string charts(const std::vector<std::string_view>& scripts, const Words& words = english());

/// The same with charts, which `script` knows to draw.
std::string drawn_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content,
                       std::string_view script, const Words& words = english());

}  // namespace clusia::report
