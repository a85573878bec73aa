#include "pipeline/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "plugin/sha256.hpp"

namespace clusia {
namespace {

constexpr char apart = '\x1f';

std::string digits(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.9g", number == 0 ? 0 : number);  // one zero
  return text.data();
}

std::string name_at(const std::vector<std::string>& names, std::int32_t code) {
  return code < 0 ? std::string() : names[static_cast<std::size_t>(code)];
}

class Canonical {
 public:
  explicit Canonical(const LoadedDataset& dataset) : dataset_(dataset) {}

  std::string text(const Design& design) {
    line("design", {name_of(design.missing), name_of(design.factor), std::to_string(int{design.redesign})});
    for (const Cell& cell : design.cells) add(cell);
    for (const Fit& fit : design.fits) add(fit);
    for (const Contrast& contrast : design.contrasts) add(contrast);
    return std::move(text_);
  }

 private:
  void line(const std::string& what, const std::vector<std::string>& parts) {
    text_ += what;
    for (const std::string& part : parts) text_ += apart + part;
    text_ += '\n';
  }

  std::string key_of(std::int64_t row) const {
    const Codes &unit = dataset_.rows.unit, &wave = dataset_.rows.wave;
    const auto at = static_cast<std::size_t>(row);
    if (!unit.present()) return std::to_string(row);
    return name_at(unit.names, unit.code[at]) + apart + (wave.present() ? name_at(wave.names, wave.code[at]) : "");
  }

  /// The rows with a weight other than 0, in an order of their own; `more(k)` adds what else belongs to the k-th.
  template <class More>
  void add_rows(const Weights& of, const More& more) {
    std::vector<std::string> lines;
    for (std::size_t k = 0; k < of.size(); ++k)
      if (of.weight[k] != 0) lines.push_back(key_of(of.rows[k]) + apart + digits(of.weight[k]) + more(k));
    std::ranges::sort(lines);
    for (const std::string& row : lines) line("row", {row});
  }
  void add_rows(const Weights& of) {
    add_rows(of, [](std::size_t) { return std::string(); });
  }

  /// The `width` numbers of the k-th row.
  static std::string row_of(const std::vector<double>& x, std::size_t k, std::int32_t width) {
    std::string text;
    for (std::size_t j = 0; j < static_cast<std::size_t>(width); ++j)
      text += apart + digits(x[k * static_cast<std::size_t>(width) + j]);
    return text;
  }

  void add(const Cell& cell) {
    line("cell",
         {cell.name, name_at(dataset_.rows.wave.names, cell.wave), name_at(dataset_.design_arms.names, cell.arm),
          digits(cell.own), std::to_string(int{cell.size_only})});
    add_rows(cell.domain, [&](std::size_t k) {
      std::string x;
      for (const FitTerm& term : cell.terms)
        x += row_of(term.x, k, static_cast<std::int32_t>(term.x.size() / std::max<std::size_t>(cell.domain.size(), 1)));
      return x;
    });
    for (const FitTerm& term : cell.terms) line("term", {std::to_string(term.fit), digits(term.factor)});
    add_reference(cell.reference);
  }

  void add_reference(const std::optional<Weights>& reference) {
    if (!reference) return;
    line("reference", {});
    add_rows(*reference);
  }

  /// Levels are told by their first row: their codes are the plugin's own.
  void add(const Fit& fit) {
    std::vector<std::map<std::int32_t, std::string>> first(fit.absorbed.size());
    for (std::size_t effect = 0; effect < fit.absorbed.size(); ++effect)
      for (std::size_t k = 0; k < fit.rows.size(); ++k) {
        const std::string key = key_of(fit.rows.rows[k]);
        const auto [level, is_new] = first[effect].emplace(fit.absorbed[effect][k], key);
        if (!is_new) level->second = std::min(level->second, key);
      }
    line("fit", {fit.name, std::to_string(fit.regressors), std::to_string(fit.absorbed.size())});
    add_rows(fit.rows, [&](std::size_t k) {
      std::string more = row_of(fit.x, k, fit.regressors);
      for (std::size_t effect = 0; effect < first.size(); ++effect)
        more += apart + first[effect].at(fit.absorbed[effect][k]);
      return more;
    });
    add_reference(fit.reference);
  }

  void add(const Contrast& c) {
    line("contrast", {c.name, c.unit.value_or(""), std::to_string(int{c.is_effect}),
                      name_at(dataset_.rows.wave.names, c.wave), digits(c.null_value),
                      c.factor ? name_of(*c.factor) : "", std::to_string(c.placebo_of), std::to_string(c.ranked_by)});
    for (const Step& s : c.steps)
      line("step", {std::to_string(s.op), std::to_string(s.index), std::to_string(s.item), digits(s.number)});
  }

  const LoadedDataset& dataset_;
  std::string text_;
};

}  // namespace

std::string fingerprint(const Design& design, const LoadedDataset& dataset) {
  return sha256_of(Canonical(dataset).text(design));
}

}  // namespace clusia
