-- A finished run on the tables of Annex I of UNIDO, "Industrial Clusters and Poverty Reduction" (Nadvi and Barrientos, Vienna 2004),
-- their source INPS and ISTAT: what the report is looked at with. It tests how results are shown, not how they are computed.
CREATE TEMP TABLE employment (sector, outside_before REAL, outside_after REAL, inside_before REAL, inside_after REAL, published_outside, published_inside);
INSERT INTO employment VALUES
  ('Food industry', 318778, 295631, 155278, 150883, -7.3, -2.8),
  ('Textiles, clothing', 311919, 257170, 510858, 434555, -17.6, -14.9),
  ('Leather and tanning industries', 82540, 77928, 161002, 152615, -5.6, -5.2),
  ('Woodworking and wood products', 110857, 99538, 75241, 70756, -10.2, -6.0),
  ('Paper, printing, publishing', 196588, 176038, 87255, 84398, -10.5, -3.3),
  ('Coke, oil, fuels', 27053, 22112, 2004, 2035, -18.3, 1.5),
  ('Chemicals and man-made fibres', 182123, 153037, 55255, 56205, -16.0, 1.7),
  ('Rubber and plastics', 99097, 104717, 80340, 93684, 5.7, 16.6),
  ('Processing of non-metallic minerals', 160100, 136975, 116243, 113849, -14.4, -2.1),
  ('Metalworking and metal products', 444363, 402805, 340604, 354960, -9.4, 4.2),
  ('Mechanical appliances and machinery', 282473, 284782, 256467, 269323, 0.8, 5.0),
  ('Electrical and optical appliances and machinery', 350500, 307434, 138809, 149581, -12.3, 7.8),
  ('Means of transport', 289154, 230956, 60991, 55572, -20.1, -8.9),
  ('Other manufacturing industries', 133709, 134163, 180886, 184075, 0.3, 1.8);
INSERT INTO employment SELECT 'all', sum(outside_before), sum(outside_after), sum(inside_before), sum(inside_after), -10.2, -2.2 FROM employment;
CREATE TEMP TABLE salary (labour, sector, district, y1994 REAL, y1996 REAL, y1998 REAL, published1996, published1998);
INSERT INTO salary VALUES
  ('blue', 'Machinery and metal products', 'inside', 15.736, 16.972, 18.287, 107.9, 116.2),
  ('blue', 'Leather, shoes, textiles, garments', 'inside', 12.765, 13.781, 14.640, 108.0, 114.6),
  ('blue', 'Rubber and plastics', 'inside', 15.123, 16.170, 17.444, 106.9, 115.4),
  ('blue', 'Machinery and metal products', 'outside', 14.981, 16.025, 16.944, 107.0, 113.1),
  ('blue', 'Leather, shoes, textiles, garments', 'outside', 12.578, 13.387, 14.160, 106.8, 113.2),
  ('blue', 'Rubber and plastics', 'outside', 14.795, 15.702, 16.833, 106.2, 113.9),
  ('blue', 'Machinery and metal products', 'total', 15.140, 16.225, 17.227, 107.1, 113.8),
  ('blue', 'Leather, shoes, textiles, garments', 'total', 12.641, 13.520, 14.322, 107.2, 113.7),
  ('blue', 'Rubber and plastics', 'total', 14.812, 15.727, 16.865, 106.2, 114.0),
  ('white', 'Machinery and metal products', 'inside', 20.936, 23.073, 24.915, 110.2, 119.0),
  ('white', 'Leather, shoes, textiles, garments', 'inside', 17.522, 19.023, 20.570, 108.8, 118.1),
  ('white', 'Rubber and plastics', 'inside', 20.722, 22.716, 24.328, 109.6, 117.4),
  ('white', 'Machinery and metal products', 'outside', 18.864, 20.205, 21.452, 107.1, 113.8),
  ('white', 'Leather, shoes, textiles, garments', 'outside', 16.112, 16.792, 17.394, 105.0, 109.9),
  ('white', 'Rubber and plastics', 'outside', 19.244, 20.550, 22.080, 107.0, 115.3),
  ('white', 'Machinery and metal products', 'total', 19.300, 20.809, 22.181, 107.8, 114.9),
  ('white', 'Leather, shoes, textiles, garments', 'total', 16.763, 18.115, 19.489, 107.5, 116.5),
  ('white', 'Rubber and plastics', 'total', 19.322, 20.664, 22.198, 107.2, 115.4);

