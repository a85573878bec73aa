// Curves: the lines of a few groups together, or a panel for each group with everyone's line behind it.
const curveChart = (() => {
  'use strict';

  const COLOURS = ['#000000', '#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00'];
  const DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [10, 4]];
  const GREY = '#9aa1a8';

  return (data, tools) => {
    const share = !data.unit && data.points.every((point) => point.estimate <= 1); // of the whole, against a share of people
    const names = data.lines.map((line) => line.name);
    const columns = data.together ? 1 : Math.max(1, Math.min(4, Math.floor(tools.available / 230)));
    const width = Math.floor(data.together ? Math.min(tools.available - 90, 560) : (tools.available - 80) / columns - 24);
    const height = Math.floor(share ? width * (data.together ? 0.75 : 1) : Math.max(width * 0.5, 130));
    const x = { field: 'at', type: 'quantitative', title: data.together ? '{{chart.people}}' : null, scale: { domain: [0, 100] },
      axis: { values: [0, 20, 40, 60, 80, 100], gridColor: '#eef0f2' } };
    const y = { field: 'estimate', type: 'quantitative', title: data.together ? tools.wrapped(tools.titled(data.title, data.unit), 44) : null,
      scale: share ? { domain: [0, 1] } : { zero: true, nice: true }, axis: { tickCount: 5, gridColor: '#eef0f2' } };
    const reference = share
      ? { data: { values: [{ at: 0, estimate: 0 }, { at: 100, estimate: 1 }] }, mark: { type: 'line', color: '#555', strokeDash: [4, 3], strokeWidth: 1 }, encoding: { x, y } }
      : { data: { values: [{}] }, mark: { type: 'rule', color: '#555', strokeDash: [4, 3] }, encoding: { y: { datum: 0, type: 'quantitative' } } };
    const tooltip = [{ field: 'line', title: '{{column.of}}' }, { field: 'at' }, { field: 'estimate', format: ',.5~g' }, { field: 'low', format: ',.5~g' }, { field: 'high', format: ',.5~g' }];
    const valid = [{ filter: 'isValid(datum.low) && isValid(datum.high)' }];
    const band = (colour) => ({ transform: valid, mark: { type: 'area', opacity: 0.16, tooltip: false }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, ...colour } });
    const line = (colour) => ({ mark: { type: 'line', strokeWidth: 2, point: { size: 22, filled: true } }, encoding: { x, y, ...colour, tooltip } });

    if (data.together) {
      const legend = names.length > 1 ? { orient: 'right', title: null, labelLimit: 260, symbolSize: 300, symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 2 } : null;
      const colour = { color: { field: 'line', type: 'nominal', scale: { domain: names, range: COLOURS }, legend } };
      const dashed = { ...colour, strokeDash: { field: 'line', type: 'nominal', scale: { domain: names, range: DASHES }, legend } };
      const room = names.length > 1 ? Math.min(width, tools.available - 320) : width;
      return { width: Math.max(room, 220), height: Math.max(Math.floor(room * 0.62), 200), data: { values: data.points }, layer: [reference, band(colour), line(dashed)] };
    }
    const everyone = new Set(data.lines.filter((one) => one.everyone).map((one) => one.name));
    const behind = data.points.filter((point) => everyone.has(point.line));
    return {
      data: { values: data.points.filter((point) => !everyone.has(point.line)) },
      facet: { field: 'line', type: 'nominal', title: null, sort: names, header: { labelFontSize: 12, labelFontWeight: 600, labelLimit: width } },
      columns,
      spacing: 16,
      spec: { width, height, layer: [reference,
        ...(behind.length ? [{ data: { values: behind }, mark: { type: 'line', color: GREY, strokeWidth: 2 }, encoding: { x, y, detail: { field: 'line' } } }] : []),
        band({ color: { value: '#0072B2' } }), line({ color: { value: '#0072B2' } })] },
    };
  };
})();
