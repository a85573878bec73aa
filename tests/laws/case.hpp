/// A case of the laws: one indicator of an oracle's study, with its data as text that a law may change before they are
/// read, as a user's would be.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/assess.hpp"
#include "pipeline/loaded_study.hpp"
#include "studies/program.hpp"

namespace clusia::test {

struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;

  bool has(const std::string& name) const;
  std::size_t column(const std::string& name) const;
};

/// Digits enough to be read back as the same number.
std::string text_of_number(double x);

/// What a reader would be told of an output; nothing where it is undefined.
struct Told {
  std::optional<double> estimate, std_error;
};

/// An indicator bound to data, in this process. Stays where it is: what is loaded points into the study.
class Bound {
 public:
  Bound(Study study, const Catalogue& catalogue);
  Bound(const Bound&) = delete;
  Bound& operator=(const Bound&) = delete;

  const LoadedIndicator& indicator() const { return loaded_.indicators.front(); }
  const LoadedDataset& data() const { return loaded_.datasets.front(); }
  Session& session() { return session_; }
  const std::vector<OutputDeclaration>& outputs() { return session_.outputs(); }

  /// Everyone and, where the study has some, the first of its groups.
  std::vector<const Group*> groups() const;
  /// The complete rows of the last wave; those outside the group are listed with weight 0.
  Weights domain(const Group& group) const;
  /// Empty where the indicator reads none.
  Weights reference();
  /// By output, in the last wave.
  std::map<std::string, Told> assess(const Group& group);

 private:
  const Study study_;
  LoadedStudy loaded_;
  std::unique_ptr<Channel> channel_;
  Session session_;
};

class Case {
 public:
  Case(const Study& study, const Indicator& indicator, const Catalogue& catalogue);

  const Indicator& indicator() const { return study_.indicators.front(); }
  const Declaration& plugin() const { return *plugin_; }
  const Roles& roles() const { return study_.datasets.front().roles; }
  const Table& table() const { return table_; }
  /// The value that the study sets, or the default; "" where there is none.
  std::string parameter(const std::string& name) const;

  std::unique_ptr<Bound> bind(const Table& table) const;
  std::unique_ptr<Bound> bind(const Table& table, const Values& parameters) const;
  std::unique_ptr<Bound> bind() const { return bind(table_); }

 private:
  const Catalogue& catalogue_;
  const Declaration* plugin_;
  Study study_;  ///< of one dataset and one indicator
  Table table_;
};

/// The cases of tests/oracles/indicators/<id>.toml, over data that are quickly read.
std::vector<Case> cases_of(const std::string& id, const Catalogue& catalogue);

}  // namespace clusia::test
