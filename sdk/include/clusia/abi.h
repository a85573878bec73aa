/* clusia/abi.h: the whole boundary between the Clusia host and a plugin. C11; valid C17 and C++20.
 *
 * THE IDEA. An indicator is a functional T(d, r) of two weightings of one frame: the domain d (whom the estimate is
 * about) and the reference r (where a relative line or a normalisation comes from). It returns T and, when asked, u_i =
 * dT/dd_i and v_i = dT/dr_i. A comparator is a design that sees no outcome and answers in data: cells (rows with
 * weights), contrasts (functions of the cells' estimates), and how the weights came about. The host does everything
 * between the two. docs/concepts.md has the formulas.
 *
 * TAGS. Every function carries a thread rule, an error rule and, where memory is handed over, its owner, so that they
 * can be searched (a comment that ends in "(all)" or "(both)" speaks for the rest of its struct): [thread:any]   may be
 * called from several threads at once, also on one instance [thread:one]   at most one call at a time on one instance;
 * instances are independent of each other [owner:host]   memory handed in is the host's, valid until the call returns
 * (or as the comment says); the plugin frees nothing [owner:plugin] memory handed out is the plugin's, valid as the
 * comment says; the host frees nothing [owner:none]   no memory changes hands [error:status] returns a clusia_status
 * and, unless it is CLUSIA_OK, has filled *error; a failure without words is a breach [error:never]  cannot fail
 *   [error:null]   answers NULL where it has nothing to give (and, where it has an error struct, fills it)
 * No exception and no longjmp may cross any of these functions.
 *
 * SIZES AND GROWTH. A struct whose first member is `size` may grow at its end in a later minor version. Whoever fills
 * it zeroes it and writes sizeof. Whoever reads a smaller one takes what is missing as zero; whoever reads a larger one
 * refuses it (CLUSIA_UNSUPPORTED) unless all bytes beyond its own sizeof are zero: zero always means "as before".
 * Tables of functions are exempt. Where the callee fills a struct, the caller writes `size` first and the callee writes
 * no byte beyond it. No sized struct ends in padding. An array of such structs is stepped by the `size` of its first
 * element. An op, kind or flag that the reader does not know is refused, never ignored. Structs without `size` are
 * frozen. Minor versions add, major versions break. Optional powers are asked for by versioned id. */
#ifndef CLUSIA_ABI_H
#define CLUSIA_ABI_H

#include <stddef.h>
#include <stdint.h>

#include "arrow.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CLUSIA_ABI_MAJOR 1
#define CLUSIA_ABI_MINOR 1

#if defined(__GNUC__)
#define CLUSIA_EXPORT __attribute__((visibility("default")))
#else
#define CLUSIA_EXPORT
#endif

/* ---- status and error
 * ------------------------------------------------------------------------------------------------------ */

typedef int32_t clusia_status;
enum {
  CLUSIA_OK = 0,
  CLUSIA_FAILED = 1,        /* error.message says why */
  CLUSIA_BAD_PARAMETER = 2, /* error.subject names the parameter or input */
  CLUSIA_UNDEFINED =
      3, /* the statistic does not exist on these rows (empty domain, zero total ...): no estimate, not a fault */
  CLUSIA_CANCELLED = 4,  /* the host asked to stop */
  CLUSIA_UNSUPPORTED = 5 /* this design, estimand or data shape is not served: error.message says what would be */
};

typedef struct clusia_error { /* caller-owned; both texts end in NUL, UTF-8 */
  char message[1024];
  char subject[128];
} clusia_error;

typedef struct clusia_version {
  uint32_t major, minor;
} clusia_version;

/* ---- declarations: stated once, here, as data
 * --------------------------------------------------------------------------------- */

enum { CLUSIA_SOURCE = 1, CLUSIA_INDICATOR = 2, CLUSIA_COMPARATOR = 3 }; /* kind */

