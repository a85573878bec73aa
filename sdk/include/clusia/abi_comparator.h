/* clusia/abi_comparator.h: part of abi.h (include that). What a comparator sees, and the data in which it answers. */
#ifndef CLUSIA_ABI_COMPARATOR_H
#define CLUSIA_ABI_COMPARATOR_H

#ifndef CLUSIA_ABI_H
#error "include <clusia/abi.h>"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what it sees: roles and covariates, never an outcome
 * ----------------------------------------------------------------------- */

enum { CLUSIA_ATT = 1, CLUSIA_ATE = 2, CLUSIA_ATO = 4 }; /* estimands; also as bits of what a comparator serves */

enum { /* roles that a comparator needs, as bits */
       CLUSIA_ROLE_UNIT = 1,
       CLUSIA_ROLE_WAVE = 2,
       CLUSIA_ROLE_ARM = 4,
       CLUSIA_ROLE_COHORT = 8,
       CLUSIA_ROLE_CLUSTER = 16,
       CLUSIA_ROLE_COVARIATES = 32,
       CLUSIA_ROLE_BLOCK = 64
};

enum {                                            /* how the data were collected, as the study says it; as bits */
       CLUSIA_DESIGN_ONE_OFF = 1,                 /* one round, what was before is asked back */
       CLUSIA_DESIGN_REPEAT = 2,                  /* before and after, without a comparison group */
       CLUSIA_DESIGN_LONGITUDINAL = 4,            /* the same units in several waves */
       CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS = 8, /* other units in each wave */
       CLUSIA_DESIGN_RANDOMISED = 16              /* arms were drawn by lot */
};

typedef struct clusia_design_frame {
  size_t size;
  int64_t n_rows;   /* of one question: everyone or, where the study asks for a design in each group, that group's rows,
                       numbered 0 .. n_rows-1. Where it does not, the host cuts cells and fits to the group's rows: phi
                       and J stay as the design gave them. Levels of codes are those of the data. The study's reference
                       is drawn from everyone in its wave */
  int32_t estimand; /* CLUSIA_ATT, _ATE or _ATO */
  int32_t sample_estimand; /* 1: of this sample; 0: of the population that it stands for */
  clusia_codes unit, wave, cluster, stratum, psu, block;
  clusia_codes arm;           /* -1: in no arm of the study */
  const uint8_t* arm_treated; /* [arm.n_levels]: 1 treated, 0 comparison */
  clusia_codes cohort; /* the wave in which a unit is first treated, as index into wave; -1 never. names, values NULL */
  const double* weight; /* survey weights (times persons where the study counts persons), never NULL: d, phi and
                           a are on this scale. A redesign in a replicate hands over that replicate's */
  int64_t n_covariates;
  const clusia_column* covariates; /* numbers [g] or categories [i] with a dictionary; the schema has the name */
} clusia_design_frame;

/* ---- what it answers: data
 * ------------------------------------------------------------------------------------------------------- */

/* Estimated weights: gamma^ - gamma = sum_i phi_i, the survey weight included in phi_i. */
typedef struct clusia_first_step {
  size_t size;
  const char* name;
  int32_t n_parameters; /* p */
  int64_t n;            /* listed rows */
  const int64_t* rows;  /* strictly ascending; NULL: row k is k */
  const double* phi;    /* [n x p], row by row */
} clusia_first_step;

/* How a weighting answers to a first step: dd_k/dgamma = jacobian_k, or d_k x_k (factored). Exactly one of the two
 * where first_step
 * >= 0, by listed row; -1: the weights are known. Several first steps are stacked into one phi (union of rows, zeros
 * elsewhere). */
typedef struct clusia_jacobian { /* frozen */
  int32_t first_step;            /* index of an earlier clusia_first_step, or -1 */
  const double* dense;           /* [n x p] */
  const double* factored;        /* [n x p]: x */
} clusia_jacobian;

enum {
  CLUSIA_REFERENCE_STUDY = 0, /* as the study says: its wave, the baseline wave, or all */
  CLUSIA_REFERENCE_CUSTOM = 1 /* `reference` */
};

/* A regression that the host fits on the indicator's scores: beta = argmin sum_k a_k (s_k - x_k'b - absorbed)^2. Rows
 * with a = 0 count in neither N nor K. A regressor that is collinear on the rows that stay has no coefficient: what
 * names it is undefined. */
typedef struct clusia_fit {
  size_t size;
  const char* name;
  clusia_weighting rows;          /* a */
  clusia_jacobian jacobian;       /* of a */
  int32_t n_regressors;           /* q */
  const double* regressors;       /* [n x q] */
  int32_t n_absorbed;             /* fixed effects */
  const int32_t* const* absorbed; /* each [n]: a level >= 0 */
  int32_t reference_kind,
      reserved; /* of the scores, as in clusia_cell: a cell with own != 0 judges by its fits' reference */
  clusia_weighting reference;
} clusia_fit;

typedef struct clusia_fit_term { /* frozen */
  int32_t fit;                   /* index of an earlier clusia_fit without absorbed effects */
  int32_t n_regressors;          /* that fit's q */
  double factor;                 /* a_f */
  const double* regressors;      /* [domain.n x q], where it is predicted; terms may share one pointer */
} clusia_fit_term;

