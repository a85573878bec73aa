/* Sources that return what is no valid Arrow, or break the rules of reading. Built once a fault. Each would give one
 * column of three rows; who counts says how often each struct was released. */
#include <clusia/abi.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const clusia_host* services;
static const double numbers[3] = {1, 2, 3};
static const int32_t codes[3] = {0, 1,
#ifdef FAULT_index_outside
                                 2
#else
                                 0
#endif
};
#ifdef FAULT_offsets_descend
static const int32_t ends[4] = {0, 2, 1, 3};
#else
static const int32_t ends[4] = {0, 1, 2, 3};
#endif
static const void* number_buffers[2] = {NULL, numbers};
static const void* text_buffers[3] = {NULL, ends, "abc"};
static const void* code_buffers[2] = {NULL, codes};

static void say(const char* what) { services->log(services->context, CLUSIA_LOG_WARNING, what); }
static void release_schema(struct ArrowSchema* s) {
  say("schema released");
  s->release = NULL;
}
static void release_array(struct ArrowArray* a) {
  say("array released");
  a->release = NULL;
}

static struct ArrowSchema column_schema, dictionary_schema, *schemas[1] = {&column_schema};
static struct ArrowArray column, dictionary, *columns[1] = {&column};

static clusia_status create(const clusia_value* parameters, const clusia_host* host, void** instance,
                            clusia_error* error) {
  (void)parameters, (void)error;
  services = host;
  *instance = malloc(1);
  return CLUSIA_OK;
}
static void destroy(void* instance) { free(instance); }

static clusia_status names_of(void* instance, int64_t* n, const char* const** names, clusia_error* error) {
  static const char* one[1] = {"a"};
  (void)instance, (void)error;
#if defined(FAULT_many_columns)
  {
    enum { many = 5000 };
    static char text[many][48];
    static const char* list[many];
    int k;
    for (k = 0; k < many; ++k) {
      snprintf(text[k], sizeof text[k], "a_column_with_a_rather_long_name_%d", k);
      list[k] = text[k];
    }
    *n = many;
    *names = list;
    return CLUSIA_OK;
  }
#endif
#ifdef FAULT_names_nothing
  one[0] = NULL;
#endif
  *n = 1;
  *names = one;
  return CLUSIA_OK;
}

static void fill(struct ArrowSchema* schema, struct ArrowArray* array) {
  memset(schema, 0, sizeof *schema);
  memset(array, 0, sizeof *array);
  schema->format = "+s";
  schema->n_children = array->n_children = 1;
  schema->children = schemas;
  array->children = columns;
  array->length = column.length = 3;
  schema->release = release_schema;
  array->release = release_array;
  column_schema.format = "g";
  column_schema.name = "a";
  column.n_buffers = 2;
  column.buffers = number_buffers;
#if defined(FAULT_wrong_buffers)
  column.n_buffers = 1;
#elif defined(FAULT_missing_buffer)
  number_buffers[1] = NULL;
#elif defined(FAULT_fewer_rows)
  column.length = 2;
#elif defined(FAULT_unknown_format)
  column_schema.format = "tsu:Europe/Rome";
#elif defined(FAULT_no_format)
  column_schema.format = NULL;
#elif defined(FAULT_no_struct)
  schema->format = "g";
#elif defined(FAULT_no_children)
  array->children = NULL;
#elif defined(FAULT_negative_length)
  array->length = -1;
#elif defined(FAULT_endless_length)
  array->length = column.length = INT64_MAX;
#elif defined(FAULT_missing_structs)
  array->null_count = 1;
#elif defined(FAULT_offsets_descend)
  column_schema.format = "u";
  column.n_buffers = 3;
  column.buffers = text_buffers;
#elif defined(FAULT_index_outside) || defined(FAULT_half_a_dictionary)
  column_schema.format = "i";
  column.buffers = code_buffers;
  column_schema.dictionary = &dictionary_schema;
  dictionary_schema.format = "u";
  dictionary.length = 2;
  dictionary.n_buffers = 3;
  dictionary.buffers = text_buffers;
#ifndef FAULT_half_a_dictionary
  column.dictionary = &dictionary;
#endif
#elif defined(FAULT_fewer_columns)
  schema->n_children = array->n_children = 0;
#endif
}

static clusia_status read(void* instance, int64_t n, const char* const* names, const clusia_allocator* allocator,
                          struct ArrowSchema* schema, struct ArrowArray* array, clusia_error* error) {
  (void)instance, (void)names, (void)n, (void)allocator, (void)error, (void)dictionary, (void)code_buffers,
      (void)text_buffers;
#if defined(FAULT_allocates_without_end)
  {
    long k;
    for (k = 0; k < 1000000; ++k) /* never touched */
      if (allocator->allocate(allocator->context, (size_t)1 << 30) == NULL) break;
    snprintf(error->message, sizeof error->message, "no more memory");
    return k < 1000000 ? CLUSIA_FAILED : CLUSIA_OK;
  }
#elif defined(FAULT_allocates_everything)
  allocator->allocate(allocator->context, 1);
  snprintf(error->message, sizeof error->message, "%s",
           allocator->allocate(allocator->context, SIZE_MAX - 63) == NULL ? "no more memory" : "it was given");
  return CLUSIA_FAILED;
#elif defined(FAULT_crashes_when_read)
  abort();
#endif
  fill(schema, array);
#if defined(FAULT_fails_when_filled)
  snprintf(error->message, sizeof error->message, "the file ends in the middle");
  return CLUSIA_FAILED;
#endif
#if defined(FAULT_many_columns)
  {
    struct ArrowSchema** s = malloc((size_t)n * sizeof *s);
    struct ArrowArray** a = malloc((size_t)n * sizeof *a);
    int64_t k;
    for (k = 0; k < n; ++k) s[k] = &column_schema, a[k] = &column;
    schema->children = s;
    array->children = a;
    schema->n_children = array->n_children = n;
  }
#endif
  return CLUSIA_OK;
}

static const clusia_source_interface table = {sizeof table, create, destroy, names_of, read};
static const clusia_plugin plugin = {sizeof(clusia_plugin), CLUSIA_SOURCE, FAULT, FAULT, "1.0.0",
                                     "Returns nonsense",    "nobody",      NULL,  0,     &table};

CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  (void)host, (void)error;
  least->major = CLUSIA_ABI_MAJOR;
  return &plugin;
}
