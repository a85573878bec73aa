-- The results database of one run. docs/results.md is the page for analysts; this file is the definition.
-- PRAGMA user_version holds the schema's version. Text is UTF-8; NULL means "there is none", never zero.
PRAGMA user_version = 1;

CREATE TABLE run (                      -- one row
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  state          TEXT NOT NULL CHECK (state IN ('running', 'complete', 'failed', 'interrupted')), -- failed: finished, some tasks failed
  study          TEXT NOT NULL,         -- the study's id
  title          TEXT NOT NULL,
  question       TEXT,
  study_path     TEXT NOT NULL,
  study_text     TEXT NOT NULL,         -- the TOML as it was read
  study_sha256   TEXT NOT NULL,
  population     INTEGER NOT NULL CHECK (population IN (0, 1)), -- 1: the data are everyone, not a sample: no standard errors
  confidence     REAL NOT NULL,         -- level of the intervals
  estimand       TEXT NOT NULL,
  estimand_of    TEXT NOT NULL DEFAULT 'population' CHECK (estimand_of IN ('population', 'sample')), -- of those whom the sample stands for, or of its units
  seed           INTEGER NOT NULL,
  isolation      TEXT NOT NULL,
  variance       TEXT NOT NULL,         -- 'linearised', 'bootstrap', 'jackknife', 'brr', 'replicate_weights'
  replicates     INTEGER NOT NULL,      -- of the bootstrap and of romano_wolf
  single_psu     TEXT NOT NULL,         -- what a stratum with one PSU adds: 'fail', 'adjust', 'certainty', 'average'
  max_missing    REAL NOT NULL,         -- share of a cell's rows without a value above which it is not estimated
  max_cv         REAL,                  -- coefficient of variation above which an estimate is marked 'imprecise'
  min_rows       INTEGER NOT NULL,      -- rows under which a cell is marked 'small'
  few_clusters   INTEGER NOT NULL,      -- clusters under which an effect is tested by few_clusters_test; 0: never
  few_clusters_test TEXT NOT NULL CHECK (few_clusters_test IN ('cr2', 'wild', 'randomisation')),
  adjust         TEXT NOT NULL,         -- of p-values: 'none', 'holm', 'benjamini_hochberg', 'romano_wolf'
  family         TEXT NOT NULL,         -- which tests are one family: 'groups', 'indicators', 'comparator', 'study'
  clusia_version TEXT NOT NULL,
  abi_version    TEXT NOT NULL,
  build          TEXT NOT NULL,         -- compiler and its flags
  started        TEXT NOT NULL,         -- UTC, ISO 8601
  finished       TEXT,
  machine        TEXT NOT NULL
) STRICT;

