-- Levels without a comparator: a rate, a curve and a profile for everyone and three regions, one of them too small to be shown; two waves.
-- 7777 in a figure says that it may not be shown.
INSERT INTO run VALUES (1, 'complete', 'levels', 'Levels', NULL, 'study.toml', '', 'ab', 0, 0.95, 'att', 'population', 1, 'process', 'bootstrap', 250, 'average', 0.5, 0.25, 20, 10, 'cr2',
  'holm', 'indicators', '0.1.0', '1.0', 'g++', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', 'machine');
INSERT INTO plugin VALUES (1, 'source', 'csv', 'CSV file', '1.0.0', 'Reads', '', 'csv.so', 'cd'), (2, 'indicator', 'any', 'Any', '1.0.0', 'Measures', 'Nobody 2000', 'any.so', 'ef'),
  (3, 'comparator', 'before_after', 'Before and after', '1.0.0', 'Later less earlier', 'Nobody 2001', 'ba.so', '01');
INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (1, 'survey', 'Survey', 1, 1000, 'psu');
INSERT INTO unit_group VALUES (1, 1, '', 'all', 1000), (2, 1, 'region', 'North', 600), (3, 1, 'region', 'South', 393), (4, 1, 'region', 'Islet', 7);
INSERT INTO indicator (id, name, title, dataset_id, plugin_id, reference) VALUES (1, 'rate', 'Rate', 1, 2, NULL), (2, 'curve', 'Curve', 1, 2, NULL), (3, 'profile', 'Profile', 1, 2, NULL), (4, 'pay', 'Pay', 1, 2, NULL);
INSERT INTO output VALUES (1, 1, 'rate', 'Rate', '%', -1, 'plain', NULL, NULL), (2, 1, 'line', 'Line', 'euro', 0, 'plain', NULL, NULL),
  (10, 2, 'c20', 'Curve at 20 %', '', 1, 'curve', 20, NULL), (11, 2, 'c80', 'Curve at 80 %', '', 1, 'curve', 80, NULL), (30, 4, 'mean', 'Pay', 'euro', 1, 'plain', NULL, NULL);
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5)
  INSERT INTO output SELECT 20 + i, 3, 'item' || i, 'Deprived in item ' || i, '', -1, 'proportion', NULL, NULL FROM n;
INSERT INTO comparator VALUES (1, 'change', 'Change', 3);
INSERT INTO design (id, comparator_id, dataset_id, state, reason, summary, assumption, missing_rule, factor, weights) VALUES (1, NULL, 1, 'complete', NULL, '', '', 'row', 'design', 'known'), (2, 1, 1, 'complete', NULL, 'Later less earlier.', '', 'row', 'design', 'known');
INSERT INTO cell VALUES (1, 1, '2001', '2001', NULL, 500, 500), (2, 1, '2002', '2002', NULL, 500, 500), (3, 1, '2000', '2000', NULL, 0, 0);
INSERT INTO contrast (id, design_id, name, title, unit, is_effect, wave, null_value, formula) VALUES (1, 2, 'change', 'Change', NULL, 1, NULL, 0, 'T[after] - T[before]');
INSERT INTO task SELECT i.id * 10 + g.id, i.id, 1, g.id, 'complete', NULL FROM indicator i, unit_group g;
INSERT INTO task SELECT 100 + g.id, 4, 2, g.id, 'complete', NULL FROM unit_group g;
INSERT INTO estimate (task_id, output_id, cell_id, estimate, std_error, df, conf_low, conf_high, rows, missing, size, psus, design_effect, mark, note)
  SELECT t.id, o.id, k.id, iif(k.id = 3, NULL, x), iif(k.id = 3, NULL, x / 20), 50, iif(k.id = 3, NULL, x - x / 10), iif(k.id = 3, NULL, x + x / 10),
    iif(g.id = 4, 7, g.rows / 2), 3, g.rows, 40, 1.875, CASE WHEN k.id = 3 THEN NULL WHEN g.id = 4 THEN 'small' WHEN g.id = 3 AND o.id = 1 THEN 'imprecise' END,
    iif(k.id = 3, 'nothing was before', NULL)
  FROM (SELECT o.id AS output, g.id AS place, k.id AS cell, CASE WHEN g.id = 4 THEN 7777.125 WHEN o.id = 1 THEN 10.0 + g.id + k.id
          WHEN o.kind = 'curve' THEN o.at / 200 + g.id / 100.0 WHEN o.kind = 'proportion' THEN 0.11 * (o.id - 19) ELSE 50.0 + g.id END AS x
        FROM output o, unit_group g, cell k) v
  JOIN output o ON o.id = v.output JOIN unit_group g ON g.id = v.place JOIN cell k ON k.id = v.cell
  JOIN task t ON t.indicator_id = o.indicator_id AND t.group_id = g.id AND t.design_id = 1 ORDER BY t.id, o.id, k.id;
INSERT INTO effect SELECT NULL, t.id, 30, 1, iif(g.id = 4, 7777.5, 2.5), 1, 2.5, 50, 0.0126, 0.5, 4.5, NULL, NULL, iif(g.id = 4, NULL, 0.0378), 3, 'replicates', NULL, NULL, NULL, 2.85, NULL, NULL, iif(g.id = 4, 'small', NULL), 'gain', NULL
  FROM task t JOIN unit_group g ON g.id = t.group_id WHERE t.design_id = 2;
INSERT INTO difference VALUES (1, 'north_south', 'North and south', 'difference', 2, 3, 1, 1, NULL, -1.5, 0.5, -3, 50, 0.0042, -2.5, -0.5, NULL),
  (2, 'north_islet', 'North and islet', 'ratio', 2, 4, 1, 1, NULL, 7777.25, 7777, 1, 50, 0.5, 7777, 7778, NULL),
  (3, 'change_islet', 'Change on the islet', 'difference', 4, 2, 30, NULL, 1, 7777.75, 1, 1, 50, 0.5, 7777, 7778, NULL);
INSERT INTO cell VALUES (11, 2, 'before', '2001', NULL, 500, 500), (12, 2, 'after', '2002', NULL, 500, 500);