/* Rows with weights. The value that an indicator judges is own * s_i + sum_f factor_f x_i'beta_f, with s_i the row's
 * score. */
typedef struct clusia_cell {
  size_t size;
  const char* name;  /* unique in the answer: "treated, after" */
  int32_t wave, arm; /* codes, -1: several. The wave also chooses the reference of CLUSIA_REFERENCE_STUDY: with -1 it
                        is everyone in all waves */
  clusia_weighting domain;  /* d, on the scale of the survey weights */
  clusia_jacobian jacobian; /* of d */
  int32_t reference_kind;
  clusia_weighting reference;
  int32_t size_only; /* 1: only its size is used, no indicator is evaluated */
  double own;        /* 1, or 0 for a prediction alone */
  int64_t n_terms;
  const clusia_fit_term* terms;
} clusia_cell;

enum {                              /* one step of a contrast, in postfix order */
       CLUSIA_PUSH_ESTIMATE = 1,    /* T of cell `index` */
       CLUSIA_PUSH_SIZE = 2,        /* sum of d of cell `index` */
       CLUSIA_PUSH_COEFFICIENT = 3, /* coefficient `item` of fit `index` */
       CLUSIA_PUSH_NUMBER = 4,      /* `number` */
       CLUSIA_ADD = 5,
       CLUSIA_SUBTRACT = 6,
       CLUSIA_MULTIPLY = 7,
       CLUSIA_DIVIDE = 8,
       CLUSIA_EXP = 9,
       CLUSIA_LOG = 10
};

typedef struct clusia_step { /* frozen */
  int32_t op, index, item;
  double number;
} clusia_step;

/* A smooth function of estimates, sizes and coefficients, as a postfix program: the host evaluates it and its exact
 * gradient. */
typedef struct clusia_contrast {
  size_t size;
  const char* name; /* [a-z][a-z0-9_]*, unique in the answer */
  const char* title;
  const char* unit;  /* NULL: the indicator's; "%" percent; "" a pure number */
  int32_t is_effect; /* 1: an answer to the study's question; 0: a component shown beside it (growth in one arm) */
  int32_t wave;      /* the wave that it speaks of, -1: none in particular */
  double null_value; /* what "no effect" would be: 0; 100 for an index */
  int64_t n_steps;
  const clusia_step* steps;
  int32_t factor, reserved; /* CLUSIA_FACTOR_*; 0: the design's */
  /* Both are 1 + the index of an earlier contrast, or 0. A placebo is what contrast `placebo_of` would be, had another
   * unit been treated. A contrast with `ranked_by` is not tested by its standard error: with v the value of contrast
   * `ranked_by`, p = (1 + placebos with |value| >= |v|) / (1 + placebos). In a design with one, no contrast is tested
   * by its standard error. */
  int32_t placebo_of, ranked_by;
} clusia_contrast;

/* Units whose errors go together by design (matched pairs, strata of a matching): one more cluster id beside the
 * study's; a row that is not listed is alone in it. */
typedef struct clusia_pairs {
  size_t size;
  int64_t n;
  const int64_t* rows; /* ascending */
  const int32_t* pair; /* [n] a level >= 0 */
} clusia_pairs;

/* Nearest neighbours (Abadie and Imbens 2006). For the ATT: for row i of cell `treated`, row j of cell `comparison`
 * stands in with the share w: over j it sums to 1 for each i, and d_j = sum_i d_i w_ij (refused otherwise). A j whose
 * outcome is missing leaves and the w of its i are scaled to 1 again, in d too; an i that loses all leaves both cells.
 * A group keeps its i, with all their j. within_*: for row i of the comparison cell its nearest rows in its own arm;
 * n_within = 0: one variance for all. Rows named here are listed in their cell, with d = 0 where they serve the
 * variance alone. A cell stands in one such struct at most; contrasts over several of them fold their rows by unit.
 * For the ATE, and for an effect on the sample, whose variance has all rows in it (own != NULL, since 1.1), rows of
 * either cell may be i, with their j in the other one, and within_i may be of either. A row weighs d_k = own_k + sum_i
 * own_i w_ik (refused otherwise), own = 0 for one that is no i. */
typedef struct clusia_neighbours {
  size_t size;
  int32_t treated, comparison; /* cells */
  int64_t n;
  const int64_t *i, *j;
  const double* w;
  int64_t n_within;
  const int64_t *within_i, *within_j; /* grouped by within_i */
  const double* own;                  /* [n] what row i weighs itself, the same with each of its j; NULL: the ATT */
} clusia_neighbours;

/* What falls out when an outcome is missing: the row, or all rows of a unit that misses it on any row that a cell with
 * own != 0 or a fit lists. What falls out leaves every cell, size, fit and N alike; phi is as the design, which is
 * blind, gave it. */
enum { CLUSIA_MISSING_ROW = 1, CLUSIA_MISSING_UNIT = 2 };

