/// Calling through the C interface: statuses become exceptions, answers are checked.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "clusia/abi.h"
#include "plugin/exchange.hpp"
#include "plugin/protocol.hpp"
#include "plugin/utf8.hpp"

namespace clusia {

/// The plugin said no, or answered nonsense.
struct PluginFailure : std::runtime_error {
  /// With the parameter or input that it is about, where the plugin named one.
  std::string sentence() const { return subject.empty() ? what() : "parameter '" + subject + "': " + what(); }
  explicit PluginFailure(const std::string& what, clusia_status s = CLUSIA_FAILED, std::string about = {})
      : std::runtime_error(what), status(s), subject(std::move(about)) {}
  clusia_status status;
  std::string subject;
};

/// Calls `function(error)` and throws PluginFailure unless it returns CLUSIA_OK.
template <class Function>
void call(const Function& function) {
  clusia_error error{};
  const clusia_status status = function(&error);
  if (status == CLUSIA_OK) return;
  error.message[sizeof error.message - 1] = error.subject[sizeof error.subject - 1] = '\0';
  if (error.message[0] == '\0')
    throw PluginFailure("failed and gave no reason: a plugin that fails must fill *error; ask its author",
                        CLUSIA_FAILED);
  const bool known = status >= CLUSIA_FAILED && status <= CLUSIA_UNSUPPORTED;
  throw PluginFailure(with_valid_utf8(error.message), known ? status : CLUSIA_FAILED, with_valid_utf8(error.subject));
}

/// The table of an optional power, or nullptr.
template <class Power, class Interface>
const Power* power_of(const Interface& interface, const char* id) {
  const auto* power = interface.power == nullptr ? nullptr : static_cast<const Power*>(interface.power(id));
  return power != nullptr && power->size >= sizeof(Power) ? power : nullptr;
}

template <class Interface>
void destroy(const Interface* interface, void* instance) noexcept {
  try {
    if (instance != nullptr) interface->destroy(instance);
  } catch (...) {  // it breaks its rule, but what it answered stands
  }
}

/// What `create` makes. Where it failed there is no instance, whatever it wrote: destroying one could free twice.
template <class Create>
void* created(const Create& create) {
  void* instance = nullptr;
  call([&](clusia_error* e) { return create(&instance, e); });
  return instance;
}

inline clusia_codes view_of(const CodesAt& codes, const void* code, std::vector<const char*>& names) {
  if (code == nullptr) return {nullptr, 0, nullptr, nullptr};
  names.clear();
  for (const std::string& name : codes.names) names.push_back(name.c_str());
  return {static_cast<const std::int32_t*>(code), static_cast<std::int32_t>(names.size()), names.data(),
          codes.values.data()};
}

/// One question to a bound indicator, with its weightings and answers in the exchange.
class Asked {
 public:
  Asked(const Ask& ask, std::int64_t rows, std::int64_t outputs, Exchange& exchange);
  /// Throw PluginFailure when the plugin says no or returns something that is not finite.
  void evaluate(const clusia_indicator_interface& interface, void* instance) const;
  void scores(const clusia_indicator_interface& interface, void* instance) const;
  void score_reference(const clusia_indicator_interface& interface, void* instance) const;
  /// Without the power: evaluated one by one.
  void batch(const clusia_indicator_interface& interface, void* instance) const;
  void distribution(const clusia_indicator_interface& interface, void* instance) const;
  void inverse(const clusia_indicator_interface& interface, void* instance) const;

 private:
  clusia_batch batch_asked() const;
  void evaluate_replicate(const clusia_indicator_interface& interface, void* instance, const clusia_batch& batch,
                          std::int64_t replicate) const;
  const Ask& ask_;
  std::int64_t rows_, outputs_;
  Exchange& exchange_;
  ExchangeLayout at_;
  clusia_weighting domain_, reference_;
};

}  // namespace clusia
