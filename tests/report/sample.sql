-- A run on a sample that went partly wrong, with texts that want to break out of the page or into a spreadsheet.
INSERT INTO run VALUES (1, 'failed', 'sample', 'Poverty <script>alert("title")</script> & {{vega}}', 'Does "it" help </title><img src=http://evil.example/x onerror=alert(1)>?',
  'study.toml', 'title = "</script></pre><script>alert(2)</script>"', 'ab', 0, 0.9, 'att', 'population', 7, 'process', 'linearised', 1000, 'fail', 1, NULL, 1, 10, 'cr2', 'none', 'groups', '0.1.0', '1.0', 'g++', '2026-01-01T00:00:00Z', '2026-01-01T00:02:05Z', 'machine');
INSERT INTO plugin VALUES (1, 'source', 'csv', 'CSV file', '1.0.0', 'Reads', '', 'csv.so', 'cd'),
  (2, 'indicator', 'fgt', 'Poverty', '1.0.0', 'Share of <b>poor</b>', 'Foster, Greer and Thorbecke 1984', 'fgt.so', 'ef'),
  (3, 'comparator', 'did', 'Difference in differences', '1.0.0', 'Before and after', 'Card and Krueger 1994', 'did.so', '01'),
  (4, 'comparator', 'event', 'Event study', '1.0.0', 'Effects by wave', '', 'event.so', '02');
INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (1, 'survey', 'Household survey', 1, 12345678, 'household');
INSERT INTO dataset_column VALUES (1, '=cmd|''/c calc''!A1', 'number', 1234, ''), (1, 'wave', 'integer', 0, 'wave');
INSERT INTO file VALUES (1, 1, 'data/"><script>.csv', 'ff', 67108864);
INSERT INTO unit_group VALUES (1, 1, '', 'all', 12345678);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
  INSERT INTO unit_group SELECT i + 1, 1, 'region', CASE i WHEN 1 THEN '=1+1' WHEN 2 THEN '<script>alert("group")</script>' WHEN 3 THEN 'a "quoted", region' WHEN 4 THEN '</script><svg onload=alert(3)>'
    WHEN 5 THEN CAST(x'80ff41' AS TEXT) ELSE 'Region ' || i END, 1000 FROM n;
INSERT INTO indicator (id, name, title, dataset_id, plugin_id, reference) VALUES (1, 'poverty', 'Poverty', 1, 2, 'wave');
INSERT INTO output VALUES (1, 1, 'headcount', 'Headcount ratio', '%', -1, 'plain', NULL, 'poor is y <= line'), (2, 1, 'gap', '-Gap', '', -1, 'plain', NULL, NULL);
INSERT INTO comparator VALUES (1, 'did', 'Difference in differences', 3), (2, 'event', 'Event study', 4), (3, '@broken', 'Broken <i>design</i>', 3);
INSERT INTO parameter VALUES ('indicator', 1, 'line', '1.9', 1, 'laeken: y < line; convey: y <= line');
INSERT INTO design (id, comparator_id, dataset_id, state, reason, summary, assumption, missing_rule, factor, weights) VALUES (1, 1, 1, 'complete', NULL, 'Change in participating regions beside change elsewhere.', 'Without the programme {indicator} would have changed alike.', 'unit', 'G/(G-1), centred', 'estimated: propensity'),
  (2, 2, 1, 'complete', NULL, 'Each wave beside the last one before.', 'Trends are parallel.', 'row', 'none', 'known'),
  (3, 3, 1, 'failed', 'no row is <treated>', '', '', 'row', 'none', 'known'), (4, NULL, 1, 'complete', NULL, '', '', 'row', 'none', 'known');
