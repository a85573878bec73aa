/// What is done where few clusters stand behind an effect: they are counted by arm, and the test is one that holds.
#pragma once

#include "design/contrast.hpp"
#include "inference/bias_reduced.hpp"
#include "inference/variance.hpp"
#include "pipeline/cells.hpp"
#include "pipeline/rows.hpp"

namespace clusia {

/// Clusters are the PSUs of the first stage. Of the rows that an effect is about, those with a weight.
struct ClustersCompared {
  std::int64_t all = 0, treated = 0, comparison = 0;
  bool has_arms = false;  ///< false: nobody compares arms, and the two counts are 0
  bool assigned = false;  ///< arms are of whole clusters
  std::optional<double> effective;

  /// The number that a test stands or falls with: clusters of the smaller arm where whole clusters were assigned, else
  /// all.
  std::int64_t decisive() const { return assigned ? std::min(treated, comparison) : all; }
};
/// "2 treated, 18 compared", or "7 in all" where arms are not of whole clusters.
std::string words_of(const ClustersCompared& clusters);

/// Of a design's cells and fits, which clusters take part and with how much: looked up once, asked by every output and
/// contrast. All that it is made of outlives it.
class ClustersOfDesign {
 public:
  ClustersOfDesign(const Design& design, const AssessedRows& rows, const Clustering& clusters);

  ClustersCompared compared(const ContrastValue& gradient) const;
  /// The effect's clusters with the leverage of their cells and regressions. nullopt: a regression has none that is
  /// told. `output` of an indicator that `cells` evaluated with influence.
  std::optional<BiasReduced> bias_reduced(const Cells& cells, std::size_t output, const ContrastValue& gradient) const;

 private:
  struct Listed {
    std::vector<std::uint8_t> parts;  ///< [clusters]: bits of what its rows are
    std::vector<double> weight;       ///< [clusters]
  };
  Listed listed(const Weights& rows, const std::vector<std::int8_t>& treated) const;

  const Design& design_;
  const Clustering& clusters_;
  std::vector<Listed> cells_, fits_;
};

/// The test where few clusters stand behind an effect. Bias-reduced: CR2 with Satterthwaite's degrees of freedom.
/// Wild: the same variance, quantiles of t by the score bootstrap. Randomisation: the interval of the first, the
/// p-value by other choices of clusters (reassignment.hpp).
enum class FewClustersTest : std::int32_t { bias_reduced, wild, randomisation };
/// As the study's key says it: "cr2", "wild", "randomisation".
FewClustersTest few_clusters_test_of(const std::string& word);
std::string name_of(FewClustersTest test);

struct FewClusters {
  std::int64_t limit = 0;  ///< fewer than so many: this test instead of the plain one
  FewClustersTest test = FewClustersTest::bias_reduced;
  double confidence = 0.95;
  std::int64_t draws = 1000, seed = 0;  ///< of the wild bootstrap and of randomisation
};
std::optional<Interval> interval_for_few(const BiasReduced& clusters, double estimate, double null,
                                         const FewClusters& how);

}  // namespace clusia
