// A figure over the waves of a study, before the limits that its reference waves set.
const controlChart = (() => {
  'use strict';

  const KINDS = ['{{monitor.reference}}', '{{monitor.within}}', '{{monitor.warning}}', '{{monitor.action}}', '{{monitor.unknown}}'];
  const COLOURS = ['#5b6470', '#0072B2', '#E69F00', '#D55E00', '#999999'];
  const SHAPES = ['circle', 'circle', 'diamond', 'triangle-up', 'cross'];

  return (data, tools) => {
    const width = Math.floor(Math.min(tools.available - 110, 720));
    const x = { field: 'wave', type: 'ordinal', sort: null, title: null, axis: { labelAngle: 0, grid: false } };
    const y = (field) => ({ field, type: 'quantitative', title: data.unit || null, scale: { zero: false }, axis: { gridColor: '#e6e9ec', tickCount: 6 } });
    const band = (low, high, color) => ({
      transform: [{ filter: `isValid(datum.${low})` }], mark: { type: 'area', color, interpolate: 'linear' }, encoding: { x, y: y(low), y2: { field: high } } });
    const used = KINDS.filter((kind) => data.points.some((point) => point.kind === kind));
    const scale = (of) => ({ domain: used, range: used.map((kind) => of[KINDS.indexOf(kind)]) });
    const legend = { title: null, orient: 'top', symbolSize: 110, labelLimit: 0, columns: width < 420 ? 1 : used.length };
    return {
      width, height: Math.max(200, Math.floor(width * 0.42)),
      data: { values: data.points },
      layer: [
        band('action_low', 'action_high', '#eef1f4'),
        band('warning_low', 'warning_high', '#dbe3ea'),
        { transform: [{ filter: 'isValid(datum.centre)' }], mark: { type: 'line', color: '#5b6470', strokeDash: [5, 4], strokeWidth: 1.2 }, encoding: { x, y: y('centre') } },
        { mark: { type: 'line', color: '#9aa5af', strokeWidth: 1 }, encoding: { x, y: y('estimate') } },
        { transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }], mark: { type: 'rule', strokeWidth: 1.8, color: '#1c1f23' },
          encoding: { x, y: y('low'), y2: { field: 'high' } } },
        { mark: { type: 'point', filled: true, size: 130, opacity: 1 },
          encoding: { x, y: y('estimate'), color: { field: 'kind', type: 'nominal', scale: scale(COLOURS), legend }, shape: { field: 'kind', type: 'nominal', scale: scale(SHAPES), legend },
            tooltip: [{ field: 'wave', title: '{{monitor.wave}}' }, { field: 'estimate', format: ',.5~g', title: '{{column.estimate}}' }, { field: 'low', format: ',.5~g', title: '{{monitor.low}}' },
              { field: 'high', format: ',.5~g', title: '{{monitor.high}}' }, { field: 'kind', title: '{{column.reading}}' }] } },
      ],
    };
  };
})();
