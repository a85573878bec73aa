/// clusia/covariates/compared.hpp: where arms that were made alike are compared: in one wave, or by their changes
/// between two. Needs Eigen 3.
#pragma once

#include <clusia/covariates/sample.hpp>
// After Eigen.
#include <clusia/followed.hpp>
#include <optional>

namespace clusia {

/// The parameters of a comparator that does either.
namespace parameter {
inline constexpr const char* base_choices[]{"levels", "did", nullptr};
inline constexpr Parameter base =
    choice("base", base_choices, "what is compared")
        .by_default("\"levels\"")
        .following(
            "levels: the indicator in `wave`; did: its change from `before` to `after`, of units that are in both");
inline constexpr Parameter compared_wave =
    wave("wave",
         "of base levels: the wave that is compared, the last unless set; not read where the data have no waves")
        .optional();
inline constexpr Parameter before_wave =
    wave("before",
         "of base did: the wave before the intervention, the first unless set; its covariates and weights serve")
        .optional();
inline constexpr Parameter after_wave = wave("after", "of base did: the wave after it, the last unless set").optional();
}  // namespace parameter

/// One time at which arms are compared.
struct Occasion {
  int32_t wave;
  std::string when;                                       ///< in names of cells: "" or ", before"
  std::vector<std::pair<int64_t, Eigen::Index>> members;  ///< row of the data, place in the sample; rows ascend
};

struct Compared {
  Sample sample;                    ///< covariates and weights, of the earlier wave where there are two
  std::vector<Occasion> occasions;  ///< one, or before and after
  FollowedUnits followed;

  bool did() const { return occasions.size() == 2; }
  int32_t wave() const { return occasions.back().wave; }
  int32_t missing() const { return did() ? CLUSIA_MISSING_UNIT : CLUSIA_MISSING_ROW; }
};

class ComparedWaves {
 public:
  explicit ComparedWaves(const Parameters& p)
      : did(p.choice("base") == "did"), wave_(of(p, "wave")), before_(of(p, "before")), after_(of(p, "after")) {
    if (did && wave_)
      throw bad_parameter("wave", "is of base \"levels\": before and after would be right with \"did\"");
    if (!did && (before_ || after_))
      throw bad_parameter(before_ ? "before" : "after", "is of base \"did\": wave would be right with \"levels\"");
  }

  Compared in(const DesignFrame& frame) const {
    Compared all;
    if (did) {
      over_waves(frame, all);
      return all;
    }
    const int32_t wave = frame.wave.present() ? set(frame, wave_, "wave", true) : -1;
    all.sample = sample_of(frame, wave);
    all.occasions.push_back({wave, "", {}});
    for (const Eigen::Index k : all.sample.ascending) all.occasions[0].members.emplace_back(all.sample.row(k), k);
    return all;
  }

  const bool did;

 private:
  static std::optional<int32_t> of(const Parameters& p, const char* name) {
    return p.is_set(name) ? std::optional(p.wave(name)) : std::nullopt;
  }
  /// First or last where it is not set; refused where waves stand in no order.
  static int32_t set(const DesignFrame& frame, std::optional<int32_t> wave, const char* name, bool last) {
    if (wave) return *wave;
    for (int32_t w = 0; w < frame.wave.levels(); ++w)
      if (std::isnan(frame.wave.value(w)))
        throw bad_parameter(name,
                            "is not set, and the waves are words without an order of their own: a wave's name "
                            "would be right");
    return last ? frame.wave.levels() - 1 : 0;
  }
  void over_waves(const DesignFrame& frame, Compared& all) const {
    if (!frame.wave.present() || !frame.unit.present())
      throw unsupported(
          "base \"did\" follows units from wave to wave, and the study has no role wave or no role unit: naming "
          "both, or doubly_robust for repeated cross-sections, would be right");
    const int32_t before = set(frame, before_, "before", false), after = set(frame, after_, "after", true);
    check_before_after(frame, before, after);
    for (const int32_t wave : {before, after})
      for (const Side side : {Side::treated, Side::comparison}) rows_where(frame, wave, side);  // refuses an empty cell
    all.followed = followed_units(frame, before, after);
    std::map<int64_t, int64_t> later;
    for (const Followed& unit : all.followed.units) later[unit.before] = unit.after;
    std::vector<int64_t> rows;
    for (const auto& [row, its_later] : later) rows.push_back(row);
    all.sample = sample_of(frame, rows);
    all.occasions = {{before, ", before", {}}, {after, ", after", {}}};
    for (const Eigen::Index k : all.sample.ascending) {
      const int64_t row = all.sample.row(k);
      all.occasions[0].members.emplace_back(row, k);
      all.occasions[1].members.emplace_back(later.at(row), k);
    }
    std::sort(all.occasions[1].members.begin(), all.occasions[1].members.end());
  }

  std::optional<int32_t> wave_, before_, after_;
};

/// The effect, from the treated and the comparison cell of each occasion; beside a difference in differences the
/// arms' changes.
inline void contrast_of(const Answer& answer, const DesignFrame& frame, const Compared& compared,
                        const std::vector<std::pair<int32_t, int32_t>>& cells, const std::string& title) {
  const auto T = [](int32_t cell) { return Answer::T(cell); };
  const auto& [treated, comparison] = cells.back();
  if (!compared.did()) {
    answer.contrast({"effect", title, nullptr, true, compared.wave(), 0}, T(treated) - T(comparison));
    return;
  }
  const Expression change = T(treated) - T(cells[0].first), other = T(comparison) - T(cells[0].second);
  answer.contrast({"effect", title + ", difference in differences", nullptr, true, compared.wave(), 0}, change - other);
  answer.contrast({"change_treated", "Change, " + frame.side_name(Side::treated), nullptr, false, compared.wave(), 0},
                  change);
  answer.contrast(
      {"change_comparison", "Change, " + frame.side_name(Side::comparison), nullptr, false, compared.wave(), 0}, other);
}

}  // namespace clusia
