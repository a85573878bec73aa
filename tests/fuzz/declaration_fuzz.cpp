// A plugin's structs with anything in them: a declaration that is sound, or a refusal in words.
#include <array>
#include <cmath>
#include <cstring>
#include <vector>

#include "clusia/abi.h"
#include "fuzz/bytes.hpp"
#include "plugin/declared.hpp"

namespace {

using clusia::fuzz::Bytes;

/// sizeof as it is, or less than any version had.
template <class T>
std::size_t size_of(Bytes& bytes) {
  const auto choice = bytes.number<std::uint8_t>();
  return choice < 240 ? sizeof(T) : choice % sizeof(std::size_t);
}

/// A table that a version with more members would have behind this one: zeros, now and then one that is none.
struct Table {
  std::array<std::uint8_t, 512> memory{};
  template <class T>
  T* as() {
    return reinterpret_cast<T*>(memory.data());
  }
};

clusia_parameter parameter(Bytes& bytes, std::vector<const char*>& choices) {
  clusia_parameter p{};
  p.size = size_of<clusia_parameter>(bytes);
  p.name = bytes.text();
  p.type = static_cast<std::int32_t>(bytes.between(-1, 12));
  p.required = static_cast<std::int32_t>(bytes.between(0, 2));
  p.default_text = bytes.text(20);
  p.minimum = bytes.number<double>();
  p.maximum = bytes.number<double>();
  choices = {bytes.text(), bytes.text(), nullptr};
  if (bytes.number<std::uint8_t>() % 2 == 0) p.choices = choices.data();
  p.unit = bytes.text();
  p.doc = bytes.text();
  p.convention = bytes.text();
  return p;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace clusia;
  Bytes bytes(data, size);
  std::vector<const char*> choices[3];
  std::vector<clusia_parameter> parameters;
  for (auto& of : choices) parameters.push_back(parameter(bytes, of));
  std::vector<clusia_input> inputs(3);
  for (clusia_input& input : inputs) {
    input.size = size_of<clusia_input>(bytes);
    input.name = bytes.text();
    input.type = static_cast<std::int32_t>(bytes.between(-1, 5));
    input.doc = bytes.text();
  }
  std::vector<clusia_output> outputs(3);
  for (clusia_output& output : outputs) {
    output.size = size_of<clusia_output>(bytes);
    output.name = bytes.text();
    output.title = bytes.text();
    output.unit = bytes.text();
    output.direction = static_cast<std::int32_t>(bytes.between(-2, 2));
    output.kind = static_cast<std::int32_t>(bytes.between(-1, 4));
    output.doc = bytes.text();
  }
  Table table;
  const auto kind = static_cast<std::int32_t>(bytes.between(0, 4));
  const auto some_function = reinterpret_cast<void*>(&size_of<int>);
  for (std::size_t k = 8; k + 8 <= table.memory.size() && bytes.number<std::uint8_t>() % 16 != 0; k += 8)
    if (k < 128) std::memcpy(&table.memory[k], &some_function, sizeof some_function);
  if (kind == CLUSIA_INDICATOR) {
    auto* indicator = table.as<clusia_indicator_interface>();
    indicator->size = size_of<clusia_indicator_interface>(bytes);
    indicator->inputs = inputs.data();
    indicator->n_inputs = bytes.between(-1, 3);
    indicator->outputs = outputs.data();
    indicator->n_outputs = bytes.between(-1, 3);
    indicator->power = nullptr;
  } else if (kind == CLUSIA_COMPARATOR) {
    auto* comparator = table.as<clusia_comparator_interface>();
    comparator->size = size_of<clusia_comparator_interface>(bytes);
    comparator->roles = bytes.number<std::uint32_t>();
    comparator->estimands = bytes.number<std::uint32_t>();
    comparator->power = nullptr;
  } else {
    table.as<clusia_source_interface>()->size = size_of<clusia_source_interface>(bytes);
  }
  clusia_plugin plugin{};
  plugin.size = size_of<clusia_plugin>(bytes);
  plugin.kind = kind;
  plugin.id = bytes.text();
  plugin.name = bytes.text();
  plugin.version = bytes.text();
  plugin.summary = bytes.text();
  plugin.source = bytes.text();
  plugin.parameters = parameters.data();
  plugin.n_parameters = bytes.between(-1, 3);
  plugin.interface_ = bytes.number<std::uint8_t>() % 16 != 0 ? table.memory.data() : nullptr;
  try {
    const Declaration declaration = declaration_of(plugin, "plugin.so");
    fuzz::insist(!declaration.id.empty());
    for (const ParameterDeclaration& p : declaration.parameters) fuzz::insist(!p.name.empty() && !p.doc.empty());
  } catch (const std::exception& e) {
    fuzz::insist(*e.what() != '\0');
  }
  return 0;
}
