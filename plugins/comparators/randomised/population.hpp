/// Who was drawn into which arm, block by block.
#pragma once

#include <clusia/covariates.hpp>
#include <map>

/// A row that takes part.
struct Member {
  int64_t row;
  std::size_t arm;  ///< 0: comparison; k: the treated arm `Population::arms[k - 1]`
  int32_t block;    ///< 0 where the study has none
  double weight;
};

/// Rows of the study's arms, in an order of their own contents: sums come out the same however the data are ordered.
class Population {
 public:
  /// with_covariates: rows that lack one take no part, and the columns are there.
  Population(const clusia::DesignFrame& frame, int32_t wave, bool with_covariates);

  std::vector<int32_t> arms;  ///< treated arms that have rows
  std::vector<Member> members;
  std::vector<clusia::CovariateColumn> columns;
  std::vector<std::size_t> ascending;  ///< members by their rows
  int64_t without_block = 0, without_covariates = 0;
  /// [block][arm]: sums of weights.
  std::map<int32_t, std::vector<double>> weights;
};

/// One treated arm against the comparison arms, in the blocks that have both, for the treated (att) or for the rows of
/// all arms (ate).
class Comparison {
 public:
  Comparison(const Population& of, std::size_t arm, bool att);

  std::size_t arm;
  std::vector<int32_t> blocks;  ///< that have both arms
  std::size_t blocks_left_out = 0;

  bool takes_part(const Member& m) const { return place(m.block) >= 0; }
  /// Of whom the effect is: the treated, or everyone.
  bool meant(const Member& m) const { return takes_part(m) && (!att_ || m.arm == arm); }
  /// Index of a block among `blocks`, -1: none.
  std::ptrdiff_t place(int32_t block) const;
  /// How many of those who are meant a row of an arm stands for: their weight in its block over that of the arm.
  double stands_for(const Member& m) const;
  double weight_of_arm(int32_t block, std::size_t of_arm) const { return of_.weights.at(block)[of_arm]; }
  /// True where what a row of this arm stands for was not given but counted.
  bool counted(std::size_t of_arm) const { return !att_ || of_arm != arm; }

 private:
  const Population& of_;
  bool att_;
};

/// Rows that were drawn into an arm together.
struct Lots {
  bool by_cluster = false;     ///< arms hold whole clusters
  bool by_block = false;       ///< an arm has one lot in some block: how much lots vary shows between blocks alone
  std::vector<int64_t> drawn;  ///< rows or clusters in each arm
};
Lots lots_of(const clusia::DesignFrame& frame, const Population& population);
