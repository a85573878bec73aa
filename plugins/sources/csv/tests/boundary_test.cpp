// The built csv.so as a host sees it: through its one symbol and C tables alone.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include "document.hpp"

namespace test {
namespace {

const clusia_plugin& plugin() {
  static const clusia_plugin* const loaded = [] {
    void* const library = ::dlopen(CSV_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(::dlerror());
    const auto entry = reinterpret_cast<clusia_entry_function>(::dlsym(library, CLUSIA_ENTRY_SYMBOL));
    clusia_version least{};
    clusia_error error{};
    return entry({CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR}, &least, &error);
  }();
  return *loaded;
}

const clusia_source_interface& source() { return *static_cast<const clusia_source_interface*>(plugin().interface_); }

/// The parameters as a host fills them: the defaults that are declared, and what a test sets.
struct Study {
  std::string path, delimiter = ",", decimal = ".";
  std::vector<const char*> missing{"", "NA"}, type_columns, type_words;

  std::vector<clusia_value> values() const {
    std::vector<clusia_value> out(5);
    for (auto& value : out) value.is_set = 1;
    out[0].text = path.c_str();
    out[1].text = delimiter.c_str();
    out[2].text = decimal.c_str();
    out[2].integer = decimal == "," ? 1 : 0;
    out[3].n = static_cast<int64_t>(missing.size());
    out[3].texts = missing.data();
    out[4].is_set = type_columns.empty() ? 0 : 1;
    out[4].n = static_cast<int64_t>(type_columns.size());
    out[4].keys = type_columns.data();
    out[4].texts = type_words.data();
    return out;
  }
};

struct Instance {
  Host host;
  clusia_host services = host.table();
  void* pointer = nullptr;
  clusia_error error{};
  clusia_status status;

  explicit Instance(const Study& study) {
    const auto values = study.values();
    status = source().create(values.data(), &services, &pointer, &error);
  }
  ~Instance() {
    if (pointer != nullptr) source().destroy(pointer);
  }
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
};

TEST(Boundary, DeclaresWhatAStudyMaySay) {
  EXPECT_EQ(plugin().kind, CLUSIA_SOURCE);
  EXPECT_STREQ(plugin().id, "csv");
  ASSERT_EQ(plugin().n_parameters, 5);
  const char* names[] = {"path", "delimiter", "decimal", "missing", "types"};
  const int32_t types[] = {CLUSIA_PATH, CLUSIA_TEXT, CLUSIA_CHOICE, CLUSIA_TEXTS, CLUSIA_TEXT_MAP};
  const char* defaults[] = {nullptr, "\",\"", "\".\"", "[\"\", \"NA\"]", nullptr};
  const auto* at = reinterpret_cast<const char*>(plugin().parameters);
  for (int k = 0; k < 5; ++k, at += plugin().parameters->size) {
    const auto& parameter = *reinterpret_cast<const clusia_parameter*>(at);
    EXPECT_STREQ(parameter.name, names[k]);
    EXPECT_EQ(parameter.type, types[k]);
    EXPECT_STREQ(parameter.default_text, defaults[k]);
    EXPECT_EQ(parameter.required, k == 0 ? 1 : 0);
  }
}

TEST(Boundary, ReadsColumnsIntoMemoryOfTheHost) {
  const Document document("id;income;region;born;poor\n1;1,5;\"north; east\";1970-01-11;TRUE\n2;NA;south;;FALSE\n");
  Study study;
  study.path = document.path(), study.delimiter = ";", study.decimal = ",";
  study.type_columns = {"id"}, study.type_words = {"text"};
  Instance instance(study);
  ASSERT_EQ(instance.status, CLUSIA_OK) << instance.error.message;
  int64_t n = 0;
  const char* const* names = nullptr;
  ASSERT_EQ(source().columns(instance.pointer, &n, &names, &instance.error), CLUSIA_OK);
  EXPECT_EQ(std::vector<std::string>(names, names + n),
            (std::vector<std::string>{"id", "income", "region", "born", "poor"}));

  const clusia_allocator allocator = instance.host.allocator();
  ArrowSchema schema;
  ArrowArray array;
  ASSERT_EQ(source().read(instance.pointer, n, names, &allocator, &schema, &array, &instance.error), CLUSIA_OK)
      << instance.error.message;
  EXPECT_STREQ(schema.format, "+s");
  EXPECT_EQ(array.length, 2);
  for (int64_t k = 0; k < n; ++k) {
    const void* const data = array.children[k]->buffers[1];
    EXPECT_EQ(std::count_if(instance.host.memory.begin(), instance.host.memory.end(),
                            [&](const auto& p) { return p.get() == data; }),
              1);
    EXPECT_EQ(array.children[k]->offset, 0);
  }
  Columns columns{{}, take(schema, array), {}};
  EXPECT_EQ(schema.release, nullptr);
  EXPECT_EQ(array.release, nullptr);
  EXPECT_EQ(column(columns, "id"), "i: 1 2");
  EXPECT_EQ(column(columns, "income"), "g: 1.5 .");
  EXPECT_EQ(column(columns, "region"), "i: north; east south");
  EXPECT_EQ(column(columns, "born"), "tdD: 10 .");
  EXPECT_EQ(column(columns, "poor"), "b: TRUE FALSE");
}

TEST(Boundary, TellsWhichParameterIsWrong) {
  const Document document("a,b\n1,2\n");
  const auto refused = [&](auto change) {
    Study study;
    study.path = document.path();
    change(study);
    const Instance instance(study);
    EXPECT_EQ(instance.status, CLUSIA_BAD_PARAMETER);
    EXPECT_EQ(instance.pointer, nullptr);
    return std::string(instance.error.subject) + ": " + document.shortened(instance.error.message);
  };
  EXPECT_EQ(refused([](Study& s) { s.path = "/nowhere.csv"; }),
            "path: /nowhere.csv: there is no such file: correct path");
  for (const char* bad : {"", ",,", "\"", "\n", "a", "7", "."})
    EXPECT_EQ(refused([&](Study& s) { s.delimiter = bad; }),
              "delimiter: " + csv::quoted(bad) +
                  " cannot separate fields: right would be one ASCII character that is no letter, digit, sign, point, "
                  "quote or "
                  "line end, such as \",\"");
  EXPECT_EQ(refused([](Study& s) { s.decimal = ","; }),
            "decimal: the decimal sign and the delimiter are both ',': set delimiter to another one, such as \";\"");
  EXPECT_EQ(refused([](Study& s) { s.type_columns = {"a"}, s.type_words = {"float"}; }),
            "types: 'float' is no type for column 'a': right would be number, integer, boolean, date or text");
  EXPECT_EQ(refused([](Study& s) { s.type_columns = {"c"}, s.type_words = {"text"}; }),
            "types: f.csv has no column 'c': the columns are 'a', 'b'");
}

TEST(Boundary, StopsWhenAskedTo) {
  const Document document("a,b\n1,2\n");
  Study study;
  study.path = document.path();
  Instance instance(study);
  ASSERT_EQ(instance.status, CLUSIA_OK);
  instance.host.stop = true;
  const clusia_allocator allocator = instance.host.allocator();
  const char* names[] = {"a"};
  ArrowSchema schema;
  ArrowArray array;
  EXPECT_EQ(source().read(instance.pointer, 1, names, &allocator, &schema, &array, &instance.error), CLUSIA_CANCELLED);
}

}  // namespace
}  // namespace test
