#include "followup/changes.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <map>
#include <tuple>

#include "followup/definition.hpp"
#include "report/query.hpp"

namespace clusia::followup {

using report::count;
using report::for_each_row;
using report::real_at;
using report::text_at;
using SQLite::Statement;

namespace {

/// Where a figure stands: of a level, `comparator` is empty and `at` is the wave; of an effect, `at` is the contrast
/// and `arm` is empty.
struct Place {
  std::string indicator, output, comparator, at, arm, group_columns, group_label;
  auto operator<=>(const Place&) const = default;
};

struct Results {
  explicit Results(const std::filesystem::path& path) : database(report::open(path)) {
    for_each_row(database, R"sql(
        SELECT indicator, output, comparator, coalesce(wave, ''), coalesce(arm, ''), group_columns, group_label, estimate, std_error, df,
               conf_low, conf_high, unit, coalesce(mark, ''), coalesce(note, '') FROM estimates WHERE comparator = '')sql",
                 [&](Statement& row) { add(row); });
    for_each_row(database, R"sql(
        SELECT indicator, output, comparator, contrast, '', group_columns, group_label, estimate, std_error, df, conf_low, conf_high,
               unit, coalesce(mark, ''), coalesce(note, ''), contrast_title FROM effects WHERE is_effect = 1 AND is_placebo = 0)sql",
                 [&](Statement& row) {
                   add(row);
                   contrast_titles[text_at(row, 3)] = text_at(row, 15);
                 });
    population = count(database, "SELECT population FROM run") != 0;
  }

  void add(Statement& row) {
    const Place place{text_at(row, 0), text_at(row, 1), text_at(row, 2), text_at(row, 3),
                      text_at(row, 4), text_at(row, 5), text_at(row, 6)};
    figures[place] = {real_at(row, 7),  real_at(row, 8),  real_at(row, 9),  real_at(row, 10),
                      real_at(row, 11), text_at(row, 12), text_at(row, 13), text_at(row, 14)};
    order.push_back(place);
    if (place.comparator.empty()) last_waves[place.indicator] = place.at;  // they come in the order of the waves
  }

  const SQLite::Database database;
  std::map<Place, Figure> figures;
  std::vector<Place> order;
  std::map<std::string, std::string> last_waves, contrast_titles;
  bool population = false;
};

bool same_data(const Results& before, const Results& after) {
  std::set<std::string> sums;
  for_each_row(before.database, "SELECT sha256 FROM file", [&](Statement& row) { sums.insert(text_at(row, 0)); });
  bool shared = false;
  for_each_row(after.database, "SELECT sha256 FROM file",
               [&](Statement& row) { shared = shared || sums.contains(text_at(row, 0)); });
  return shared;
}

/// What has no standard error adds no variance: a figure of everyone.
double variance_of(const Figure& figure) { return figure.std_error ? *figure.std_error * *figure.std_error : 0; }

std::optional<double> welch(const Figure& a, const Figure& b) {
  const auto part = [](const Figure& f) { return f.df ? std::pow(variance_of(f), 2) / *f.df : 0; };
  const double parts = part(a) + part(b);
  if (parts <= 0) return std::nullopt;
  return std::pow(variance_of(a) + variance_of(b), 2) / parts;
}

void infer(Change& c, double confidence) {
  const double error = std::sqrt(variance_of(c.before) + variance_of(c.after));
  if (error <= 0) return;
  c.std_error = error;
  c.df = welch(c.before, c.after);
  const auto by = [&](const auto& distribution) {
    const double reach = error * boost::math::quantile(distribution, 0.5 + confidence / 2);
    c.conf_low = *c.change - reach;
    c.conf_high = *c.change + reach;
    c.p_value = 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(*c.change) / error));
  };
  if (c.df)
    by(boost::math::students_t(*c.df));
  else
    by(boost::math::normal());
}

std::string reading_of(const Change& c, bool exact) {
  if (!c.change || c.better == "neither") return "none";
  const bool up = *c.change > 0;
  if (!c.conf_low && !exact) return "unclear";
  if (exact ? *c.change == 0 : *c.conf_low <= 0 && *c.conf_high >= 0) return exact ? "none" : "unclear";
  return up == (c.better == "higher") ? "gain" : "loss";
}

