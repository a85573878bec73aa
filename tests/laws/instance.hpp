/// One instance of a plugin without the host's server between, which asks one question at a time: for what several
/// threads ask at once.
#pragma once

#include <algorithm>
#include <numeric>

#include "laws/case.hpp"
#include "plugin/calling.hpp"
#include "plugin/library.hpp"
#include "plugin/services.hpp"

namespace clusia::test {

class OneInstance {
 public:
  explicit OneInstance(Bound& bound)
      : library_(load_library(bound.indicator().plugin->path)),
        interface_(static_cast<const clusia_indicator_interface*>(library_.plugin->interface_)),
        values_(library_.declaration.parameters, bound.indicator().bind.instance.values),
        services_(
            "laws", 1, [](std::int32_t, const std::string&, const std::string&) {}, [] { return false; }, 1),
        outputs_(bound.outputs().size()) {
    const LoadedIndicator& of = bound.indicator();
    const auto segment = [&](std::uint64_t id) {
      return *std::ranges::find_if(of.segments, [&](const auto& s) { return s != nullptr && s->id() == id; });
    };
    for (const auto& list : of.bind.inputs) {
      auto& columns = columns_.emplace_back();
      for (const ColumnAt& at : list) {
        views_.push_back(std::make_unique<ArrowView>(Column(at.layout, segment(at.segment))));
        columns.push_back({views_.back()->schema(), views_.back()->array()});
      }
      counts_.push_back(static_cast<std::int64_t>(columns.size()));
    }
    for (const auto& columns : columns_) lists_.push_back(columns.data());
    const ArrayAt& complete = of.bind.complete;
    data_ = {sizeof data_,
             of.bind.rows,
             values_.data(),
             counts_.data(),
             lists_.data(),
             complete.present() ? reinterpret_cast<const std::uint8_t*>(segment(complete.segment)->at(complete.offset))
                                : nullptr};
    call([&](clusia_error* e) { return interface_->create(&data_, services_.table(), &instance_, e); });
    give_histories(bound.data().rows);
  }
  OneInstance(const OneInstance&) = delete;
  OneInstance& operator=(const OneInstance&) = delete;
  ~OneInstance() { interface_->destroy(instance_); }

  /// Estimates, u and v in a row; nothing where it is undefined. From any thread.
  std::vector<double> evaluate(const Weights& domain, const Weights& reference) const {
    const std::size_t u = outputs_, v = u + outputs_ * domain.size();
    std::vector<double> answer(v + outputs_ * reference.size());
    std::vector<std::uint8_t> undefined(outputs_);
    const clusia_evaluation evaluation{sizeof evaluation, domain.view(),     reference.view(), answer.data(),
                                       undefined.data(),  answer.data() + u, answer.data() + v};
    clusia_error error{};
    return interface_->evaluate(instance_, &evaluation, &error) == CLUSIA_OK ? answer : std::vector<double>{};
  }

 private:
  void give_histories(const AssessedRows& rows) {
    const auto* power = power_of<clusia_indicator_history>(*interface_, CLUSIA_INDICATOR_HISTORY);
    if (power == nullptr) return;
    order_.resize(static_cast<std::size_t>(rows.rows));
    std::iota(order_.begin(), order_.end(), 0);
    std::ranges::stable_sort(order_, {}, [&](std::int64_t row) {
      return std::pair(rows.unit.code[static_cast<std::size_t>(row)], rows.wave.code[static_cast<std::size_t>(row)]);
    });
    first_.resize(rows.unit.names.size() + 1);
    for (const std::int32_t unit : rows.unit.code) ++first_[static_cast<std::size_t>(unit) + 1];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    const clusia_history history{sizeof history, view_of(rows.unit, unit_names_), view_of(rows.wave, wave_names_),
                                 first_.data(), order_.data()};
    call([&](clusia_error* e) { return power->histories(instance_, &history, e); });
  }

  Library library_;
  const clusia_indicator_interface* interface_;
  LentValues values_;
  Services services_;
  std::size_t outputs_;
  std::vector<std::unique_ptr<ArrowView>> views_;
  std::vector<std::vector<clusia_column>> columns_;
  std::vector<std::int64_t> counts_, first_, order_;
  std::vector<const clusia_column*> lists_;
  std::vector<const char*> unit_names_, wave_names_;
  clusia_indicator_data data_{};
  void* instance_ = nullptr;
};

}  // namespace clusia::test
