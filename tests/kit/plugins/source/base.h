/* The healthy source that each faulty one changes in one place: it wants a file, and gives three rows of numbers and
 * texts whatever stands there. A file defines a hook and includes this. */
#include <clusia/abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct source {
  int64_t count; /* for the faulty one's own use */
} source;

static clusia_status fail(clusia_error* error, clusia_status status, const char* message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  return status;
}

#ifndef OPENS /* which path is good */
#define OPENS(path) (stat(path, &found) == 0 && S_ISREG(found.st_mode))
#endif
#ifndef NAMES
#define NAMES "number", "text"
#endif
#ifndef LAST_CODE
#define LAST_CODE 1
#endif
#ifndef FIRST_NUMBER
#define FIRST_NUMBER 1.5
#endif
#ifndef UNKNOWN
#define UNKNOWN return fail(error, CLUSIA_FAILED, "there is no such column")
#endif
#ifndef WITHOUT_MEMORY
#define WITHOUT_MEMORY return fail(error, CLUSIA_FAILED, "the host has no memory")
#endif
#ifndef RELEASED
#define RELEASED(of) (of)->release = NULL
#endif
#ifndef BEFORE /* what is done before reading */
#define BEFORE
#endif

static const char* const names[] = {NAMES};
enum { n_names = sizeof names / sizeof *names, most = 4 };

typedef struct held { /* all that one answer points to; the schema's and the array's are two */
  struct ArrowSchema schemas[2 * most], *schema_list[most];
  struct ArrowArray arrays[2 * most], *array_list[most];
  const void* buffers[2 * most][3];
} held;

static void release_schema(struct ArrowSchema* s) {
  free(s->private_data);
  RELEASED(s);
}
static void release_array(struct ArrowArray* a) {
  free(a->private_data);
  RELEASED(a);
}

static clusia_status create(const clusia_value* parameters, const clusia_host* host, void** instance,
                            clusia_error* error) {
  struct stat found;
  (void)host, (void)found;
  if (!OPENS(parameters[0].text)) return fail(error, CLUSIA_BAD_PARAMETER, "there is no such file");
  *instance = calloc(1, sizeof(source));
  return CLUSIA_OK;
}
static void destroy(void* instance) { free(instance); }

static clusia_status columns(void* instance, int64_t* n, const char* const** list, clusia_error* error) {
  (void)instance, (void)error;
  *n = n_names;
  *list = names;
  return CLUSIA_OK;
}

static int find(const char* name) {
  for (int k = 0; k < n_names; ++k)
    if (strcmp(name, names[k]) == 0) return k;
  return -1;
}

static clusia_status read_columns(void* instance, int64_t n, const char* const* asked,
                                  const clusia_allocator* allocator, struct ArrowSchema* schema,
                                  struct ArrowArray* array, clusia_error* error) {
  static const int32_t ends[] = {0, 3, 6};
  source* self = instance;
  (void)self;
  BEFORE
  for (int64_t k = 0; k < n; ++k)
    if (find(asked[k]) < 0) UNKNOWN;
  double* numbers = allocator->allocate(allocator->context, 3 * sizeof *numbers);
  int32_t* codes = allocator->allocate(allocator->context, 3 * sizeof *codes);
  if (numbers == NULL || codes == NULL) {
    WITHOUT_MEMORY;
  } else {
    numbers[0] = FIRST_NUMBER, numbers[1] = 2, numbers[2] = 3;
    codes[2] = LAST_CODE;
  }
  held *s = calloc(1, sizeof *s), *a = calloc(1, sizeof *a);
  for (int64_t k = 0; k < n; ++k) {
    const int text = find(asked[k]) == 1;
    s->schemas[k].format = text ? "i" : "g";
    s->schemas[k].name = asked[k] == NULL ? "" : find(asked[k]) < 0 ? "other" : names[find(asked[k])];
    s->schema_list[k] = &s->schemas[k];
    a->arrays[k].length = 3;
    a->arrays[k].n_buffers = 2;
    a->arrays[k].buffers = a->buffers[k];
    a->buffers[k][1] = text ? (const void*)codes : numbers;
    a->array_list[k] = &a->arrays[k];
    if (!text) continue;
    s->schemas[most + k].format = "u";
    s->schemas[k].dictionary = &s->schemas[most + k];
    a->arrays[most + k].length = 2;
    a->arrays[most + k].n_buffers = 3;
    a->arrays[most + k].buffers = a->buffers[most + k];
    a->buffers[most + k][1] = ends;
    a->buffers[most + k][2] = "onetwo";
    a->arrays[k].dictionary = &a->arrays[most + k];
  }
  *schema = (struct ArrowSchema){.format = "+s", .n_children = n, .children = s->schema_list, .private_data = s};
  *array = (struct ArrowArray){.length = 3,
                               .n_buffers = 1,
                               .n_children = n,
                               .buffers = a->buffers[2 * most - 1],
                               .children = a->array_list,
                               .private_data = a};
  schema->release = release_schema;
  array->release = release_array;
  return CLUSIA_OK;
}

static const clusia_parameter parameters[] = {
    {sizeof(clusia_parameter), "path", CLUSIA_PATH, 1, NULL, 0, 0, NULL, NULL, "any file", NULL}};
static const clusia_source_interface table = {sizeof table, create, destroy, columns, read_columns};
static const clusia_plugin plugin = {sizeof plugin,     CLUSIA_SOURCE, "faulty",   "Faulty", "1.0.0",
                                     "Breaks one rule", "nobody",      parameters, 1,        &table};

CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  (void)host, (void)error;
  least->major = CLUSIA_ABI_MAJOR;
  return &plugin;
}
