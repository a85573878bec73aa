/// The diagnosis for programs: diagnosis.csv, and one JSON object.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "diagnosis/evaluation.hpp"

namespace clusia {

/// That a score of a matrix proves nothing, in words that every output carries.
extern const char* const screening_aid;

/// One line for each cluster and characteristic, family and overall; what is missing is an empty field. Throws
/// std::runtime_error where it cannot be written.
void write_diagnosis_csv(const Diagnosis& diagnosis, const Evaluation& evaluation, const std::filesystem::path& csv);

nlohmann::json json_of(const Study& study, const Evaluation& evaluation);

}  // namespace clusia
