/// What came of a task, as bytes for the journal and back.
#pragma once

#include <memory>
#include <string>

#include "pipeline/bench.hpp"

namespace clusia {

std::string packed_answer(Done& done);
/// `over`: what the task's variances are summed over, which the bytes leave out.
Done unpacked_answer(const std::string& bytes, std::shared_ptr<const Clusterings> over);

}  // namespace clusia
