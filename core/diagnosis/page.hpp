/// The diagnosis as one HTML page that carries all that it shows: ranking, heatmap, agreement, what each score rests
/// on.
#pragma once

#include <string>
#include <string_view>

#include "diagnosis/evaluation.hpp"
#include "report/html.hpp"
#include "report/words.hpp"

namespace clusia {

/// The verdict and its parts, each part under a heading of this kind ("h2").
report::Html diagnosis_content(const Diagnosis& diagnosis, const Evaluation& evaluation, std::string_view heading,
                               const report::Words& words);

std::string diagnosis_page(const Study& study, const Evaluation& evaluation);

/// In words: how far the raters agree, or why it cannot be told.
std::string agreement_in_words(const Evaluation& evaluation, const report::Words& words = report::english());

}  // namespace clusia
