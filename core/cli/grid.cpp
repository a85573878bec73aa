#include "cli/grid.hpp"

#include <algorithm>
#include <fstream>

#include "cli/summary.hpp"

namespace clusia::cli {

void print_grid(const std::vector<Line>& lines, std::ostream& to, const Style& style, std::size_t left) {
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const Line& line : lines)
    for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], width_of(line[c]));
  for (std::size_t k = 0; k < lines.size(); ++k) {
    to << (k == 0 ? style.dim : "");
    for (std::size_t c = 0; c < widths.size(); ++c) to << "  " << padded(lines[k][c], widths[c], c >= left);
    to << (k == 0 ? style.plain : "") << "\n";
  }
}

void write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  if (!(file << content) || !file.flush())
    throw std::runtime_error(path.string() + ": cannot be written: name another folder with --out");
}

}  // namespace clusia::cli