INSERT INTO run VALUES (1, 'complete', 'italy', 'Industrial districts in Italy: jobs and pay', 'Did employment and salaries develop better inside industrial districts than outside them?',
  'configs/italy/study.toml', '[study]
id = "italy"
title = "Industrial districts in Italy: jobs and pay"
population = true
', '5f2a0c4be1d0a9c35b2e2b1f7c2f8d6f0f6b6b1f9d5be27d0d1a4c5e8a7b9c01', 1, 0.95, 'att', 'population', 1, 'process', 'linearised', 1000, 'fail', 1, NULL, 1, 10, 'cr2', 'none', 'groups', '0.1.0', '1.0', 'g++ 12.2.0 -O3', '2026-11-20T09:15:02Z', '2026-11-20T09:15:03Z', 'Linux x86_64');
INSERT INTO plugin VALUES
  (1, 'source', 'csv', 'CSV file', '1.0.0', 'Reads a table from a CSV file', 'RFC 4180', 'plugins/csv.so', '8d0f7f1d0c0a8e7f3b5a6c1f2e4d5c6b7a8f9e0d1c2b3a4f5e6d7c8b9a0f1e2d'),
  (2, 'indicator', 'total', 'Total', '1.0.0', 'Weighted sum of a value', 'Särndal, Swensson and Wretman 1992, eq. 2.8.1', 'plugins/total.so', '0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5'),
  (3, 'indicator', 'mean', 'Mean', '1.0.0', 'Weighted mean of a value', 'Särndal, Swensson and Wretman 1992, eq. 5.7.1', 'plugins/mean.so', '1c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5'),
  (4, 'comparator', 'growth', 'Growth differential', '1.0.0', 'Growth inside less growth outside', 'Nadvi and Barrientos 2004, Annex I', 'plugins/growth.so', '2c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5'),
  (5, 'comparator', 'index', 'Index over time', '1.0.0', 'Index of a base wave, inside less outside', 'Nadvi and Barrientos 2004, Annex I', 'plugins/index.so', '3c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5');
INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (1, 'employment', 'Employment by sector', 1, 56, 'row'), (2, 'salaries', 'Salaries by sector', 1, 54, 'row');
INSERT INTO dataset_column VALUES (1, 'sector', 'text', 0, ''), (1, 'district', 'text', 0, 'arm'), (1, 'year', 'integer', 0, 'wave'), (1, 'employees', 'number', 0, ''),
  (2, 'labour', 'text', 0, ''), (2, 'sector', 'text', 0, ''), (2, 'district', 'text', 0, 'arm'), (2, 'year', 'integer', 0, 'wave'), (2, 'salary', 'number', 0, '');
INSERT INTO file VALUES (1, 1, 'data/employment.csv', '4c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5', 2461), (2, 2, 'data/salaries.csv', '5c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5', 3015);
INSERT INTO unit_group (dataset_id, columns, label, rows) SELECT 1, iif(sector = 'all', '', 'sector'), sector, iif(sector = 'all', 56, 4) FROM employment ORDER BY sector != 'all', rowid;
INSERT INTO unit_group (dataset_id, columns, label, rows) SELECT DISTINCT 2, 'labour, sector', labour || ' · ' || sector, 9 FROM salary;
INSERT INTO indicator (id, name, title, dataset_id, plugin_id, reference) VALUES (1, 'employment', 'Employment', 1, 2, NULL), (2, 'salary', 'Average salary', 2, 3, NULL);
INSERT INTO output VALUES (1, 1, 'total', 'Employment', 'employees', 1, 'plain', NULL, NULL), (2, 2, 'mean', 'Average salary', 'thousand euro', 1, 'plain', NULL, 'unweighted mean of the printed cells');
INSERT INTO comparator VALUES (1, 'growth', 'Growth inside less growth outside districts', 4), (2, 'index', 'Salary index, inside less outside', 5);
INSERT INTO parameter VALUES ('comparator', 1, 'before', '"1991"', 0, NULL), ('comparator', 1, 'after', '"1996"', 0, NULL), ('comparator', 2, 'base', '"1994"', 0, 'an index is 100 in its base wave');
INSERT INTO design (id, comparator_id, dataset_id, state, reason, summary, assumption, missing_rule, factor, weights) VALUES
  (1, NULL, 1, 'complete', NULL, '', '', 'row', '', 'known'),
  (2, 1, 1, 'complete', NULL, 'Growth of employment from 1991 to 1996 inside industrial districts is set beside growth outside them, sector by sector.',
   'without the districts, {indicator} inside them would have grown at the rate at which it grew outside.', 'row', 'none', 'known'),
  (3, 2, 2, 'complete', NULL, 'The salary index (1994 = 100) inside industrial districts is set beside the index outside them.',
   'without the districts, {indicator} inside them would have risen at the rate at which it rose outside.', 'row', 'none', 'known');
INSERT INTO cell SELECT NULL, d.id, a.column1 || ' ' || w.column1, w.column1, a.column1, 14, 14 FROM design d, (VALUES ('inside'), ('outside')) a, (VALUES ('1991'), ('1996')) w WHERE d.id < 3;
INSERT INTO contrast (id, design_id, name, title, unit, is_effect, wave, null_value, formula) VALUES
  (1, 2, 'inside', 'Growth inside districts', '%', 0, NULL, 0, '100 * (T[inside, 1996] / T[inside, 1991] - 1)'),
  (2, 2, 'outside', 'Growth outside districts', '%', 0, NULL, 0, '100 * (T[outside, 1996] / T[outside, 1991] - 1)'),
  (3, 2, 'differential', 'Growth differential', 'percentage points', 1, NULL, 0, 'inside - outside');
INSERT INTO contrast (id, design_id, name, title, unit, is_effect, wave, null_value, formula) SELECT NULL, 3, d.column1 || ' ' || y.column1, 'Index ' || d.column1 || ', ' || y.column1, '1994 = 100', 0, y.column1, 100, '100 * T[' || d.column1 || ', ' || y.column1 || '] / T[' || d.column1 || ', 1994]'
  FROM (VALUES ('inside'), ('outside'), ('total')) d, (VALUES ('1996'), ('1998')) y;
INSERT INTO contrast (id, design_id, name, title, unit, is_effect, wave, null_value, formula) SELECT NULL, 3, 'differential ' || column1, 'Inside less outside, ' || column1, 'index points', 1, column1, 0, 'inside - outside' FROM (VALUES ('1996'), ('1998'));
INSERT INTO task (indicator_id, design_id, group_id, state) SELECT 1, d.id, g.id, 'complete' FROM design d, unit_group g WHERE d.id < 3 AND g.dataset_id = 1 ORDER BY d.id, g.id;
INSERT INTO task (indicator_id, design_id, group_id, state) SELECT 2, 3, id, 'complete' FROM unit_group WHERE dataset_id = 2 ORDER BY id;

INSERT INTO estimate (task_id, output_id, cell_id, estimate, rows, missing, size, psus)
  SELECT t.id, 1, k.id, CASE k.name WHEN 'inside 1991' THEN e.inside_before WHEN 'inside 1996' THEN e.inside_after WHEN 'outside 1991' THEN e.outside_before ELSE e.outside_after END,
         iif(g.columns = '', 14, 1), 0, iif(g.columns = '', 14, 1), iif(g.columns = '', 14, 1)
  FROM task t JOIN unit_group g ON g.id = t.group_id JOIN employment e ON e.sector = g.label JOIN cell k ON k.design_id = t.design_id WHERE t.indicator_id = 1 ORDER BY t.id, k.id;
INSERT INTO effect (task_id, output_id, contrast_id, estimate, reading)
  SELECT t.id, 1, k.id, x, iif(k.is_effect AND x > 0, 'gain', iif(k.is_effect AND x < 0, 'loss', iif(x > 0, 'gain', 'loss'))) FROM (
    SELECT e.sector, k.id AS contrast, CASE k.name WHEN 'inside' THEN 100 * (inside_after / inside_before - 1) WHEN 'outside' THEN 100 * (outside_after / outside_before - 1)
      ELSE 100 * (inside_after / inside_before - outside_after / outside_before) END AS x FROM employment e, contrast k WHERE k.design_id = 2) v
  JOIN contrast k ON k.id = v.contrast JOIN unit_group g ON g.label = v.sector AND g.dataset_id = 1 JOIN task t ON t.group_id = g.id AND t.design_id = 2 ORDER BY t.id, k.id;
CREATE TEMP TABLE indices AS SELECT labour || ' · ' || sector AS label, district, '1996' AS year, 100 * y1996 / y1994 AS x, published1996 AS published FROM salary
  UNION ALL SELECT labour || ' · ' || sector, district, '1998', 100 * y1998 / y1994, published1998 FROM salary;
INSERT INTO effect (task_id, output_id, contrast_id, estimate, reading)
  SELECT t.id, 2, k.id, v.x, iif(v.x > k.null_value, 'gain', 'loss') FROM (
    SELECT label, district || ' ' || year AS name, x FROM indices
    UNION ALL SELECT a.label, 'differential ' || a.year, a.x - b.x FROM indices a JOIN indices b ON b.label = a.label AND b.year = a.year AND a.district = 'inside' AND b.district = 'outside') v
  JOIN contrast k ON k.name = v.name AND k.design_id = 3 JOIN unit_group g ON g.label = v.label AND g.dataset_id = 2 JOIN task t ON t.group_id = g.id ORDER BY t.id, k.id;
INSERT INTO expectation (effect_id, indicator, comparator, contrast, group_label, published, tolerance, computed, holds, source)
  SELECT e.id, 'employment', 'growth', k.name, g.label, p, 0.05, e.estimate, abs(e.estimate - p) <= 0.05 + 1e-9, 'Nadvi and Barrientos (2004), Annex I, Table A.1'
  FROM effect e JOIN contrast k ON k.id = e.contrast_id AND k.id < 3 JOIN task t ON t.id = e.task_id JOIN unit_group g ON g.id = t.group_id
  JOIN (SELECT sector, 'inside' AS name, published_inside AS p FROM employment UNION ALL SELECT sector, 'outside', published_outside FROM employment) x ON x.sector = g.label AND x.name = k.name ORDER BY e.id;
INSERT INTO expectation (effect_id, indicator, comparator, contrast, group_label, published, tolerance, computed, holds, source)
  SELECT e.id, 'salary', 'index', k.name, g.label, v.published, 0.05, e.estimate, abs(e.estimate - v.published) <= 0.05 + 1e-9, 'Nadvi and Barrientos (2004), Annex I, Table A.2'
  FROM indices v JOIN contrast k ON k.design_id = 3 AND k.name = v.district || ' ' || v.year JOIN unit_group g ON g.dataset_id = 2 AND g.label = v.label
  JOIN task t ON t.group_id = g.id JOIN effect e ON e.task_id = t.id AND e.contrast_id = k.id ORDER BY e.id;
INSERT INTO diagnostic VALUES (1, 2, 'sectors compared', '', 14, 'every sector has workers inside and outside'), (2, 2, 'share inside', 'before', 0.434, NULL), (3, 2, 'share inside', 'after', 0.454, NULL);
INSERT INTO message VALUES (1, 'warning', 'expectations', '21 of 66 published values do not follow from the published figures.');
DROP TABLE employment; DROP TABLE salary; DROP TABLE indices;
