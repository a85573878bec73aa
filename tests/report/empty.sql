-- Interrupted before anything was stored.
INSERT INTO run VALUES (1, 'interrupted', 'empty', 'Nothing yet', NULL, 'study.toml', '', 'ab', 0, 0.95, 'att', 'population', 1, 'none', 'linearised', 1000, 'fail', 1, NULL, 1, 10, 'cr2', 'none', 'groups', '0.1.0', '1.0', 'g++', '2026-01-01T00:00:00Z', NULL, 'machine');
