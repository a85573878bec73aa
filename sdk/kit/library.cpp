#include "library.hpp"

#include <dlfcn.h>
#include <elf.h>

#include <cfenv>
#include <cstring>
#include <fstream>
#include <iterator>

#include "trial.hpp"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace clusia::kit {

FloatingPoint FloatingPoint::now() {
  FloatingPoint state{std::fegetround(), 0};
#if defined(__x86_64__)
  state.control = _mm_getcsr() & ~0x3FU;  // without the sticky exception flags
#elif defined(__aarch64__)
  asm volatile("mrs %0, fpcr" : "=r"(state.control));
#endif
  return state;
}

void FloatingPoint::restore() const {
  std::fesetround(rounding);
#if defined(__x86_64__)
  _mm_setcsr(static_cast<unsigned>(control));
#elif defined(__aarch64__)
  asm volatile("msr fpcr, %0" : : "r"(control));
#endif
}

std::vector<std::string> exported_symbols(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto read = [&](std::uint64_t at, auto& to) {
    if (at + sizeof to > bytes.size()) throw Failed("is a truncated shared library: build it again");
    std::memcpy(&to, bytes.data() + at, sizeof to);
  };
  Elf64_Ehdr header{};
  read(0, header);
  std::vector<std::string> names;
  for (unsigned k = 0; k < header.e_shnum; ++k) {
    Elf64_Shdr section{}, strings{};
    read(header.e_shoff + k * sizeof section, section);
    if (section.sh_type != SHT_DYNSYM) continue;
    read(header.e_shoff + section.sh_link * sizeof strings, strings);
    for (std::uint64_t at = section.sh_offset; at < section.sh_offset + section.sh_size; at += sizeof(Elf64_Sym)) {
      Elf64_Sym symbol{};
      read(at, symbol);
      const bool local = ELF64_ST_BIND(symbol.st_info) == STB_LOCAL;
      if (symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS && !local)
        names.emplace_back(bytes.c_str() + strings.sh_offset + symbol.st_name);
    }
  }
  return names;
}

namespace {

bool identifier(const char* name) {
  if (name == nullptr || *name < 'a' || *name > 'z') return false;
  return std::strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == std::strlen(name);
}

void require(bool holds, const std::string& words) {
  if (!holds) throw Failed(words);
}

bool said(const char* text) { return text != nullptr && *text != '\0'; }

void check_indicator(const clusia_indicator_interface& of) {
  require(of.size >= sizeof of && of.create && of.destroy && of.evaluate,
          "the indicator interface is incomplete: fill size, create, destroy and evaluate");
  require(of.n_inputs >= 0 && (of.n_inputs == 0 || of.inputs),
          "the list of inputs is malformed: inputs and n_inputs do not agree");
  require(of.n_outputs > 0 && of.outputs, "no output is declared: declare at least one");
  for (const clusia_input* input : each(of.inputs, of.n_inputs)) {
    require(identifier(input->name), "an input has a bad name: a name is [a-z][a-z0-9_]*");
    require(input->type >= CLUSIA_COLUMN_NUMBER && input->type <= CLUSIA_COLUMN_CATEGORY,
            std::string("input '") + input->name + "' has no known type: use CLUSIA_COLUMN_*");
  }
  for (const clusia_output* output : each(of.outputs, of.n_outputs))
    require(identifier(output->name) && said(output->title),
            "an output has a bad name or no title: a name is [a-z][a-z0-9_]*, a title is never empty");
}

void check_declaration(const clusia_plugin& plugin) {
  require(plugin.size >= sizeof plugin, "its clusia_plugin is too small: write sizeof(clusia_plugin) into size");
  require(plugin.kind >= CLUSIA_SOURCE && plugin.kind <= CLUSIA_COMPARATOR,
          "it is of no known kind: use CLUSIA_SOURCE, _INDICATOR or _COMPARATOR");
  require(identifier(plugin.id), "its id is no name: a name is [a-z][a-z0-9_]*");
  require(said(plugin.name) && said(plugin.version) && said(plugin.summary) && said(plugin.source),
          "its name, version, summary or source is empty: fill all four");
  for (const clusia_parameter* p : each(plugin.parameters, plugin.n_parameters)) {
    require(identifier(p->name) && said(p->doc),
            "a parameter has a bad name or no doc: a name is [a-z][a-z0-9_]*, doc is one line");
    require(p->type >= CLUSIA_NUMBER && p->type <= CLUSIA_TEXT_MAP,
            std::string("parameter '") + p->name + "' has no known type: use CLUSIA_NUMBER ...");
  }
  require(plugin.interface_ != nullptr, "it has no interface: set interface_");
  if (plugin.kind == CLUSIA_INDICATOR)
    check_indicator(*static_cast<const clusia_indicator_interface*>(plugin.interface_));
  if (plugin.kind == CLUSIA_COMPARATOR) {
    const auto& of = *static_cast<const clusia_comparator_interface*>(plugin.interface_);
    require(of.create && of.destroy && of.design && of.estimands != 0,
            "the comparator interface is incomplete: fill size, estimands, create, destroy and design");
  }
  if (plugin.kind == CLUSIA_SOURCE) {
    const auto& of = *static_cast<const clusia_source_interface*>(plugin.interface_);
    require(of.create && of.destroy && of.columns && of.read,
            "the source interface is incomplete: fill size, create, destroy, columns and read");
  }
}

}  // namespace

Library load(const std::filesystem::path& file) {
  const FloatingPoint before = FloatingPoint::now();
  void* handle = dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr)
    throw Failed(std::string("cannot be loaded (") + dlerror() + "): build it with clusia_add_plugin()");
  const auto entry = reinterpret_cast<clusia_entry_function>(dlsym(handle, CLUSIA_ENTRY_SYMBOL));
  require(entry != nullptr,
          "exports no " CLUSIA_ENTRY_SYMBOL ": end its source with CLUSIA_INDICATOR_PLUGIN or its like");
  Library library{file};
  clusia_error error{};
  library.plugin = entry({CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR}, &library.least, &error);
  library.changed_floating_point = !(FloatingPoint::now() == before);
  before.restore();
  require(library.plugin != nullptr, std::string("declined to start (") + error.message + "): build it with this SDK");
  require(library.least.major == CLUSIA_ABI_MAJOR && library.least.minor <= CLUSIA_ABI_MINOR,
          "needs another version of the interface, or did not say which: write *least in clusia_plugin_entry");
  check_declaration(*library.plugin);
  return library;
}

}  // namespace clusia::kit
