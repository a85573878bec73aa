// What a planned sample sees: the smallest effect by the number of people, and the chance to find an effect by its size.
const powerChart = (() => {
  'use strict';

  const LINE = '#0072B2';
  const MARK = '#D55E00';

  return (data, tools) => {
    const narrow = tools.available < 640;
    const width = Math.floor(narrow ? tools.available - 90 : (tools.available - 190) / 2);
    const height = Math.max(180, Math.floor(width * 0.6));
    const grid = { gridColor: '#e6e9ec', tickCount: 5 };
    const axis = (field, title, more = {}) => ({ field, type: 'quantitative', title: tools.wrapped(title, 44), axis: { ...grid, ...more.axis }, scale: { nice: true, zero: true, ...more.scale } });
    const rule = (channel, value, title, text) => [
      { data: { values: [{ value }] }, mark: { type: 'rule', color: MARK, strokeDash: [4, 3], strokeWidth: 1.5 }, encoding: { [channel]: { datum: value, type: 'quantitative' } } },
      { data: { values: [{ value, title }] }, mark: { type: 'text', color: '#8a3c00', fontSize: 12, ...text.mark },
        encoding: { [channel]: { datum: value, type: 'quantitative' }, [channel === 'x' ? 'y' : 'x']: { value: text.at }, text: { field: 'title' } } },
    ];
    // Words stand where the curve is not.
    const above = { mark: { align: 'right', dy: -5, baseline: 'bottom' }, at: width - 2 };
    const below = { mark: { align: 'right', dy: 5, baseline: 'top' }, at: width - 2 };
    const top = { mark: { align: 'left', dx: 5, baseline: 'top' }, at: 2 };
    const bottom = { mark: { align: 'left', dx: 5, baseline: 'bottom' }, at: height - 4 };
    const line = (x, y, tooltip) => ({ mark: { type: 'line', color: LINE, strokeWidth: 2.5, interpolate: 'monotone', tooltip: true }, encoding: { x, y, tooltip } });

    const people = axis('people', 'People in all');
    const size = axis('effect', tools.titled('Smallest effect that is seen', data.unit));
    const effect = axis('effect', tools.titled('Effect', data.unit));
    const chance = axis('power', 'Chance to find it', { scale: { domain: [0, 1], nice: false } });
    const seen = {
      width, height, data: { values: data.by_people },
      layer: [...rule('y', data.effect, 'smallest worth seeing', data.effect > 0 ? above : below), ...rule('x', data.people, 'sample', data.effect > 0 ? top : bottom),
        line(people, size, [{ field: 'people', format: ',.0f', title: 'People in all' }, { field: 'effect', format: ',.4~g', title: 'Smallest effect' }])],
    };
    const found = {
      width, height, data: { values: data.by_effect },
      layer: [...rule('y', data.power, 'asked for', data.effect > 0 ? { ...above, mark: { ...above.mark, align: 'left' }, at: 2 } : above), ...rule('x', data.effect, 'smallest worth seeing', bottom),
        line(effect, chance, [{ field: 'effect', format: ',.4~g', title: 'Effect' }, { field: 'power', format: '.3f', title: 'Chance' }])],
    };
    return { [narrow ? 'vconcat' : 'hconcat']: [seen, found], spacing: 40 };
  };
})();