enum { /* type of a parameter */
       CLUSIA_NUMBER = 1,
       CLUSIA_INTEGER = 2,
       CLUSIA_BOOLEAN = 3,
       CLUSIA_TEXT = 4,
       CLUSIA_CHOICE = 5,  /* one of `choices`; the value is its index */
       CLUSIA_WAVE = 6,    /* one of the waves of the data; the value is its index, -1 where the data have no waves; not
                              for a source */
       CLUSIA_PATH = 7,    /* a file; the host resolves it against the study's folder and stores its hash */
       CLUSIA_NUMBERS = 8, /* a list */
       CLUSIA_TEXTS = 9,   /* a list */
       CLUSIA_TEXT_MAP = 10 /* names to texts */
};

enum {                            /* type of an input; the host converts to the Arrow format in brackets */
       CLUSIA_COLUMN_NUMBER = 1,  /* float64 [g]: from numbers, integers, booleans (0/1) */
       CLUSIA_COLUMN_BOOLEAN = 2, /* bool [b]: from booleans and from integers that are 0 or 1 */
       CLUSIA_COLUMN_CATEGORY = 3 /* int32 indices [i] into a utf8 dictionary [u]: from texts, integers, booleans */
};

enum { /* what kind of number an output is */
       CLUSIA_PLAIN = 0,
       CLUSIA_PROPORTION = 1, /* from 0 to 1 by its nature: its interval is made on the logit scale */
       CLUSIA_CURVE_POINT = 2
}; /* one point of a curve, at `at` on its other axis */

enum { CLUSIA_HIGHER_IS_BETTER = 1, CLUSIA_LOWER_IS_BETTER = -1, CLUSIA_NO_DIRECTION = 0 }; /* direction */

typedef struct clusia_parameter {
  size_t size;
  const char* name; /* as the study writes it: [a-z][a-z0-9_]* */
  int32_t type;
  int32_t required;         /* 1: a study must set it; 0: default_text holds, or it stays unset if that is NULL */
  const char* default_text; /* as TOML: "0.6", "\"median\""; for CLUSIA_WAVE also "\"first\"", "\"last\"" */
  double minimum, maximum;  /* inclusive, of numbers and integers, each element of a list; -HUGE_VAL, HUGE_VAL: open */
  const char* const* choices; /* CLUSIA_CHOICE: ends in NULL */
  const char* unit;           /* NULL: none */
  const char* doc;            /* one line */
  const char* convention;     /* where the field has several: what is followed, and whose; else NULL */
} clusia_parameter;

typedef struct clusia_input {
  size_t size;
  const char* name;
  int32_t type;
  int32_t required;
  int32_t many;          /* 1: a list of columns */
  int32_t missing_drops; /* 1: a row where it is missing takes no part (and is counted); 0: the plugin handles missing
                            values itself */
  const char* doc;
} clusia_input;

typedef struct clusia_output {
  size_t size;
  const char* name;
  const char* title;
  const char* unit;  /* "" none; "%" percent; "@value" the unit of the input `value` */
  int32_t direction; /* for a well-being reading; a study may override it */
  int32_t kind;
  double degree; /* of homogeneity in d: sum d_i u_i = degree * T (Euler); NaN: none, as `convention` says */
  const char* doc;
  const char* convention; /* NULL, or the convention that the figure follows and its source */
  double at;              /* of a curve point: where on the other axis */
} clusia_output;

typedef struct clusia_plugin {
  size_t size;
  int32_t kind;
  const char* id; /* [a-z][a-z0-9_]*, unique within its kind */
  const char* name;
  const char* version; /* of the plugin */
  const char* summary; /* one line */
  const char* source;  /* author, year, equation of the method */
  const clusia_parameter* parameters;
  int64_t n_parameters;
  const void* interface_; /* clusia_source_interface, _indicator_interface or _comparator_interface, by kind */
} clusia_plugin;          /* [owner:plugin] static: valid as long as the process */

/* One parameter as the study set it (or its default), in the order of the declarations; frozen. The array and all that
 * it points to are valid until destroy; members that the type does not use are 0. */
