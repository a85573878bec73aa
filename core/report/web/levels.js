// Charts of levels: dots with intervals, a row for each group or each output.
const levelChart = (() => {
  'use strict';

  const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#000000'];
  const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down', 'cross'];

  return (data, tools) => {
    const { wrapped, titled, rowAxis, labelSpace, values } = tools;
    const narrow = tools.available < 640;
    const labels = data.rows.map((row) => wrapped(row.row, narrow ? 18 : tools.available < 900 ? 28 : 44));
    const width = Math.floor(Math.min(tools.available - labelSpace(labels) - 20, 760));
    const several = data.series.length > 1;
    const step = Math.max(several ? 8 + 9 * data.series.length : 20, 14 * Math.max(...labels.map((lines) => lines.length)) + 6);
    const y = { field: 'place', type: 'ordinal', title: null, scale: { domain: data.rows.map((_, i) => i) }, axis: rowAxis };
    const dodge = several ? { yOffset: { field: 'series', type: 'nominal', scale: { domain: data.series } } } : {};
    const legend = several ? { orient: 'top', title: null, columns: Math.max(1, Math.floor(width / 150)), labelLimit: width - 30, symbolOpacity: 1, symbolFillColor: null } : null;
    const colour = { field: 'series', type: 'nominal', scale: { domain: data.series, range: COLOURS }, legend };
    const shape = { field: 'series', type: 'nominal', scale: { domain: data.series, range: SHAPES }, legend };
    const x = values('estimate', titled(data.title, data.unit), width);
    const tooltip = [{ field: 'name', title: '{{column.of}}' }, ...(several ? [{ field: 'series', title: '{{column.in}}' }] : []),
      { field: 'estimate', format: ',.5~g' }, { field: 'low', format: ',.5~g' }, { field: 'high', format: ',.5~g' }];
    const everyone = several || !data.rows[0].bold || data.rows[0].header ? [] : data.points.filter((point) => point.place === 0);
    const few = data.rows.flatMap((row, place) => (row.few ? [{ place }] : []));
    return {
      params: [{ name: 'labels', value: labels }, { name: 'bold', value: data.rows.map((row) => row.bold) }],
      width, height: { step, for: 'position' }, data: { values: data.points },
      layer: [
        ...everyone.map((point) => ({ data: { values: [point] }, mark: { type: 'rule', color: '#8a9097', strokeDash: [4, 3] }, encoding: { x } })),
        ...(several ? [] : [{ data: { values: few }, mark: { type: 'text', text: '{{few}}', align: 'left', dx: 4, fontStyle: 'italic', fontSize: 11, color: '#51575e' },
          encoding: { y, x: { value: 0 } } }]),
        { transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }], mark: { type: 'rule', strokeWidth: 2 },
          encoding: { y, ...dodge, x: { ...x, field: 'low' }, x2: { field: 'high' }, color: colour } },
        { mark: { type: 'point', size: several ? 45 : 60, opacity: 1, strokeWidth: 1.6 },
          encoding: { y, ...dodge, x, color: colour, shape, tooltip,
            fill: { condition: { test: 'datum.imprecise', value: '#ffffff' }, ...colour } } },
      ],
    };
  };
})();