enum {                              /* small-sample factor and centring of the PSU totals */
       CLUSIA_FACTOR_DESIGN = 1,    /* n_h/(n_h-1), centred in each stratum: survey samples */
       CLUSIA_FACTOR_NONE = 2,      /* centred, no factor (DRDID) */
       CLUSIA_FACTOR_UNCENTRED = 3, /* raw sum of squares (did, sandwich HC0) */
       CLUSIA_FACTOR_REGRESSION =
           4 /* G/(G-1) (N-1)/(N-K), raw; G the least of several cluster ids. K = q + levels of the absorbed
                effects not nested in a cluster id, + 1 if all are, - (effects - 1) if none is (fixest's
                default). Several fits in a contrast: the largest K; no fit: as CLUSIA_FACTOR_DESIGN */
};

typedef struct clusia_design {
  size_t size;
  const char* summary;    /* one sentence: what is compared with what */
  const char* assumption; /* one sentence: under which the contrast is an effect; "{indicator}" stands for its title */
  int32_t missing;        /* CLUSIA_MISSING_* */
  int32_t factor;         /* CLUSIA_FACTOR_* */
  int32_t redesign; /* 1: replicates and reassignments ask for a new design. It has the same cells, fits and contrasts
                       in the same order, with empty cells where nothing is left; another shape is refused */
  int32_t reserved; /* 0 */
} clusia_design;

typedef struct clusia_diagnostic {
  size_t size;
  const char* name;    /* "standardised_difference_after" */
  const char* subject; /* a covariate, an arm, a cell; "" */
  double value;        /* finite */
  const char* text;    /* a sentence for the report, or NULL */
} clusia_diagnostic;

/* The host's ear: each call copies what it is given and refuses what is malformed. Indices count accepted calls from 0,
 * kind by kind. [thread:one] [owner:host] [error:status] (all) */
typedef struct clusia_answer {
  size_t size;
  void* context;
  clusia_status (*design)(void* context, const clusia_design* design, clusia_error* error); /* exactly once */
  clusia_status (*first_step)(void* context, const clusia_first_step* step, clusia_error* error);
  clusia_status (*fit)(void* context, const clusia_fit* fit, clusia_error* error);
  clusia_status (*cell)(void* context, const clusia_cell* cell, clusia_error* error);
  clusia_status (*contrast)(void* context, const clusia_contrast* contrast, clusia_error* error);
  clusia_status (*pairs)(void* context, const clusia_pairs* pairs, clusia_error* error);
  clusia_status (*neighbours)(void* context, const clusia_neighbours* neighbours, clusia_error* error);
  clusia_status (*diagnostic)(void* context, const clusia_diagnostic* diagnostic, clusia_error* error);
} clusia_answer;

typedef struct clusia_comparator_interface {
  size_t size;
  uint32_t roles;     /* needed, CLUSIA_ROLE_* */
  uint32_t estimands; /* served, CLUSIA_ATT | ... */
  /* [thread:any] [owner:host] [error:status] */
  clusia_status (*create)(const clusia_value* parameters, const clusia_host* host, void** instance,
                          clusia_error* error);
  void (*destroy)(void* instance); /* [thread:one] [owner:none] [error:never] */
  /* Pure: the same frame, the same answer, bit for bit, in whatever order the rows stand.
   * [thread:one] [owner:host] [error:status] */
  clusia_status (*design)(void* instance, const clusia_design_frame* frame, const clusia_answer* answer,
                          clusia_error* error);
  const void* (*power)(const char* id); /* [thread:any] [owner:plugin, for ever] [error:null] as for indicators */
  uint32_t designs;                     /* of a study under which it is valid, CLUSIA_DESIGN_*; 0: all */
  uint32_t reserved;                    /* 0 */
} clusia_comparator_interface;

/* For one that legitimately needs values from before the intervention (synthetic control): it gets baseline estimates,
 * no rows. */
#define CLUSIA_COMPARATOR_BASELINE "clusia.comparator.baseline/1"
typedef struct clusia_baseline_need { /* the host writes size */
  size_t size;
  int32_t by;        /* CLUSIA_ROLE_CLUSTER, _UNIT or _ARM: one series a level */
  int32_t last_wave; /* the last wave before the intervention; later ones are never handed over */
} clusia_baseline_need;
typedef struct clusia_baseline {
  size_t size;
  int64_t n_levels, n_waves; /* waves 0 .. last_wave */
  const double* estimates;   /* [n_levels x n_waves]; NaN where there is none */
} clusia_baseline;
typedef struct clusia_comparator_baseline {
  size_t size;
  /* [thread:one] [owner:host] [error:status] (both); design is then asked once an indicator and output, in place of the
   * plain one, and perhaps of another instance than need was. Estimates are on survey weights, everyone's, whatever
   * the groups of the study */
  clusia_status (*need)(void* instance, const clusia_design_frame* frame, clusia_baseline_need* need,
                        clusia_error* error);
  clusia_status (*design)(void* instance, const clusia_design_frame* frame, const clusia_baseline* baseline,
                          const clusia_answer* answer, clusia_error* error);
} clusia_comparator_baseline;

#ifdef __cplusplus
}
#endif

#endif /* CLUSIA_ABI_COMPARATOR_H */
