#include "voices/segments.hpp"

#include <algorithm>
#include <map>

#include "study/nearest.hpp"
#include "study/sheet.hpp"
#include "voices/sheets.hpp"

namespace clusia {
namespace {

const std::vector<std::string> directions{"worse", "same", "better"};

std::size_t person(Passages& in, std::size_t group, const std::string& who) {
  const std::pair one(group, who);
  const auto at = std::ranges::find(in.people, one);
  if (at != in.people.end()) return static_cast<std::size_t>(at - in.people.begin());
  in.people.push_back(one);
  return in.people.size() - 1;
}

class Reader {
 public:
  Reader(const Sheet& sheet, Problems& problems) : sheet_(sheet), problems_(problems) {}

  void line(const std::vector<Named>& row) {
    const Named &group = field(row, "group"), &who = field(row, "who"), &indicator = field(row, "indicator"),
                &direction = field(row, "direction");
    bool good = true;
    for (const auto& [named, name] : {std::pair(&group, "group"), {&who, "who"}})
      if (named->text.empty())
        problems_.add(named->at, std::string("the line has no '") + name + "'", "fill the field"), good = false;
    if (!good) return;
    refuse_everyone(group, problems_);
    Passage segment;
    segment.group = place_of(out.groups, group.text);
    segment.who = person(out, segment.group, who.text);
    if (indicator.text.empty()) return;
    segment.indicator = place_of(out.indicators, indicator.text);
    const auto known = std::ranges::find(directions, direction.text);
    if (known == directions.end())
      problems_.add(direction.at, "'" + direction.text + "' is no direction",
                    mend_of(direction.text, directions, "directions"));
    segment.direction = static_cast<int>(known - directions.begin()) - 1;
    if (const auto at = sheet_.column("strength")) segment.strength = strength(row[*at]);
    if (const auto at = sheet_.column("quote")) segment.quote = row[*at].text;
    out.all.push_back(std::move(segment));
  }

  Passages out;

 private:
  const Named& field(const std::vector<Named>& row, const char* column) const { return row[*sheet_.column(column)]; }
  std::optional<double> strength(const Named& of) {
    if (of.text.empty() || of.text == "NA") return std::nullopt;
    const auto value = number_or_missing(of.text);
    if (value && *value >= 1 && *value <= 3) return value;
    problems_.add(of.at, "'" + of.text + "' is no strength", "write a number from 1 (weak) to 3 (strong), or nothing");
    return std::nullopt;
  }
  const Sheet& sheet_;
  Problems& problems_;
};

/// What one person says of one indicator, from all their segments.
struct Opinion {
  bool better = false, worse = false;
  std::optional<double> strength;
};

Spoken summed(const Passages& segments, std::size_t indicator, std::optional<std::size_t> group) {
  Spoken out;
  out.indicator = segments.indicators[indicator];
  out.group = group ? segments.groups[*group] : everyone;
  std::map<std::size_t, Opinion> opinions;
  for (const Passage& one : segments.all) {
    if (one.indicator != indicator || (group && one.group != *group)) continue;
    ++out.mentions;
    Opinion& of = opinions[one.who];
    of.better = of.better || one.direction > 0, of.worse = of.worse || one.direction < 0;
    if (one.strength) of.strength = std::max(of.strength.value_or(0), *one.strength);
    if (!one.quote.empty()) out.quotes.push_back(one.quote);
  }
  double sum = 0, n = 0;
  for (const auto& [who, of] : opinions) {
    ++(of.better && of.worse ? out.mixed : of.better ? out.better : of.worse ? out.worse : out.same);
    if (of.strength) sum += *of.strength, n += 1;
  }
  if (n > 0) out.strength = sum / n;
  out.silent = std::ranges::count_if(segments.people, [&](const auto& one) { return !group || one.first == *group; }) -
               std::ssize(opinions);
  return out;
}

}  // namespace

std::optional<Passages> read_segments(const std::filesystem::path& path, Problems& problems, const OpenSheet& open) {
  const auto sheet = read_sheet(path, needed_columns("segments"), problems, open);
  if (!sheet) return std::nullopt;
  Reader reader(*sheet, problems);
  for (const auto& row : sheet->rows) reader.line(row);
  if (reader.out.all.empty() && problems.empty()) problems.add({}, "the sheet has no segments", "fill it");
  if (!problems.empty()) return std::nullopt;
  return std::move(reader.out);
}

std::vector<Spoken> spoken_of(const Passages& segments) {
  std::vector<Spoken> all;
  for (std::size_t indicator = 0; indicator < segments.indicators.size(); ++indicator) {
    for (std::size_t group = 0; group < segments.groups.size(); ++group)
      all.push_back(summed(segments, indicator, group));
    if (segments.groups.size() > 1) all.push_back(summed(segments, indicator, std::nullopt));
  }
  return all;
}

}  // namespace clusia
