// Love plots: how far the arms lie apart in each covariate, in the data as they are and as they are compared.
const balanceChart = (() => {
  'use strict';

  // A ring and a filled square, and the ring goes around the square where they meet: neither colour vision nor a colour
  // printer is needed.
  const SERIES = [
    { key: 'before', name: '{{chart.before}}', colour: '#D55E00', fill: 'transparent', shape: 'circle' },
    { key: 'after', name: '{{chart.after}}', colour: '#0072B2', fill: '#0072B2', shape: 'square' },
  ];

  return (data, tools) => {
    const { wrapped, rowAxis, labelSpace, values } = tools;
    const labels = data.rows.map((row) => wrapped(row.row, tools.available < 640 ? 18 : 40));
    const width = Math.floor(Math.min(tools.available - labelSpace(labels) - 20, 700));
    const shown = SERIES.filter((one) => data.rows.some((row) => row[one.key] !== null));
    const points = [...shown].reverse().flatMap((one) => data.rows.flatMap((row, place) => (row[one.key] === null ? []
      : [{ place, name: row.row, series: one.name, difference: row[one.key] }])));
    const pairs = data.rows.map((row, place) => ({ place, before: row.before, after: row.after }));
    const scale = (property) => ({ domain: shown.map((one) => one.name), range: shown.map((one) => one[property]) });
    const legend = { orient: 'top', title: null, symbolOpacity: 1, columns: width < 360 ? 1 : 2 };
    const of = (property) => ({ field: 'series', type: 'nominal', scale: scale(property), legend });
    const y = { field: 'place', type: 'ordinal', title: null, scale: { domain: data.rows.map((_, i) => i) }, axis: rowAxis };
    const x = values('difference', '{{chart.difference}}', width);
    x.scale = { zero: true, nice: true };
    const line = { datum: data.threshold, type: 'quantitative' };
    return {
      params: [{ name: 'labels', value: labels }, { name: 'bold', value: data.rows.map(() => false) }],
      width, height: { step: Math.max(20, 14 * Math.max(...labels.map((lines) => lines.length)) + 6) },
      layer: [
        { data: { values: [{}] }, mark: { type: 'rule', color: '#1c1f23', strokeDash: [4, 3], strokeWidth: 1.5 }, encoding: { x: line } },
        { data: { values: pairs }, transform: [{ filter: 'isValid(datum.before) && isValid(datum.after)' }],
          mark: { type: 'rule', color: '#9aa1a8', strokeWidth: 1.5 }, encoding: { y, x: { ...x, field: 'before' }, x2: { field: 'after' } } },
        { data: { values: points }, mark: { type: 'point', opacity: 1, strokeWidth: 1.8 },
          encoding: { y, x, stroke: of('colour'), fill: of('fill'), shape: of('shape'), size: { condition: { test: `datum.series === '${SERIES[0].name}'`, value: 110 }, value: 36 },
            tooltip: [{ field: 'name', title: '{{balance.covariate}}' }, { field: 'series', title: '{{chart.when}}' }, { field: 'difference', format: '.3f' }] } },
      ],
    };
  };
})();
