#include "pipeline/source.hpp"

namespace clusia {

std::optional<Frame> read_source(const Instance& source, const ChannelOptions& options, const ChooseColumns& choose) {
  const std::unique_ptr<Channel> channel = open_channel(options);
  const auto names = ask<Names>(*channel, OpenSource{source}).names;
  const auto chosen = choose(names);
  if (!chosen) return std::nullopt;
  std::vector<std::string> used;
  for (const std::string& name : names)
    if (chosen->contains(name)) used.push_back(name);
  auto table = ask<ReadColumns>(*channel, ReadSource{used});
  std::vector<Column> columns;
  for (Layout& layout : table.layouts) columns.emplace_back(std::move(layout), table.segment);
  return Frame(table.rows, std::move(columns));
}

}  // namespace clusia
