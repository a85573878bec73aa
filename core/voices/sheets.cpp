#include "voices/sheets.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "judgement/preferences.hpp"
#include "study/sheet.hpp"

namespace clusia {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::string shown(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

class Reader {
 public:
  Reader(const Exercise& exercise, const Sheet& sheet, Problems& problems)
      : exercise_(exercise), sheet_(sheet), problems_(problems) {
    if (exercise.kind == "change") {
      low_ = exercise.lowest, high_ = exercise.highest;
      rule_ = "a number from " + shown(low_) + " to " + shown(high_);
    } else {
      low_ = exercise.kind == "ranking" ? std::numeric_limits<double>::min() : 0;
      rule_ = exercise.kind == "ranking" ? "a number above 0, 1 for the best" : "a number, at least 0";
    }
  }

  Answers read() {
    for (const auto& row : sheet_.rows) line(row);
    for (Voice& voice : out_.voices)
      voice.values.resize(out_.items.size(), none), voice.after.resize(out_.items.size(), none);
    return std::move(out_);
  }

 private:
  const Named& field(const std::vector<Named>& row, const char* column) const { return row[*sheet_.column(column)]; }

  bool named(const std::vector<Named>& row, std::initializer_list<const char*> columns) {
    bool all = true;
    for (const char* column : columns)
      if (field(row, column).text.empty()) {
        problems_.add(field(row, column).at, std::string("the line has no '") + column + "'", "fill the field");
        all = false;
      }
    return all;
  }

  void line(const std::vector<Named>& row) {
    const bool pairs = exercise_.kind == "pairs";
    if (!(pairs ? named(row, {"group", "who", "preferred", "other"}) : named(row, {"group", "who", "item"}))) return;
    refuse_everyone(field(row, "group"), problems_);
    Voice& voice = voice_of(row);
    if (pairs) return pair(row, voice);
    const Named& item = field(row, "item");
    const std::size_t at = place_of(out_.items, item.text);
    if (std::ranges::find(answered_[&voice - out_.voices.data()], at) != answered_[&voice - out_.voices.data()].end())
      return problems_.add(
          item.at, "'" + voice.who + "' of '" + out_.groups[voice.group] + "' answers '" + item.text + "' twice",
          "remove one of the lines");
    answered_[&voice - out_.voices.data()].push_back(at);
    const bool change = exercise_.kind == "change";
    set(voice.values, at, field(row, change ? "before" : exercise_.kind == "ranking" ? "rank" : "score"));
    if (change) set(voice.after, at, field(row, "after"));
  }

  void pair(const std::vector<Named>& row, Voice& voice) {
    const Named &preferred = field(row, "preferred"), &other = field(row, "other");
    if (preferred.text == other.text)
      return problems_.add(other.at, "'" + other.text + "' is compared with itself", "name the two items");
    const std::size_t first = place_of(out_.items, preferred.text), second = place_of(out_.items, other.text);
    voice.pairs.emplace_back(first, second);
  }

  Voice& voice_of(const std::vector<Named>& row) {
    const std::size_t group = place_of(out_.groups, field(row, "group").text);
    const std::string& who = field(row, "who").text;
    const auto known =
        std::ranges::find_if(out_.voices, [&](const Voice& voice) { return voice.group == group && voice.who == who; });
    if (known != out_.voices.end()) return *known;
    answered_.emplace_back();
    return out_.voices.emplace_back(Voice{who, group, {}, {}, {}});
  }

  void set(std::vector<double>& values, std::size_t at, const Named& field) {
    const auto value = number_or_missing(field.text);
    if (!value || *value < low_ || *value > high_)
      return problems_.add(field.at, "'" + field.text + "' is no " + exercise_.kind + " answer", "write " + rule_);
    if (values.size() <= at) values.resize(at + 1, none);
    values[at] = *value;
  }

  const Exercise& exercise_;
  const Sheet& sheet_;
  Problems& problems_;
  double low_ = 0, high_ = std::numeric_limits<double>::infinity();
  std::string rule_;
  Answers out_;
  std::vector<std::vector<std::size_t>> answered_;  ///< items, by voice
};

}  // namespace

std::optional<double> number_or_missing(const std::string& text) {
  if (text.empty() || text == "NA") return none;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
  return good ? std::optional(value) : std::nullopt;
}

void refuse_everyone(const Named& group, Problems& problems) {
  if (group.text == everyone)
    problems.add(group.at, "a group is called 'everyone', as all groups together are", "give it another name");
}

std::size_t place_of(std::vector<std::string>& names, const std::string& what) {
  const auto at = std::ranges::find(names, what);
  if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
  names.push_back(what);
  return names.size() - 1;
}

std::optional<Answers> read_answers(const Exercise& exercise, const std::filesystem::path& path, Problems& problems,
                                    const OpenSheet& open) {
  const auto sheet = read_sheet(path, needed_columns(exercise.kind), problems, open);
  if (!sheet) return std::nullopt;
  Answers answers = Reader(exercise, *sheet, problems).read();
  if (answers.voices.empty() && problems.empty()) problems.add({}, "the sheet has no answers", "fill it");
  if (exercise.kind != "change" && exercise.method == "kemeny" && answers.items.size() > most_kemeny_items)
    problems.add({},
                 "the sheet has " + counted(std::ssize(answers.items), "item") +
                     ", and Kemeny's order is computed for 10 at most",
                 "write method = \"borda\", or let people choose fewer");
  if (!problems.empty()) return std::nullopt;
  return answers;
}

}  // namespace clusia