INSERT INTO cell VALUES (1, 1, 'treated after', '2', 'treated', 600, 601.5), (2, 4, 'after', '2', NULL, 600, 601.5);
INSERT INTO contrast (id, design_id, name, title, unit, is_effect, wave, null_value, formula) VALUES (1, 1, 'did', 'Difference in differences', 'percentage points', 1, NULL, 0, '(a - b) - (c - d)');
WITH RECURSIVE n(i) AS (SELECT -5 UNION ALL SELECT i + 1 FROM n WHERE i < 6)
  INSERT INTO contrast (id, design_id, name, title, unit, is_effect, wave, null_value, formula) SELECT NULL, 2, 'event ' || i, 'Wave ' || printf('%+d', i), 'percentage points', 1, i, 0, 'x' FROM n;
INSERT INTO task SELECT id, 1, 1, id, iif(id IN (60, 61), 'failed', 'complete'), iif(id IN (60, 61), 'indicator poverty: <no> row has an income', NULL) FROM unit_group;
INSERT INTO task VALUES (100, 1, 2, 1, 'complete', NULL), (101, 1, 4, 1, 'complete', NULL);
INSERT INTO effect SELECT NULL, id, 1, 1, e, 1.25, e / 1.25, 38, iif(abs(e) > 4, 0.00001, 0.2345), e - 2.1, e + 2.1, NULL, NULL, NULL, NULL, 't', 12, 28, 17.5, 3.5, NULL, NULL, NULL, CASE WHEN abs(e) < 2.1 THEN 'unclear' WHEN e < 0 THEN 'gain' ELSE 'loss' END, NULL
  FROM (SELECT id, (id * 37 % 101 - 55) / 9.0 AS e FROM task WHERE id < 60);
UPDATE effect SET estimate = NULL, std_error = NULL, statistic = NULL, df = NULL, p_value = NULL, conf_low = NULL, conf_high = NULL, reading = 'none', note = 'fewer than 2 PSUs' WHERE task_id = 20;
INSERT INTO effect SELECT NULL, 100, 1, id, (id - 6) * 0.4, 0.5, NULL, NULL, 0.04, (id - 6) * 0.4 - 0.8, (id - 6) * 0.4 + 0.8, NULL, NULL, NULL, NULL, 'cr2', 3, 17, 3.4, 1.9, NULL, NULL, NULL, iif(id > 8, 'loss', 'unclear'), NULL FROM contrast WHERE design_id = 2;
INSERT INTO estimate VALUES (1, 1, 1, 1, 0.1, 0.0123, 38, 0.08, 0.12, 600, 3, 601.5, 40, NULL, NULL, NULL), (2, 101, 1, 2, 23.456789012345678, 0.5, 38, 22.4, 24.5, 600, 3, 601.5, 40, NULL, NULL, NULL),
  (3, 1, 2, 1, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, NULL, NULL, '@no rows, "none"');
INSERT INTO expectation VALUES (1, NULL, 'poverty', 'did', 'did', '=SUM(A1)', 3.5, 0.1, NULL, 0, 'Report A'), (2, 1, 'poverty', 'did', 'did', 'all', 1.5, 10, 2, 1, 'Report B');
INSERT INTO diagnostic VALUES (1, 1, 'standardised_difference_before', 'age', 0.64, NULL), (2, 1, 'standardised_difference_after', 'age', 0.012, NULL),
  (3, 1, 'standardised_difference_before', 'schooling', -0.31, NULL), (4, 1, 'standardised_difference_after', 'schooling', 0.0004, NULL), (5, 1, 'treated clusters', '', 4, 'few: <5');
INSERT INTO message VALUES (1, 'error', 'indicator poverty', '<script>alert(4)</script>'), (2, 'warning', 'comparator did', 'only 4 treated clusters');
INSERT INTO lock VALUES (1, 'study.fixed', '2025-06-01T08:15:00Z', '0.0.9', 'title = "</pre><script>alert(5)</script>"', '77', 3, 1, 240);
INSERT INTO deviation VALUES (1, 'key', 'comparator.did.title', NULL, '"<script>alert(6)</script>"'), (2, 'design', 'comparator did, data survey', 'a1', 'b2'), (3, 'key', 'inference.adjust', '"holm"', NULL);
