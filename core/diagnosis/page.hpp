/// The diagnosis as one HTML page that carries all that it shows: ranking, heatmap, agreement, what each score rests
/// on.
#pragma once

#include <string>

#include "diagnosis/evaluation.hpp"

namespace clusia {

std::string diagnosis_page(const Study& study, const Evaluation& evaluation);

/// In words: how far the raters agree, or why it cannot be told.
std::string agreement_in_words(const Evaluation& evaluation);

}  // namespace clusia
