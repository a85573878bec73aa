#include "diagnosis/scores.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <tuple>

#include "study/nearest.hpp"
#include "study/sheet.hpp"

namespace clusia {
namespace {

std::size_t place(std::vector<std::string>& in, const std::string& what) {
  const auto at = std::ranges::find(in, what);
  if (at != in.end()) return static_cast<std::size_t>(at - in.begin());
  in.push_back(what);
  return in.size() - 1;
}

bool is_missing(const std::string& text) { return text.empty() || text == "NA"; }

std::optional<double> score_of(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = error == std::errc() && end == text.data() + text.size() && value >= lowest_score &&
                    value <= highest_score;  // NaN is not
  return good ? std::optional(value) : std::nullopt;
}

/// The lines of one file after another.
class Reader {
 public:
  Reader(const Diagnosis& diagnosis, const OpenSheet& open) : open_(open) {
    for (const Characteristic& one : diagnosis.characteristics) ids_.push_back(one.id);
  }

  void read(const std::filesystem::path& path) {
    Problems problems(path);
    if (const auto sheet = read_sheet(path, score_columns, problems, open_)) {
      const std::optional<std::size_t> basis = sheet->column("basis");
      for (const std::vector<Named>& row : sheet->rows)
        line(row[*sheet->column("cluster")], row[*sheet->column("rater")], row[*sheet->column("characteristic")],
             row[*sheet->column("score")], basis ? row[*basis].text : "", problems);
    }
    const std::vector<Problem> of_file = sorted(problems.all());
    problems_.insert(problems_.end(), of_file.begin(), of_file.end());
  }

  std::variant<Scores, std::vector<Problem>> end() {
    if (!problems_.empty()) return std::move(problems_);
    return std::move(scores_);
  }

 private:
  void line(const Named& cluster, const Named& rater, const Named& characteristic, const Named& score,
            const std::string& basis, Problems& problems) {
    for (const auto& [field, name] : {std::pair(&cluster, "cluster"), {&rater, "rater"}})
      if (field->text.empty())
        problems.add(field->at, std::string("the line names no ") + name,
                     std::string("write which ") + name + " it is");
    const auto known = std::ranges::find(ids_, characteristic.text);
    if (known == ids_.end())
      problems.add(characteristic.at, "there is no characteristic '" + characteristic.text + "'",
                   mend_of(characteristic.text, ids_, "characteristics"));
    const auto value = score_of(score.text);
    if (!value && !is_missing(score.text))
      problems.add(score.at, "'" + score.text + "' is no score",
                   "write a number from 1 to 5, or nothing where there is none");
    if (cluster.text.empty() || rater.text.empty() || known == ids_.end()) return;
    const Score one{place(scores_.clusters, cluster.text), place(scores_.raters, rater.text),
                    static_cast<std::size_t>(known - ids_.begin()), value.value_or(0), basis};
    const bool fresh = seen_.emplace(one.cluster, one.rater, one.characteristic).second;
    if (!fresh)
      problems.add(cluster.at,
                   "rater '" + rater.text + "' scores '" + characteristic.text + "' of '" + cluster.text + "' twice",
                   "remove one of the lines");
    else if (value)
      scores_.given.push_back(one);
  }

  const OpenSheet& open_;
  std::vector<std::string> ids_;
  Scores scores_;
  std::set<std::tuple<std::size_t, std::size_t, std::size_t>> seen_;
  std::vector<Problem> problems_;
};

}  // namespace

std::variant<Scores, std::vector<Problem>> read_scores(const Study& study, const OpenSheet& open) {
  Reader reader(*study.diagnosis, open);
  for (const Named& file : study.diagnosis->scores) reader.read(study.path.parent_path() / file.text);
  return reader.end();
}

}  // namespace clusia