class Comparing {
 public:
  Comparing(const std::filesystem::path& before, const std::filesystem::path& after,
            const std::set<std::string>& allowed)
      : before_(before), after_(after) {
    for_each_row(after_.database, "SELECT confidence FROM run",
                 [&](Statement& row) { out_.confidence = *real_at(row, 0); });
    shared_ = same_data(before_, after_);
    if (shared_)
      out_.doubts.push_back(
          "The two studies read a data file that is the same. Their samples are not independent, so no standard error "
          "of "
          "a change is given.");
    match(measures(before_.database), measures(after_.database), allowed, comparable_, measures_,
          [](const auto& key) { return key.first + ", output '" + key.second + "'"; });
    match(comparisons(before_.database), comparisons(after_.database), allowed, strategies_, comparators_,
          [](const std::string& name) { return "comparator '" + name + "'"; });
  }

  Comparison done() {
    for (const Place& place : after_.order) add(place);
    note_groups(before_, after_, "only in the earlier study");
    note_groups(after_, before_, "only in the later study");
    return std::move(out_);
  }

 private:
  /// Which names of both mean the same.
  template <class Definitions, class Names, class Word>
  void match(const Definitions& before, const Definitions& after, const std::set<std::string>& allowed, Names& same,
             Definitions& kept, Word word) {
    for (const auto& [name, was] : before)
      if (!after.contains(name)) out_.apart.push_back({word(name), "only in the earlier study"});
    for (const auto& [name, is] : after) {
      const auto was = before.find(name);
      if (was == before.end()) {
        out_.apart.push_back({word(name), "only in the later study"});
        continue;
      }
      const Comparability found = followup::compare(was->second, is, allowed);
      for (const auto& o : found.obstacles) out_.apart.push_back({word(name), o});
      for (const auto& n : found.notes) out_.notes.push_back({word(name), n});
      if (found.obstacles.empty()) same.insert(name), kept.insert({name, is});
    }
  }

  void add(const Place& place) {
    if (!comparable_.contains({place.indicator, place.output})) return;
    if (!place.comparator.empty() && !strategies_.contains(place.comparator)) return;
    if (const auto was = before_.figures.find(place); was != before_.figures.end()) add(place, place.at, was->second);
    if (!place.comparator.empty() || place.at != after_.last_waves[place.indicator]) return;
    Place last = place;
    last.at = before_.last_waves[place.indicator];
    if (const auto was = before_.figures.find(last); last.at != place.at && was != before_.figures.end())
      add(place, last.at, was->second);
  }

  void add(const Place& place, const std::string& wave_before, const Figure& was) {
    const Definition& measure = measures_.at({place.indicator, place.output});
    Change c;
    c.indicator = place.indicator, c.output = place.output, c.title = measure.title;
    c.better = measure.properties.at("better");
    c.group_columns = place.group_columns, c.group_label = place.group_label;
    if (place.comparator.empty()) {
      c.wave_before = wave_before, c.wave_after = place.at, c.arm = place.arm;
    } else {
      c.comparator = place.comparator, c.comparator_title = comparators_.at(place.comparator).title;
      c.contrast = place.at, c.contrast_title = after_.contrast_titles[place.at];
    }
    c.before = was, c.after = after_.figures.at(place);
    c.unit = c.after.unit;
    const bool exact = before_.population && after_.population;
    if (!c.before.estimate || !c.after.estimate) {
      c.note = std::string("no estimate in the ") + (c.before.estimate ? "later" : "earlier") + " study" +
               (c.before.estimate       ? c.after.note.empty() ? "" : ": " + c.after.note
                : c.before.note.empty() ? ""
                                        : ": " + c.before.note);
    } else {
      c.change = *c.after.estimate - *c.before.estimate;
      const bool whole = (before_.population || c.before.std_error) && (after_.population || c.after.std_error);
      if (!whole)
        c.note = "a figure without a standard error: so is the change";
      else if (!shared_)
        infer(c, out_.confidence);
    }
    c.reading = reading_of(c, exact);
    out_.changes.push_back(std::move(c));
  }

  void note_groups(const Results& in, const Results& other, const std::string& reason) {
    std::set<std::pair<std::string, std::string>> told;
    const auto groups = [](const Results& of) {
      std::set<std::pair<std::string, std::string>> all;
      for (const Place& place : of.order) all.insert({place.group_columns, place.group_label});
      return all;
    };
    const auto others = groups(other);
    for (const auto& group : groups(in))
      if (!others.contains(group)) out_.apart.push_back({"group '" + group.second + "' of " + group.first, reason});
  }

  Results before_, after_;
  bool shared_ = false;
  std::set<std::pair<std::string, std::string>> comparable_;
  std::set<std::string> strategies_;
  Measures measures_;
  std::map<std::string, Definition> comparators_;
  Comparison out_;
};

}  // namespace

Comparison compare(const std::filesystem::path& before, const std::filesystem::path& after,
                   const std::set<std::string>& allowed) {
  return Comparing(before, after, allowed).done();
}

}  // namespace clusia::followup