typedef struct clusia_value {
  int32_t is_set;   /* 0: neither set nor with a default */
  int64_t integer;  /* INTEGER, BOOLEAN, index of CHOICE and WAVE */
  double number;    /* NUMBER */
  const char* text; /* TEXT, PATH (opens as it stands), CHOICE */
  int64_t n;        /* NUMBERS, TEXTS, TEXT_MAP */
  const double* numbers;
  const char* const* texts;
  const char* const* keys; /* TEXT_MAP */
} clusia_value;

/* ---- services that the host lends; valid as long as the process
 * ---------------------------------------------------------------- */

enum { CLUSIA_LOG_DEBUG = 0, CLUSIA_LOG_INFO = 1, CLUSIA_LOG_WARNING = 2 };

typedef struct clusia_host {
  size_t size;
  clusia_version abi;
  const char* version;                                            /* of the host, for messages */
  void* context;                                                  /* first argument of every service */
  void (*log)(void* context, int32_t level, const char* message); /* [thread:any] [owner:host] [error:never] */
  void (*progress)(void* context, double fraction);               /* [thread:any] [owner:none] [error:never] 0 to 1 */
  int32_t (*cancelled)(void* context); /* [thread:any] [owner:none] [error:never] 1: return CLUSIA_CANCELLED soon */
  /* Calls body(task, i) for i in 0 .. n-1 on the host's threads and waits; plugins start no threads of their own. While
   * it waits, the calling thread runs no other work of the host's. body: [thread:any] [error:never], and it calls no
   * parallel_for. [thread:any] [owner:host] [error:never] */
  void (*parallel_for)(void* context, int64_t n, void* task, void (*body)(void* task, int64_t i));
  /* n uniform deviates in (0, 1): a pure function of (the study's seed, this component, stream), whatever the threads.
   * [thread:any] [owner:host] [error:never] */
  void (*uniform)(void* context, uint64_t stream, int64_t n, double* out);
} clusia_host;

/* ---- data as plugins see it
 * ----------------------------------------------------------------------------------------------------- */

/* A column of the frame, read-only. A plugin honours the validity bitmap (buffers[0], NULL when nothing is missing) and
 * `offset`, and calls no `release`. */
typedef struct clusia_column {
  const struct ArrowSchema* schema;
  const struct ArrowArray* array;
} clusia_column;

typedef struct clusia_weighting { /* a weighting of the frame's rows, sparse: rows not listed weigh 0; frozen */
  int64_t n;                      /* listed rows */
  const int64_t* rows;            /* strictly ascending; NULL: row k is k */
  const double* weight;           /* n, finite; 0 allowed: a row is listed with 0 where its derivative is wanted */
} clusia_weighting;

typedef struct clusia_codes { /* a categorical role; frozen */
  const int32_t* code;        /* one a row, -1 missing; NULL: the study has no such role */
  int32_t n_levels;
  const char* const* names; /* levels ascend: as numbers where all are numbers, else as bytes */
  const double* values;     /* the levels as numbers, NaN where they are none */
} clusia_codes;

/* ---- source
 * ---------------------------------------------------------------------------------------------------------------------
 */

typedef struct clusia_allocator {
  size_t size;
  void* context;
  /* Zeroed, 64-byte aligned, kept for ever; NULL: no memory (or 0 bytes asked). [thread:any] [owner:host] [error:null]
   */
  void* (*allocate)(void* context, size_t bytes);
} clusia_allocator;