CREATE TABLE plugin (                   -- the plugins that the run used
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL CHECK (kind IN ('source', 'indicator', 'comparator')),
  name    TEXT NOT NULL,                -- its id, as a study names it
  title   TEXT NOT NULL,
  version TEXT NOT NULL,
  summary TEXT NOT NULL,
  source  TEXT NOT NULL,                -- author, year, equation
  path    TEXT NOT NULL,
  sha256  TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;

CREATE TABLE dataset (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  title     TEXT NOT NULL,
  plugin_id INTEGER NOT NULL REFERENCES plugin (id),
  rows      INTEGER NOT NULL,
  psu_from  TEXT NOT NULL,              -- what a PSU is in the variance: 'psu', 'group', 'household', 'unit' or 'row'
  unit_of_analysis TEXT CHECK (unit_of_analysis IN ('individual', 'household', 'group', 'firm')) -- what a row is; NULL: not said
) STRICT;

CREATE TABLE dataset_column (           -- the columns that were read
  dataset_id INTEGER NOT NULL REFERENCES dataset (id),
  name       TEXT NOT NULL,
  type       TEXT NOT NULL,
  missing    INTEGER NOT NULL,          -- rows with no value
  roles      TEXT NOT NULL,             -- "wave", "weight, psu", ""
  PRIMARY KEY (dataset_id, name)
) STRICT;

CREATE TABLE link (                     -- rows of a dataset belong to rows of another: persons to their household
  id         INTEGER PRIMARY KEY,
  dataset_id INTEGER NOT NULL REFERENCES dataset (id),
  to_id      INTEGER NOT NULL REFERENCES dataset (id),
  column     TEXT NOT NULL,             -- that says to whom
  rows       INTEGER NOT NULL,          -- of the dataset
  without_key INTEGER NOT NULL,         -- of these, where the column is empty
  unmatched  INTEGER NOT NULL,          -- of these, which name nobody in that wave
  unmatched_units INTEGER NOT NULL,     -- whom they name, each counted once
  bare       INTEGER NOT NULL,          -- rows of the other dataset to which none belongs
  split      INTEGER NOT NULL,          -- units of the other dataset whose rows lie in several PSUs
  UNIQUE (dataset_id, to_id)
) STRICT;

CREATE TABLE linked_column (            -- a column that a dataset got from another that it is linked with
  id         INTEGER PRIMARY KEY,
  dataset_id INTEGER NOT NULL REFERENCES dataset (id),
  name       TEXT NOT NULL,
  from_id    INTEGER NOT NULL REFERENCES dataset (id),
  of_column  TEXT,                      -- NULL: rows were counted
  level      TEXT,                      -- of it, that counts as 1
  rule       TEXT NOT NULL CHECK (rule IN ('value', 'count', 'sum', 'mean', 'weighted_mean', 'share', 'any', 'all')),
  missing    TEXT CHECK (missing IN ('missing', 'leave_out')), -- what becomes of a row without all its members' values; NULL: rule 'value'
  members    TEXT,                      -- column with the number of members that there should be
  rows       INTEGER NOT NULL,          -- of the dataset
  with_value INTEGER NOT NULL,          -- of these, which got one
  incomplete INTEGER NOT NULL,          -- of these, which lack a member or a member's value
  bare       INTEGER NOT NULL,          -- of these, to which none belongs; of rule 'value': which belong to none
  UNIQUE (dataset_id, name)
) STRICT;

CREATE TABLE file (                     -- data files that were read
  id         INTEGER PRIMARY KEY,
  dataset_id INTEGER NOT NULL REFERENCES dataset (id),
  path       TEXT NOT NULL,             -- as the study names it
  sha256     TEXT NOT NULL,
  bytes      INTEGER NOT NULL
) STRICT;

CREATE TABLE unit_group (               -- a group for which the study asks results; one row with label 'all' is everyone
  id         INTEGER PRIMARY KEY,
  dataset_id INTEGER NOT NULL REFERENCES dataset (id),
  columns    TEXT NOT NULL,             -- "sector", "labour, sector", "" for everyone
  label      TEXT NOT NULL,             -- "Food industry", "blue · Rubber and plastics", "all"
  rows       INTEGER NOT NULL,
  UNIQUE (dataset_id, columns, label)
) STRICT;

CREATE TABLE unit_group_level (         -- the group's parts, for joins
  group_id INTEGER NOT NULL REFERENCES unit_group (id),
  column   TEXT NOT NULL,
  level    TEXT NOT NULL,
  PRIMARY KEY (group_id, column)
) STRICT;

CREATE TABLE group_count (              -- rows of a group
  group_id INTEGER NOT NULL REFERENCES unit_group (id),
  wave     TEXT,                        -- NULL: the dataset has no waves
  arm      TEXT,                        -- NULL: it has no arms
  rows     INTEGER NOT NULL,
  size     REAL,                        -- sum of the rows' survey weights, persons not counted; NULL: there are no weights
  UNIQUE (group_id, wave, arm)
) STRICT;

CREATE TABLE link_count (               -- rows of a group that belong to rows of a group of another dataset
  link_id     INTEGER NOT NULL REFERENCES link (id),
  group_id    INTEGER NOT NULL REFERENCES unit_group (id),
  to_group_id INTEGER NOT NULL REFERENCES unit_group (id),
  wave TEXT, arm TEXT,
  rows INTEGER NOT NULL,
  size REAL,
  UNIQUE (link_id, group_id, to_group_id, wave, arm)
) STRICT;

CREATE TABLE indicator (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  title      TEXT NOT NULL,
  dataset_id INTEGER NOT NULL REFERENCES dataset (id),
  plugin_id  INTEGER NOT NULL REFERENCES plugin (id),
  reference  TEXT,                      -- 'wave', 'baseline', 'all'; NULL where the indicator reads no reference
  entry TEXT, state TEXT, area TEXT, stakeholder TEXT, evidence TEXT, nature TEXT, -- what it stands for: the catalogue's entry and words
  loss       TEXT                       -- how a change for the worse reads
) STRICT;

CREATE TABLE output (                   -- an indicator's named results
  id           INTEGER PRIMARY KEY,
  indicator_id INTEGER NOT NULL REFERENCES indicator (id),
  name         TEXT NOT NULL,
  title        TEXT NOT NULL,
  unit         TEXT NOT NULL,
  direction    INTEGER NOT NULL CHECK (direction IN (-1, 0, 1)), -- 1: higher is better
  kind         TEXT NOT NULL CHECK (kind IN ('plain', 'proportion', 'curve')), -- proportion: intervals on the logit scale
  at           REAL,                    -- of a curve's point: where on its other axis
  convention   TEXT,
  UNIQUE (indicator_id, name)
) STRICT;

CREATE TABLE comparator (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  title     TEXT NOT NULL,
  plugin_id INTEGER NOT NULL REFERENCES plugin (id)
) STRICT;

CREATE TABLE parameter (                -- as they held in the run, defaults too
  owner_kind TEXT NOT NULL CHECK (owner_kind IN ('dataset', 'indicator', 'comparator')),
  owner_id   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  value      TEXT NOT NULL,             -- as TOML would write it
  is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
  convention TEXT,                      -- what the parameter follows where the field has several ways
  PRIMARY KEY (owner_kind, owner_id, name)
) STRICT;

CREATE TABLE design (                   -- what a comparator answered on a dataset; comparator NULL: the levels themselves
  id            INTEGER PRIMARY KEY,
  comparator_id INTEGER REFERENCES comparator (id),
  dataset_id    INTEGER NOT NULL REFERENCES dataset (id),
  output_id     INTEGER REFERENCES output (id), -- that it was made for, from estimates before the intervention; NULL: for every one
  state         TEXT NOT NULL CHECK (state IN ('complete', 'failed')),
  reason        TEXT,                   -- of a failure
  summary       TEXT NOT NULL,          -- what is compared with what
  assumption    TEXT NOT NULL,          -- under which the contrast is an effect; {indicator} stands for the indicator's title
  missing_rule  TEXT NOT NULL CHECK (missing_rule IN ('row', 'unit')),
  factor        TEXT NOT NULL,          -- small-sample factor and centring of the variance
  weights       TEXT NOT NULL           -- how the weights came about: 'known', 'estimated: propensity', 'pairs', 'neighbours' ...
) STRICT;

CREATE TABLE cell (
  id        INTEGER PRIMARY KEY,
  design_id INTEGER NOT NULL REFERENCES design (id),
  name      TEXT NOT NULL,
  wave      TEXT,
  arm       TEXT,
  rows      INTEGER NOT NULL,           -- with a weight other than 0
  size      REAL NOT NULL,              -- sum of weights
  UNIQUE (design_id, name)
) STRICT;

CREATE TABLE contrast (
  id         INTEGER PRIMARY KEY,
  design_id  INTEGER NOT NULL REFERENCES design (id),
  name       TEXT NOT NULL,
  title      TEXT NOT NULL,
  unit       TEXT,                      -- NULL: the indicator's
  is_effect  INTEGER NOT NULL CHECK (is_effect IN (0, 1)), -- 0: a component shown beside the effects
  wave       TEXT,
  null_value REAL NOT NULL,             -- what "no effect" would be
  placebo_of INTEGER REFERENCES contrast (id), -- that this would be, had another unit been treated
  ranked_by  INTEGER REFERENCES contrast (id), -- whose rank among its placebos tests this one; NULL: its standard error does
  formula    TEXT NOT NULL,             -- "(T[treated, after] / T[treated, before] - ...)"
  UNIQUE (design_id, name)
) STRICT;

CREATE TABLE diagnostic (
  id        INTEGER PRIMARY KEY,
  design_id INTEGER NOT NULL REFERENCES design (id),
  name      TEXT NOT NULL,
  subject   TEXT NOT NULL,
  value     REAL NOT NULL,
  text      TEXT
) STRICT;

CREATE TABLE task (                     -- a unit of work: stored whole, in one transaction, or not at all
  id           INTEGER PRIMARY KEY,
  indicator_id INTEGER NOT NULL REFERENCES indicator (id),
  design_id    INTEGER NOT NULL REFERENCES design (id),
  group_id     INTEGER NOT NULL REFERENCES unit_group (id),
  state        TEXT NOT NULL CHECK (state IN ('complete', 'failed')),
  reason       TEXT,                    -- of a failure: who and why
  UNIQUE (indicator_id, design_id, group_id)
) STRICT;

CREATE TABLE estimate (                 -- an output in a cell
  id        INTEGER PRIMARY KEY,
  task_id   INTEGER NOT NULL REFERENCES task (id),
  output_id INTEGER NOT NULL REFERENCES output (id),
  cell_id   INTEGER NOT NULL REFERENCES cell (id),
  estimate  REAL,                       -- NULL: does not exist on these rows, as `note` says
  std_error REAL, df REAL, conf_low REAL, conf_high REAL,
  rows      INTEGER NOT NULL,           -- that took part
  missing   INTEGER NOT NULL,           -- rows of the cell left out because a value was missing
  size      REAL NOT NULL,              -- sum of weights of the rows that took part
  psus      INTEGER NOT NULL,
  design_effect REAL,                   -- variance over that of a simple random sample; NULL: rows outside the cell move the estimate
  mark      TEXT CHECK (mark IN ('small', 'imprecise')), -- fewer rows than min_rows, or a coefficient of variation above max_cv
  note      TEXT,
  UNIQUE (task_id, output_id, cell_id)
) STRICT;

CREATE TABLE effect (                   -- a contrast of an output
  id          INTEGER PRIMARY KEY,
  task_id     INTEGER NOT NULL REFERENCES task (id),
  output_id   INTEGER NOT NULL REFERENCES output (id),
  contrast_id INTEGER NOT NULL REFERENCES contrast (id),
  estimate    REAL,                     -- NULL: does not exist, as `note` says
  std_error REAL, statistic REAL, df REAL, p_value REAL, conf_low REAL, conf_high REAL,
  band_low REAL, band_high REAL,        -- of an effect by event time: a band that holds all of its path at once (sup-t); NULL: no path
  p_adjusted  REAL,                     -- for the number of tests in the family; NULL: not asked for, or no test
  family_size INTEGER,                  -- tests in the family
  test        TEXT CHECK (test IN ('t', 'cr2', 'wild', 'randomisation', 'replicates', 'placebo')), -- what interval and p_value come from; NULL: there are none
  treated_clusters INTEGER, comparison_clusters INTEGER, -- PSUs with a row of that arm behind the effect; NULL: arms are not compared
  effective_clusters REAL,              -- clusters of equal say; NULL: not told (more than 1,000, or replicates)
  detectable  REAL,                     -- smallest true distance from null_value that the test finds in 80 of 100 such samples
  e_value     REAL,                     -- how many times unmeasured confounding had to raise treatment and outcome to explain it away; NULL: not asked of it
  e_value_limit REAL,                   -- the same for the interval's end nearer to no effect; 1: the interval covers it
  mark        TEXT CHECK (mark IN ('small')), -- a cell that it compares has fewer rows than min_rows
  reading     TEXT NOT NULL CHECK (reading IN ('gain', 'loss', 'none', 'unclear')), -- by the output's direction; 'unclear': the
                                        -- interval covers no effect, or a sample gives none; 'none': no direction, effect or estimate
  note        TEXT,
  UNIQUE (task_id, output_id, contrast_id)
) STRICT;

CREATE TABLE trend_check (              -- an effect by event time, had trends not been parallel (Rambachan and Roth 2023)
  id          INTEGER PRIMARY KEY,
  effect_id   INTEGER NOT NULL REFERENCES effect (id),
  restriction TEXT NOT NULL CHECK (restriction IN ('breaks', 'bends')), -- breaks: from wave to wave, against the largest before (relative
                                        -- magnitudes); bends: changes of slope (smoothness)
  breakdown   REAL,                     -- smallest m of trend_bound at which the interval includes no effect; NULL: none does, or see note
  seen        REAL,                     -- largest break or bend before the base, in the output's unit; NULL: too few waves
  note        TEXT,                     -- why there are no bounds
  UNIQUE (effect_id, restriction)
) STRICT;

CREATE TABLE trend_bound (
  check_id  INTEGER NOT NULL REFERENCES trend_check (id),
  m         REAL NOT NULL,              -- breaks: times the largest seen before (Mbar); bends: in the output's unit (M)
  set_low   REAL NOT NULL, set_high REAL NOT NULL, -- identified set, at the estimates
  conf_low  REAL, conf_high REAL,       -- NULL: the data are everyone
  PRIMARY KEY (check_id, m)
) STRICT;

CREATE TABLE difference (               -- two groups set beside each other in an estimate or an effect, with their covariance
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,
  title       TEXT NOT NULL,
  measure     TEXT NOT NULL CHECK (measure IN ('difference', 'ratio')), -- group less the other, or over it
  group_id    INTEGER NOT NULL REFERENCES unit_group (id),
  against_id  INTEGER NOT NULL REFERENCES unit_group (id),
  output_id   INTEGER NOT NULL REFERENCES output (id),
  cell_id     INTEGER REFERENCES cell (id),         -- of an estimate
  contrast_id INTEGER REFERENCES contrast (id),     -- of an effect
  estimate    REAL,                     -- NULL: does not exist, as `note` says
  std_error REAL, statistic REAL, df REAL, p_value REAL, conf_low REAL, conf_high REAL,
  note        TEXT,
  CHECK ((cell_id IS NULL) <> (contrast_id IS NULL))
) STRICT;

CREATE TABLE expectation (              -- published values that the study sets beside its own
  id        INTEGER PRIMARY KEY,
  effect_id INTEGER REFERENCES effect (id), -- NULL: nothing was computed to set beside it
  indicator TEXT NOT NULL, comparator TEXT NOT NULL, contrast TEXT NOT NULL, group_label TEXT NOT NULL,
  published REAL NOT NULL,
  tolerance REAL NOT NULL,
  computed  REAL,
  holds     INTEGER NOT NULL CHECK (holds IN (0, 1)),
  source    TEXT NOT NULL
) STRICT;

CREATE TABLE sheet (                    -- of [diagnosis] and [[voices]]: the columns that are read, people numbered
  path   TEXT PRIMARY KEY,              -- as the study names it
  sha256 TEXT NOT NULL,                 -- of the file
  text   TEXT NOT NULL                  -- CSV; what was said only where the study lets it be shown
) STRICT;

CREATE TABLE override (                 -- what the command line changed in the study: study_text is the file as it stands
  id     INTEGER PRIMARY KEY,
  option TEXT NOT NULL,                 -- "--set comparator.caliper=0.1"
  effect TEXT NOT NULL                  -- what it did, in words
) STRICT;

CREATE TABLE lock (                     -- what `clusia lock` fixed before outcomes were seen; no row: nothing was
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  path           TEXT NOT NULL,
  fixed          TEXT NOT NULL,         -- UTC, ISO 8601
  clusia_version TEXT NOT NULL,         -- of the program that fixed it
  study_text     TEXT NOT NULL,         -- the study as it was then
  study_sha256   TEXT NOT NULL,
  designs        INTEGER NOT NULL,      -- comparators on datasets whose design was fixed
  designs_open   INTEGER NOT NULL,      -- those whose design could not be made yet
  hypotheses     INTEGER NOT NULL       -- outputs times comparators times groups
) STRICT;

CREATE TABLE deviation (                -- where the run is not what was fixed
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL CHECK (kind IN ('key', 'design')), -- of the study file or the command line, or of a comparator's answer
  subject TEXT NOT NULL,                -- "inference.adjust", "comparator did, data survey"
  was     TEXT,                         -- as TOML writes it, or a sum; NULL: it was not there
  now     TEXT                          -- NULL: it is gone
) STRICT;

CREATE TABLE specification (            -- of `clusia compare`: a comparator or an indicator of the study with one choice of options
  id     INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL CHECK (kind IN ('indicator', 'comparator')),
  name   TEXT NOT NULL,                 -- in indicator or comparator
  base   TEXT NOT NULL,                 -- in the study
  title  TEXT NOT NULL,                 -- of the study's
  reason TEXT,                          -- why it does not apply and is left out
  UNIQUE (kind, name)
) STRICT;

CREATE TABLE specification_option (
  specification_id INTEGER NOT NULL REFERENCES specification (id),
  name             TEXT NOT NULL,       -- "caliper"
  value            TEXT NOT NULL,       -- as TOML writes it
  PRIMARY KEY (specification_id, name)
) STRICT;

CREATE TABLE benchmark (                -- what specifications are set beside
  id             INTEGER PRIMARY KEY,
  indicator      TEXT NOT NULL,         -- of the study: whose specifications
  title          TEXT NOT NULL,
  from_indicator TEXT, comparator TEXT, -- of the study: whose effect it is
  value          REAL                   -- or a published value
) STRICT;

CREATE TABLE message (                  -- warnings and failures, in the order in which they came up
  id    INTEGER PRIMARY KEY,
  level TEXT NOT NULL CHECK (level IN ('note', 'warning', 'error')),
  about TEXT NOT NULL,                  -- "indicator poverty, comparator did, group all"
  text  TEXT NOT NULL
) STRICT;

-- What analysts join most.
CREATE VIEW effects AS
SELECT i.name AS indicator, i.title AS indicator_title, o.name AS output, o.title AS output_title, c.name AS comparator, k.name AS contrast,
       k.title AS contrast_title, k.is_effect, k.placebo_of IS NOT NULL AS is_placebo, k.wave, d.name AS dataset, g.columns AS group_columns, g.label AS group_label,
       e.estimate, e.std_error, e.statistic, e.df, e.p_value, e.conf_low, e.conf_high, e.band_low, e.band_high, e.p_adjusted,
       coalesce(k.unit, o.unit) AS unit,
       e.test, e.treated_clusters, e.comparison_clusters, e.effective_clusters, e.detectable, e.e_value, e.e_value_limit, e.reading, e.mark, e.note, d.unit_of_analysis
FROM effect e JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = t.indicator_id
JOIN contrast k ON k.id = e.contrast_id JOIN design s ON s.id = t.design_id JOIN comparator c ON c.id = s.comparator_id
JOIN unit_group g ON g.id = t.group_id JOIN dataset d ON d.id = s.dataset_id
ORDER BY e.id;

CREATE VIEW estimates AS
SELECT i.name AS indicator, i.title AS indicator_title, o.name AS output, o.title AS output_title, coalesce(c.name, '') AS comparator,
       k.name AS cell, k.wave, k.arm, d.name AS dataset, g.columns AS group_columns, g.label AS group_label,
       e.estimate, e.std_error, e.df, e.conf_low, e.conf_high, o.unit, e.rows, e.missing, e.size, e.psus, e.design_effect,
       e.rows / e.design_effect AS effective_rows, e.std_error / abs(e.estimate) AS cv, e.mark, e.note
FROM estimate e JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = t.indicator_id
JOIN cell k ON k.id = e.cell_id JOIN design s ON s.id = t.design_id LEFT JOIN comparator c ON c.id = s.comparator_id
JOIN unit_group g ON g.id = t.group_id JOIN dataset d ON d.id = s.dataset_id
ORDER BY e.id;

CREATE VIEW differences AS
SELECT f.name AS difference, f.title, f.measure, i.name AS indicator, i.title AS indicator_title, o.name AS output, o.title AS output_title,
       coalesce(c.name, '') AS comparator, coalesce(l.name, k.name) AS cell_or_contrast, k.id IS NOT NULL AS is_effect, d.name AS dataset,
       g.label AS group_label, a.label AS against_label, f.estimate, f.std_error, f.statistic, f.df, f.p_value, f.conf_low, f.conf_high,
       CASE WHEN f.measure = 'ratio' THEN '' ELSE coalesce(k.unit, o.unit) END AS unit, f.note
FROM difference f JOIN output o ON o.id = f.output_id JOIN indicator i ON i.id = o.indicator_id
LEFT JOIN cell l ON l.id = f.cell_id LEFT JOIN contrast k ON k.id = f.contrast_id JOIN design s ON s.id = coalesce(l.design_id, k.design_id)
LEFT JOIN comparator c ON c.id = s.comparator_id JOIN dataset d ON d.id = s.dataset_id
JOIN unit_group g ON g.id = f.group_id JOIN unit_group a ON a.id = f.against_id
ORDER BY f.id;

CREATE VIEW trend_bounds AS             -- one row a bound; a check without bounds has one, with its note
SELECT i.name AS indicator, o.name AS output, c.name AS comparator, k.name AS contrast, k.title AS contrast_title, d.name AS dataset,
       g.columns AS group_columns, g.label AS group_label, e.estimate, x.restriction, x.breakdown, x.seen, b.m, b.set_low, b.set_high,
       b.conf_low, b.conf_high, coalesce(k.unit, o.unit) AS unit, e.mark, x.note
FROM trend_check x JOIN effect e ON e.id = x.effect_id JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id
JOIN indicator i ON i.id = o.indicator_id JOIN contrast k ON k.id = e.contrast_id JOIN design s ON s.id = t.design_id
JOIN comparator c ON c.id = s.comparator_id JOIN unit_group g ON g.id = t.group_id JOIN dataset d ON d.id = s.dataset_id
LEFT JOIN trend_bound b ON b.check_id = x.id
ORDER BY x.id, b.m;

CREATE VIEW specifications AS           -- every specification of every indicator, also those that have no result, as `note` says
WITH choice AS (
  SELECT s.id, s.kind, s.name, s.base, s.title, s.reason,
         coalesce((SELECT group_concat(name || ' = ' || value, '; ') FROM (SELECT o.name, o.value FROM specification_option o
                                                                           WHERE o.specification_id = s.id ORDER BY o.rowid)), '') AS options
  FROM specification s)
SELECT a.base AS indicator, o.name AS output, b.base AS comparator, p.name AS plugin, b.options AS comparator_options,
       a.options AS indicator_options, k.name AS contrast, d.name AS dataset, g.columns AS group_columns, g.label AS group_label,
       e.estimate, e.std_error, e.p_value, e.conf_low, e.conf_high, coalesce(k.unit, o.unit) AS unit, e.reading, e.mark,
       coalesce(e.note, t.reason, s.reason) AS note, a.name AS indicator_name, b.name AS comparator_name
FROM choice b JOIN comparator c ON c.name = b.name JOIN plugin p ON p.id = c.plugin_id JOIN design s ON s.comparator_id = c.id
JOIN dataset d ON d.id = s.dataset_id JOIN indicator i ON i.dataset_id = d.id JOIN choice a ON a.kind = 'indicator' AND a.name = i.name
LEFT JOIN task t ON t.design_id = s.id AND t.indicator_id = i.id LEFT JOIN unit_group g ON g.id = t.group_id
LEFT JOIN effect e ON e.task_id = t.id LEFT JOIN contrast k ON k.id = e.contrast_id LEFT JOIN output o ON o.id = e.output_id
WHERE b.kind = 'comparator' AND coalesce(k.is_effect, 1) = 1
UNION ALL
SELECT NULL, NULL, b.base, NULL, b.options, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, b.reason, NULL, b.name
FROM choice b WHERE b.kind = 'comparator' AND b.reason IS NOT NULL;
