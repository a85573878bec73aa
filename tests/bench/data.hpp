/// The data of the benchmark: a survey of households, 22 columns of every type, the same bytes on every machine.
#pragma once

#include <cstdint>
#include <filesystem>

namespace clusia::bench {

/// Writes `units` households in each of `waves` waves. 100 a PSU, 100 PSUs a stratum where there are as many (500,000
/// units: 5,000 PSUs in 50 strata); 10 regions are whole strata, 50 districts and the two arms are whole PSUs.
void write_survey(const std::filesystem::path& file, std::int64_t units, std::int64_t waves);

/// A programme that reaches about a fifth of `units`, the likelier the larger the sum of the first five of 20
/// covariates, with an outcome.
void write_programme(const std::filesystem::path& file, std::int64_t units);
/// `units` in two waves, half of them treated from the second on.
void write_panel(const std::filesystem::path& file, std::int64_t units);

}  // namespace clusia::bench
