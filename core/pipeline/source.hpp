/// What a source plugin reads, as a frame.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/channel.hpp"

namespace clusia {

/// Which of a source's columns to read; nothing where there is no use in going on.
using ChooseColumns = std::function<std::optional<std::set<std::string>>(const std::vector<std::string>& names)>;

/// The chosen columns in the source's order; nothing where none were chosen. Throws PluginFailure, Crash, Stopped.
std::optional<Frame> read_source(const Instance& source, const ChannelOptions& options, const ChooseColumns& choose);

}  // namespace clusia
