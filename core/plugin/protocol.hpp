/// What is asked of a plugin and what it answers, as data. The same requests serve a plugin in this process and one in
/// a worker. Columns, codes and weights of the frame are named by segment and offset; they never travel.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "design/design.hpp"
#include "frame/codes.hpp"
#include "frame/column.hpp"
#include "plugin/declaration.hpp"

namespace clusia {

// ---- places in shared memory ------------------------------------------------------------------------------

struct ColumnAt {
  std::uint64_t segment = 0;
  Layout layout;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(segment, layout);
  }
};

/// An array (codes, weights, a bitmap) in a segment; nowhere when there is none.
struct ArrayAt {
  std::uint64_t segment = 0;
  std::uint64_t offset = nowhere;
  bool present() const { return offset != nowhere; }

  template <class Archive>
  void serialize(Archive& ar) {
    ar(segment, offset);
  }
};

struct CodesAt {
  ArrayAt code;
  std::vector<std::string> names;
  std::vector<double> values;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(code, names, values);
  }
};

// ---- requests ---------------------------------------------------------------------------------------------

/// A plugin as one instance wants it. `component` names it in messages and keys its random streams.
struct Instance {
  std::string path, component;
  Values values;
  std::int64_t seed = 0;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(path, component, values, seed);
  }
};

struct Describe {
  std::string path;
  template <class Archive>
  void serialize(Archive& ar) {
    ar(path);
  }
};

struct OpenSource {
  Instance instance;
  template <class Archive>
  void serialize(Archive& ar) {
    ar(instance);
  }
};

struct ReadSource {
  std::vector<std::string> columns;
  template <class Archive>
  void serialize(Archive& ar) {
    ar(columns);
  }
};

/// Binds an indicator to its columns; the reply's handle names it from then on.
struct Bind {
  Instance instance;
  std::int64_t rows = 0;
  std::vector<std::vector<ColumnAt>> inputs;
  ArrayAt complete;
  CodesAt unit, wave;  ///< for one that reads histories

  template <class Archive>
  void serialize(Archive& ar) {
    ar(instance, rows, inputs, complete, unit, wave);
  }
};

enum class Question : std::int32_t { evaluate, scores, score_reference, batch, distribution, inverse };

/// The weightings stand in the exchange's incoming buffer, the answers come in its outgoing one (exchange.hpp).
struct Ask {
  Question question = Question::evaluate;
  std::uint64_t handle = 0;
  std::int64_t domain = 0, reference = 0;  ///< listed rows
  std::int64_t output = 0;                 ///< of score_reference, distribution, inverse
  bool influence = false;
  std::int64_t psus = 0, replicates = 0;  ///< of batch
  double level = 0;                       ///< of inverse; of distribution the value

  template <class Archive>
  void serialize(Archive& ar) {
    ar(question, handle, domain, reference, output, influence, psus, replicates, level);
  }
};

/// Estimates from before the intervention: [levels x waves], NaN where there is none.
struct Baseline {
  std::int64_t levels = 0, waves = 0;
  std::vector<double> estimates;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(levels, waves, estimates);
  }
};

struct MakeDesign {
  Instance instance;
  std::int64_t rows = 0;
  std::int32_t estimand = CLUSIA_ATT;
  bool of_sample = false;
  CodesAt unit, wave, cluster, stratum, psu, block, arm;
  std::vector<std::uint8_t> arm_treated;
  ArrayAt cohort;  ///< of codes into wave
  ArrayAt weight;
  std::vector<ColumnAt> covariates;
  std::optional<Baseline> baseline;  ///< for one with that power

  template <class Archive>
  void serialize(Archive& ar) {
    ar(instance, rows, estimand, of_sample, unit, wave, cluster, stratum, psu, block, arm, arm_treated, cohort, weight,
       covariates, baseline);
  }
};

/// Which estimates from before a comparator needs for its design.
struct AskNeed {
  MakeDesign of;
  template <class Archive>
  void serialize(Archive& ar) {
    ar(of);
  }
};

using Request = std::variant<Describe, OpenSource, ReadSource, Bind, Ask, MakeDesign, AskNeed>;

// ---- replies ----------------------------------------------------------------------------------------------

/// The plugin (or the host's check of it) said no.
struct Failed {
  clusia_status status = CLUSIA_FAILED;
  std::string message, subject;
  template <class Archive>
  void serialize(Archive& ar) {
    ar(status, message, subject);
  }
};

struct Names {
  std::vector<std::string> names;
  template <class Archive>
  void serialize(Archive& ar) {
    ar(names);
  }
};

struct ReadColumns {
  std::int64_t rows = 0;
  std::vector<Layout> layouts;
  std::shared_ptr<Segment> segment;  ///< sealed; travels as a file descriptor
  template <class Archive>
  void serialize(Archive& ar) {
    ar(rows, layouts);
  }
};

struct Bound {
  std::uint64_t handle = 0;
  std::vector<OutputDeclaration> outputs;
  bool reads_reference = false;  ///< this instance, whatever others of the plugin do
  template <class Archive>
  void serialize(Archive& ar) {
    ar(handle, outputs, reads_reference);
  }
};

struct Answered {
  template <class Archive>
  void serialize(Archive&) {}
};

struct BaselineNeed {
  std::int32_t by = CLUSIA_ROLE_CLUSTER;  ///< CLUSIA_ROLE_CLUSTER, _UNIT or _ARM
  std::int32_t last_wave = 0;
  template <class Archive>
  void serialize(Archive& ar) {
    ar(by, last_wave);
  }
};

using Reply = std::variant<Failed, Declaration, Names, ReadColumns, Bound, Answered, Design, BaselineNeed>;

/// What a plugin tells on the way.
struct LogLine {
  std::int32_t level = CLUSIA_LOG_INFO;
  std::string component, text;
  template <class Archive>
  void serialize(Archive& ar) {
    ar(level, component, text);
  }
};

}  // namespace clusia
