// Specification curves: effects under all strategies, sorted, and below them the choices that each stands for.
const strategyChart = (() => {
  'use strict';

  return (data, tools) => {
    const { readings, wrapped, titled, labelSpace } = tools;
    const n = data.points.length;
    const labels = data.rows.map((row) => row.label);
    const margin = Math.min(labelSpace(labels.map((label) => [label])), tools.available * 0.45);
    const width = Math.floor(Math.max(160, Math.min(tools.available - margin - 30, Math.max(n * 22, 360))));
    const x = { field: 'place', type: 'ordinal', title: null, axis: null, scale: { domain: data.points.map((point) => point.place), padding: 0.5 } };
    const words = Object.keys(readings).filter((word) => data.points.some((point) => point.reading === word));
    const scale = (property) => ({ domain: words, range: words.map((word) => readings[word][property]) });
    const legend = { orient: 'top', title: null, symbolOpacity: 1 };
    const colour = { field: 'reading', type: 'nominal', scale: scale('colour'), legend };
    const y = { field: 'estimate', type: 'quantitative', title: wrapped(titled('{{column.effect}}', data.unit), 34), scale: { zero: false, nice: true }, axis: { gridColor: '#e6e9ec', tickCount: 6 } };
    const tooltip = [{ field: 'label', title: '{{chart.specification}}' }, { field: 'estimate', format: ',.5~g' }, { field: 'low', format: ',.5~g' },
      { field: 'high', format: ',.5~g' }, { field: 'reading' }];
    const benchmark = data.benchmarks.length === 0 ? [] : [
      { data: { values: data.benchmarks }, mark: { type: 'rule', color: '#0072B2', strokeWidth: 2 }, encoding: { y } },
      { data: { values: data.benchmarks.slice(0, 1) }, mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 4, dy: -3, color: '#00507d', fontSize: 12, fontWeight: 600 },
        encoding: { y, x: { value: 0 }, text: { field: 'title' } } },
    ];
    const size = n > 60 ? 30 : 70;
    const curve = {
      width, height: 260, data: { values: data.points },
      layer: [
        { data: { values: [{ estimate: data.null }] }, mark: { type: 'rule', color: '#1c1f23', strokeDash: [4, 3] }, encoding: { y } },
        ...benchmark,
        { transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }], mark: { type: 'rule', strokeWidth: n > 60 ? 1 : 2 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: colour } },
        { mark: { type: 'point', filled: true, size, opacity: 1 },
          encoding: { x, y, color: colour, shape: { field: 'reading', type: 'nominal', scale: scale('shape'), legend }, tooltip } },
      ],
    };
    const row = { field: 'row', type: 'ordinal', title: null, scale: { domain: data.rows.map((_, i) => i) },
      axis: { labelExpr: 'labels[datum.value]', labelLimit: Math.floor(margin), labelPadding: 8, domain: false, ticks: false, grid: true, gridColor: '#eef0f2',
        labelFontWeight: { condition: { test: 'heads[datum.value]', value: 'bold' }, value: 'normal' } } };
    const matrix = {
      width, height: { step: 19 }, data: { values: data.marks },
      mark: { type: 'point', shape: 'square', filled: true, size: n > 60 ? 22 : 55, opacity: 1, color: '#1c1f23' },
      encoding: { x, y: row },
    };
    return {
      params: [{ name: 'labels', value: labels }, { name: 'heads', value: data.rows.map((r) => r.head) }],
      vconcat: [curve, matrix], spacing: 8, resolve: { scale: { x: 'shared', y: 'independent' } },
    };
  };
})();
