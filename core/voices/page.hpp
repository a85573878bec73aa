/// What people ranked, scored and said as one HTML page that carries all that it shows.
#pragma once

#include <string>
#include <string_view>

#include "report/html.hpp"
#include "report/words.hpp"
#include "voices/findings.hpp"

namespace clusia {

/// The exercises, each under a heading of this kind ("h2").
report::Html voices_content(const std::vector<Heard>& heard, std::string_view heading, const report::Words& words);

std::string voices_page(const Study& study, const std::vector<Heard>& heard);

/// In words: whether groups rank the same items differently; empty where it cannot be told.
std::string difference_in_words(const Priorities& of, const report::Words& words = report::english());

}  // namespace clusia