typedef struct clusia_source_interface {
  size_t size;
  /* Opens: bad paths are found here. On failure *instance stays NULL and destroy is not called: so for every create.
   * [thread:any] [owner:host] [error:status] */
  clusia_status (*create)(const clusia_value* parameters, const clusia_host* host, void** instance,
                          clusia_error* error);
  void (*destroy)(void* instance); /* [thread:one] [owner:none] [error:never] */
  /* The names of the columns, in order. [thread:one] [owner:plugin, until destroy] [error:status] */
  clusia_status (*columns)(void* instance, int64_t* n, const char* const** names, clusia_error* error);
  /* Reads the named columns as the children of one struct array. Buffers from `allocator` are kept without a copy,
   * others are copied; the host calls release once on each; on failure both keep release = NULL. Messages about data
   * read `file:line:column: what: mend`. Accepted formats: g f, c C s S i I l L, b, u U, tdD, and dictionaries of u.
   * [thread:one] [error:status] */
  clusia_status (*read)(void* instance, int64_t n, const char* const* names, const clusia_allocator* allocator,
                        struct ArrowSchema* schema, struct ArrowArray* array, clusia_error* error);
} clusia_source_interface;

/* ---- indicator
 * --------------------------------------------------------------------------------------------------------------------
 */

enum {                             /* traits */
       CLUSIA_READS_REFERENCE = 1, /* T depends on r: v is asked for */
       CLUSIA_NOT_SMOOTH = 2 /* u is not the ordinary derivative (quantiles): checked against a bootstrap instead */
};

typedef struct clusia_indicator_data { /* it and all that it points to are valid until destroy */
  size_t size;
  int64_t n_rows;
  const clusia_value* parameters;
  const int64_t* n_columns;            /* per declared input: 0 absent, 1, or more where it is `many` */
  const clusia_column* const* columns; /* per declared input: its columns */
  const uint8_t* complete; /* bitmap, least bit first: rows with no missing value in an input that drops; NULL: all */
} clusia_indicator_data;

/* Incomplete rows are listed in neither weighting (so rows = NULL only where all are complete). A row listed with
 * weight 0 is complete: its u and v are wanted. u and v are asked for together. Buffers arrive zeroed. */
typedef struct clusia_evaluation {
  size_t size;
  clusia_weighting domain;
  clusia_weighting reference; /* n = 0 unless CLUSIA_READS_REFERENCE */
  double* estimates;          /* [outputs], finite */
  uint8_t* undefined; /* [outputs]: 1 where this output alone does not exist on these rows (all: CLUSIA_UNDEFINED) */
  double* u;          /* [outputs x domain.n], output by output, finite; NULL: not asked */
  double* v;          /* [outputs x reference.n]; NULL: not asked */
} clusia_evaluation;

typedef struct clusia_indicator_interface {
  size_t size;
  const clusia_input* inputs;
  int64_t n_inputs;
  const clusia_output* outputs;
  int64_t n_outputs;
  uint32_t traits;
  /* Binds an instance to its columns for life: sort here, once. [thread:any] [owner:host] [error:status] */
  clusia_status (*create)(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                          clusia_error* error);
  void (*destroy)(void* instance); /* [thread:one] [owner:none] [error:never] */
  /* Pure: same weightings, same answer, bit for bit. [thread:any] [owner:host] [error:status] */
  clusia_status (*evaluate)(void* instance, const clusia_evaluation* evaluation, clusia_error* error);
  const void* (*power)(const char* id); /* [thread:any] [owner:plugin, for ever] [error:null] NULL function: no powers;
                                           NULL answer: not this one */
} clusia_indicator_interface;

/* Many replicates of one domain: row i of replicate b weighs weight_i * factors[b * n_psus + psu_i]. */
#define CLUSIA_INDICATOR_BATCH "clusia.indicator.batch/1"
typedef struct clusia_batch {
  size_t size;
  clusia_weighting domain, reference;
  const int32_t *domain_psu, *reference_psu; /* one a listed row */
  int64_t n_psus, n_replicates;
  const double* factors; /* [n_replicates x n_psus] */
  double* estimates;     /* [n_replicates x outputs]; NaN where undefined */
} clusia_batch;
typedef struct clusia_indicator_batch {
  size_t size;
  clusia_status (*evaluate)(void* instance, const clusia_batch* batch,
                            clusia_error* error); /* [thread:any] [owner:host] [error:status] */
} clusia_indicator_batch;

