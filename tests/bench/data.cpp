#include "data.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace clusia::bench {
namespace {

constexpr std::int64_t units_of_psu = 100, psus_of_stratum = 100, regions = 10, districts = 50;

/// SplitMix64 (Steele, Lea and Flood 2014), and products of its numbers: the same on every machine, and cheap to begin
/// anew for every PSU, unit and row.
class Random {
 public:
  explicit Random(std::int64_t seed) : state_(static_cast<std::uint64_t>(seed)) {}
  /// In [0, 1).
  double uniform() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(uniform() * static_cast<double>(n)); }
  /// Positive and skewed to the right, as incomes are: about 1 in the middle, now and then above 5.
  double skewed() {
    double product = 1;
    for (int k = 0; k < 6; ++k) product *= 0.5 + uniform();
    return product;
  }

 private:
  std::uint64_t state_;
};

constexpr const char* header =
    "unit,wave,region,district,stratum,psu,arm,urban,size,age,female,education,employed,weight,income,consumption,"
    "hours,"
    "wage,wealth,distance,score,interviewed\n";
constexpr std::array education{"none", "primary", "lower secondary", "upper secondary", "tertiary"};

void write_row(std::FILE* to, std::int64_t unit, std::int64_t wave) {
  const std::int64_t psu = unit / units_of_psu, stratum = psu / psus_of_stratum;
  const bool treated = psu / districts % 2 == 1;
  Random of_psu(-1 - psu), of_unit(unit << 8), of_row(unit << 8 | (wave + 1));
  const auto yes = [](bool b) { return b ? "TRUE" : "FALSE"; };
  const bool employed = of_row.uniform() < 0.62;
  const double level = 700 * (0.5 + of_psu.uniform()) * of_unit.skewed() * (treated && wave > 0 ? 1.05 : 1);
  const double income = 20 + level * (0.75 + 0.5 * of_row.uniform());
  std::fprintf(to, "%lld,%lld,R%02lld,D%02lld,%lld,%lld,%s,%s,%lld,%lld,%s,%s,%s,%.4f,%.2f,%.2f,%lld,",
               static_cast<long long>(unit + 1), static_cast<long long>(2020 + 4 * wave),
               static_cast<long long>(stratum % regions), static_cast<long long>(psu % districts),
               static_cast<long long>(stratum + 1), static_cast<long long>(psu + 1), treated ? "programme" : "other",
               yes(of_psu.uniform() < 0.4), static_cast<long long>(1 + of_unit.below(8)),
               static_cast<long long>(18 + of_unit.below(70)), yes(of_unit.uniform() < 0.5),
               education[static_cast<std::size_t>(of_unit.below(5))], yes(employed), 20 + 60 * of_unit.uniform(),
               income, income * (0.6 + 0.5 * of_row.uniform()),
               static_cast<long long>(employed ? 10 + of_row.below(50) : 0));
  if (employed) std::fprintf(to, "%.2f", income * (0.3 + 0.5 * of_row.uniform()));  // no wage, no value
  std::fprintf(to, ",%.2f,%.3f,%.6f,%lld-%02lld-%02lld\n", 40 * income * of_row.skewed(), 80 * of_unit.uniform(),
               of_row.uniform(), static_cast<long long>(2020 + 4 * wave), static_cast<long long>(1 + of_row.below(12)),
               static_cast<long long>(1 + of_row.below(28)));
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File opened(const std::filesystem::path& path) {
  File to(std::fopen(path.c_str(), "wb"), std::fclose);
  if (!to) throw std::runtime_error(path.string() + ": cannot be written");
  return to;
}

void finish(const File& file, const std::filesystem::path& path) {
  if (std::fflush(file.get()) != 0) throw std::runtime_error(path.string() + ": cannot be written");
}

}  // namespace

void write_survey(const std::filesystem::path& file, std::int64_t units, std::int64_t waves) {
  const File to = opened(file);
  std::fputs(header, to.get());
  for (std::int64_t wave = 0; wave < waves; ++wave)
    for (std::int64_t unit = 0; unit < units; ++unit) write_row(to.get(), unit, wave);
  finish(to, file);
}

void write_programme(const std::filesystem::path& path, std::int64_t units) {
  const File file = opened(path);
  std::FILE* to = file.get();
  std::fputs("unit,arm,y", to);
  for (int j = 1; j <= 20; ++j) std::fprintf(to, ",x%d", j);
  std::fputc('\n', to);
  for (std::int64_t unit = 0; unit < units; ++unit) {
    Random random(unit << 8 | 200);
    std::array<double, 20> x{};
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      x[j] = random.skewed();
      if (j < 5) sum += x[j];
    }
    const bool arm = random.uniform() < 0.04 * sum;  // the sum is 5 in the mean
    std::fprintf(to, "%lld,%d,%.6f", static_cast<long long>(unit + 1), arm ? 1 : 0,
                 sum + (arm ? 0.3 : 0) + random.skewed());
    for (const double v : x) std::fprintf(to, ",%.6f", v);
    std::fputc('\n', to);
  }
  finish(file, path);
}

void write_panel(const std::filesystem::path& path, std::int64_t units) {
  const File file = opened(path);
  std::fputs("unit,wave,cohort,y\n", file.get());
  for (std::int64_t unit = 0; unit < units; ++unit) {
    Random random(unit << 8 | 201);
    const double level = random.skewed();
    const int cohort = unit % 2 == 0 ? 2 : 0;
    for (int wave = 1; wave <= 2; ++wave)
      std::fprintf(file.get(), "%lld,%d,%d,%.6f\n", static_cast<long long>(unit + 1), wave, cohort,
                   level + 0.1 * wave + (cohort == wave ? 0.2 : 0) + random.skewed());
  }
  finish(file, path);
}

}  // namespace clusia::bench
