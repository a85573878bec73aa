/// A small table that people filled in: scores, ranks, codes. Data for indicators come through source plugins.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "study/problem.hpp"

namespace clusia {

struct Sheet {
  std::vector<Named> columns;
  std::vector<std::vector<Named>> rows;  ///< as many fields as columns, without blanks around them; empty: missing

  /// Where the column stands; none where it is not there.
  std::optional<std::size_t> column(std::string_view name) const;
};

/// Where the text of a sheet comes from; nothing where there is none.
using OpenSheet = std::function<std::optional<std::string>(const std::filesystem::path& path)>;
std::optional<std::string> text_on_disk(const std::filesystem::path& path);

/// A CSV file in UTF-8 (RFC 4180), with a line of column names; separated by semicolons where that line has no comma.
/// Or a project with coded interviews (study/qdpx.hpp). Columns beyond `needed` may be there. Nothing after telling
/// `problems` all that is wrong with it.
std::optional<Sheet> read_sheet(const std::filesystem::path& path, const std::vector<std::string>& needed,
                                Problems& problems, const OpenSheet& open = text_on_disk);

/// These columns of a sheet as CSV, in so far as they are there. Under "who" stand numbers instead of people.
std::string csv_of(const Sheet& sheet, const std::vector<std::string>& columns);

}  // namespace clusia