/* T = sum d s / sum d of unit scores s(r): what a comparator with fits needs. */
#define CLUSIA_INDICATOR_LINEAR "clusia.indicator.linear/1"
typedef struct clusia_indicator_linear {
  size_t size;
  /* scores [outputs x n_rows]; those of incomplete rows are ignored. Asked once per reference in use; the host takes
   * from each answer the rows that this reference judges. NaN on every row of an output: it is no such mean, or does
   * not exist here. [thread:any] [owner:host] [error:status] */
  clusia_status (*scores)(void* instance, const clusia_weighting* reference, double* scores, clusia_error* error);
  /* v [reference.n] = sum_i l_i ds_i/dr for any signed l [n_rows] of one output; NULL function where no reference is
   * read. */
  clusia_status (*reference)(void* instance, int64_t output, const clusia_weighting* reference, const double* l,
                             double* v, clusia_error* error); /* [thread:any] [owner:host] [error:status] */
} clusia_indicator_linear;

/* For one whose value on a row comes from the unit's other waves. Called once, right after create; pointers hold until
 * destroy. */
#define CLUSIA_INDICATOR_HISTORY "clusia.indicator.history/1"
typedef struct clusia_history {
  size_t size;
  clusia_codes unit, wave;
  const int64_t* first; /* [unit.n_levels + 1]: unit k has rows order[first[k]] .. order[first[k+1] - 1], by wave */
  const int64_t* order;
} clusia_history;
typedef struct clusia_indicator_history {
  size_t size;
  clusia_status (*histories)(void* instance, const clusia_history* history,
                             clusia_error* error); /* [thread:one] [owner:host] [error:status] */
} clusia_indicator_history;

/* Outputs that depend on the parameters (quantiles, curve points); replaces the declared list for this instance. */
#define CLUSIA_INDICATOR_OUTPUTS "clusia.indicator.outputs/1"
typedef struct clusia_indicator_outputs {
  size_t size;
  const clusia_output* (*outputs)(void* instance,
                                  int64_t* n); /* [thread:any] [owner:plugin, until destroy] [error:never] */
} clusia_indicator_outputs;

/* For outputs that are quantiles: the interval comes from that of the distribution at the value (Woodruff 1952). An
 * output that is none answers CLUSIA_UNDEFINED. */
#define CLUSIA_INDICATOR_QUANTILE "clusia.indicator.quantile/1"
typedef struct clusia_indicator_quantile {
  size_t size;
  /* F = F(value), u [domain.n] = dF/dd with the value held fixed. [thread:any] [owner:host] [error:status] */
  clusia_status (*distribution)(void* instance, int64_t output, const clusia_weighting* domain, double value, double* F,
                                double* u, clusia_error* error);
  /* The value where F reaches `level`, in (0, 1). [thread:any] [owner:host] [error:status] */
  clusia_status (*inverse)(void* instance, int64_t output, const clusia_weighting* domain, double level, double* value,
                           clusia_error* error);
} clusia_indicator_quantile;

/* Where parameters decide whether the reference is read (a fixed line, a relative one). An instance that answers 0 is
 * given none. */
#define CLUSIA_INDICATOR_REFERENCE "clusia.indicator.reference/1"
typedef struct clusia_indicator_reference {
  size_t size;
  int32_t (*reads)(void* instance); /* [thread:any] [owner:none] [error:never] */
} clusia_indicator_reference;

/* The comparator's side and the entry point. */
#include "abi_comparator.h"

/* The one exported symbol. Told what the host speaks, it writes the least version that it needs and returns its plugin,
 * or NULL with *error filled. Called once, before anything else. [thread:one] [owner:plugin, for ever] [error:null] */
CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least, clusia_error* error);
#define CLUSIA_ENTRY_SYMBOL "clusia_plugin_entry"
typedef const clusia_plugin* (*clusia_entry_function)(clusia_version host, clusia_version* least, clusia_error* error);

#ifdef __cplusplus
}
#endif

#endif /* CLUSIA_ABI_H */
