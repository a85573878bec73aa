// A study that was tried out: how often it finds what was planted, and how often its intervals hold.
const trialChart = (() => {
  'use strict';

  const KINDS = ['power', 'power by formula', 'false alarms'];
  const COLOURS = ['#0072B2', '#D55E00', '#5b6470'];
  const SHAPES = ['circle', 'diamond', 'cross'];

  return (data, tools) => {
    const narrow = tools.available < 640;
    const labels = data.rows.map((row) => tools.wrapped(row.row, narrow ? 18 : 36));
    const margin = tools.labelSpace(labels);
    const width = Math.max(120, Math.floor(narrow ? tools.available - margin - 30 : (tools.available - margin - 70) / 2));
    const step = Math.max(26, 14 * Math.max(...labels.map((lines) => lines.length)) + 8);
    const points = data.rows.flatMap((row, place) => [
      { place, row: row.row, kind: KINDS[0], ...row.power },
      ...(row.formula === null ? [] : [{ place, row: row.row, kind: KINDS[1], value: row.formula }]),
      ...(row.size ? [{ place, row: row.row, kind: KINDS[2], ...row.size }] : []),
    ]);
    const covers = data.rows.flatMap((row, place) => (row.coverage ? [{ place, row: row.row, ...row.coverage }] : []));
    const lowest = Math.min(0.8, ...covers.map((point) => point.low));
    const y = (shown) => ({ field: 'place', type: 'ordinal', title: null, axis: shown ? tools.rowAxis : { ...tools.rowAxis, labels: false } });
    const x = (title, domain) => ({ field: 'value', type: 'quantitative', title, scale: { domain, nice: false, zero: false }, axis: { gridColor: '#e6e9ec', tickCount: 5 } });
    const mark = (value, axis) => ({ data: { values: [{ value }] }, mark: { type: 'rule', color: '#1c1f23', strokeDash: [4, 3] }, encoding: { x: axis } });
    const scale = (range) => ({ domain: KINDS, range });
    const legend = { title: null, orient: 'top', symbolSize: 90, labelLimit: 0, columns: narrow ? 1 : 3 };
    const tooltip = [{ field: 'row', title: 'Effect' }, { field: 'kind', title: 'What' }, { field: 'value', format: '.3f', title: 'Share of studies' }];
    const reach = (axis, more) => ({ transform: [{ filter: 'isValid(datum.low)' }], mark: { type: 'rule', strokeWidth: 2 }, encoding: { ...more, x: { ...axis, field: 'low' }, x2: { field: 'high' } } });

    const chance = x('Share of studies', [0, 1]);
    const colour = { color: { field: 'kind', type: 'nominal', scale: scale(COLOURS), legend } };
    const found = {
      width, height: { step }, data: { values: points },
      layer: [mark(1 - data.confidence, chance), reach(chance, { y: y(true), ...colour }),
        { mark: { type: 'point', filled: true, size: 80, opacity: 1 },
          encoding: { y: y(true), x: chance, ...colour, shape: { field: 'kind', type: 'nominal', scale: scale(SHAPES), legend }, tooltip } }],
    };
    const share = x('Intervals that hold the truth', [lowest, 1]);
    const held = {
      width, height: { step }, data: { values: covers },
      layer: [mark(data.confidence, share), reach(share, { y: y(narrow), color: { value: '#009E73' } }),
        { mark: { type: 'point', filled: true, size: 80, opacity: 1, color: '#009E73' },
          encoding: { y: y(narrow), x: share, tooltip: [tooltip[0], tooltip[2]] } }],
    };
    return {
      params: [{ name: 'labels', value: labels }, { name: 'bold', value: data.rows.map(() => false) }],
      [narrow ? 'vconcat' : 'hconcat']: covers.length ? [found, held] : [found], spacing: 24,
    };
  };
})();
