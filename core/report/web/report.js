// Draws the charts from the data that stands in each figure. Without it the tables still say everything.
(() => {
  'use strict';

  // Okabe and Ito's colours, each with a shape of its own, so that neither colour vision nor a colour printer is needed.
  const READINGS = {
    {{reading.gain}}: { colour: '#009E73', shape: 'triangle-up' },
    {{reading.loss}}: { colour: '#D55E00', shape: 'triangle-down' },
    {{reading.unclear}}: { colour: '#666666', shape: 'circle' },
    {{reading.none}}: { colour: '#666666', shape: 'stroke' },
  };
  const COLOURS = ['#0072B2', '#E69F00', '#CC79A7', '#56B4E9', '#009E73', '#000000'];
  const SHAPES = ['circle', 'square', 'diamond', 'cross', 'triangle-right', 'triangle-left'];
  const LETTER = 6.4; // average width of a letter of the labels, in pixels

  function wrapped(label, width) {
    const lines = [''];
    for (const word of label.split(' ')) {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length + 1 > width) lines.push(word);
      else lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
    return lines.map((line) => (line.length > width + 6 ? `${line.slice(0, width + 5)}…` : line)).slice(0, 3);
  }

  const titled = (title, unit) => (unit ? `${title} (${unit})` : title);

  const rows = (axis) => ({ field: 'place', type: 'ordinal', title: null, axis });
  const values = (field, title, width) => ({
    field, type: 'quantitative', title: wrapped(title, Math.floor(width / LETTER)), scale: { zero: false, nice: true },
    axis: { labelFlush: false, tickCount: Math.max(3, Math.floor(width / 80)), gridColor: { condition: { test: 'datum.value === 0', value: '#555' }, value: '#e6e9ec' } },
  });
  const legend = (width) => ({ orient: 'top', title: null, columns: Math.max(1, Math.floor(width / 150)), labelLimit: width - 30, symbolOpacity: 1 });

  function components(data, panel) {
    const names = [...new Set(data.components.map((row) => row.name))];
    return {
      ...panel.frame,
      data: { values: data.components },
      layer: [
        { mark: { type: 'rule', color: '#9aa1a8', strokeWidth: 2 },
          encoding: { y: rows(panel.labels), x: { aggregate: 'min', ...values('estimate', titled('{{chart.components}}', data.component_unit), panel.width) },
            x2: { aggregate: 'max', field: 'estimate' } } },
        { mark: { type: 'point', filled: true, size: 75, opacity: 1, stroke: '#1c1f23', strokeWidth: 0.6 },
          encoding: { y: rows(panel.labels), x: values('estimate', titled('{{chart.components}}', data.component_unit), panel.width),
            color: { field: 'name', type: 'nominal', scale: { domain: names, range: COLOURS }, legend: legend(panel.width) },
            shape: { field: 'name', type: 'nominal', scale: { domain: names, range: SHAPES }, legend: legend(panel.width) },
            tooltip: [{ field: 'row', title: '{{column.group}}' }, { field: 'name', title: '{{chart.component}}' }, { field: 'estimate', format: ',.5~g' }] } },
      ],
    };
  }

  function effects(data, panel) {
    const readings = Object.keys(READINGS).filter((word) => data.effects.some((row) => row.reading === word));
    const scale = (property) => ({ domain: readings, range: readings.map((word) => READINGS[word][property]) });
    const x = values('estimate', titled(data.title, data.unit), panel.width);
    return {
      ...panel.frame,
      data: { values: data.effects },
      layer: [
        { mark: { type: 'rule', color: '#1c1f23', strokeDash: [4, 3] }, data: { values: [{}] }, encoding: { x: { datum: data.null, type: 'quantitative' } } },
        { transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }], mark: { type: 'rule', strokeWidth: 2 },
          encoding: { y: rows(panel.labels), x: { ...x, field: 'low' }, x2: { field: 'high' },
            color: { field: 'reading', type: 'nominal', scale: scale('colour'), legend: legend(panel.width) } } },
        { mark: { type: 'point', filled: true, size: 85, opacity: 1 },
          encoding: { y: rows(panel.labels), x,
            color: { field: 'reading', type: 'nominal', scale: scale('colour'), legend: legend(panel.width) },
            shape: { field: 'reading', type: 'nominal', scale: scale('shape'), legend: legend(panel.width) },
            tooltip: [{ field: 'row', title: '{{column.group}}' }, { field: 'estimate', format: ',.5~g' }, { field: 'low', format: ',.5~g' },
              { field: 'high', format: ',.5~g' }, { field: 'reading' }] } },
      ],
    };
  }

  const labelSpace = (labels) => LETTER * Math.max(...labels.flat().map((line) => line.length)) + 28;

  // Of labels that may have several lines, some of them bold; they stand in the signals `labels` and `bold`.
  const rowAxis = {
    labelExpr: 'labels[datum.value]', labelLimit: 0, labelPadding: 8, domain: false, ticks: false, grid: true, gridColor: '#eef0f2',
    labelOffset: { condition: [2, 3].map((n) => ({ test: `labels[datum.value].length === ${n}`, value: -7 * (n - 1) })), value: 0 },
    labelFontWeight: { condition: { test: 'bold[datum.value]', value: 'bold' }, value: 'normal' },
  };

  function effectChart(data, available) {
    const narrow = available < 640;
    const labels = data.effects.map((row) => wrapped(row.row, narrow ? 18 : available < 900 ? 28 : 48));
    const place = new Map(data.effects.map((row, i) => [row.row, i]));
    data.effects.forEach((row, i) => { row.place = i; });
    data.components.forEach((row) => { row.place = place.get(row.row); });

    const both = data.components.length > 0;
    const beside = both && !narrow;
    const margin = labelSpace(labels);
    const width = Math.floor(beside ? (available - margin - 60) / 2 : Math.min(available - margin - 20, 760));
    const step = Math.max(24, 14 * Math.max(...labels.map((lines) => lines.length)) + 6);
    const panel = { width, labels: rowAxis, frame: { width, height: { step } } };
    const unlabelled = { ...panel, labels: { ...rowAxis, labels: false } };
    const panels = both ? [components(data, panel), effects(data, beside ? unlabelled : panel)] : [effects(data, panel)];
    return {
      params: [{ name: 'labels', value: labels }, { name: 'bold', value: data.effects.map((row) => row.everyone) }],
      [beside ? 'hconcat' : 'vconcat']: panels,
      spacing: 24,
      resolve: { scale: { color: 'independent', shape: 'independent' } },
    };
  }

  function specification(data, available) {
    const tools = { available, readings: READINGS, wrapped, titled, rowAxis, labelSpace, values };
    const chart = { effects: () => effectChart(data, available), levels: () => levelChart(data, tools), curve: () => curveChart(data, tools),
      strategies: () => strategyChart(data, tools), balance: () => balanceChart(data, tools), power: () => powerChart(data, tools), control: () => controlChart(data, tools),
      trial: () => trialChart(data, tools) }[data.kind]();
    return {
      ...chart,
      background: '#ffffff',
      config: {
        {{locale}}aria: false, font: getComputedStyle(document.body).fontFamily, view: { stroke: null },
        axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 600, labelColor: '#1c1f23', titleColor: '#1c1f23' },
        legend: { labelFontSize: 12, labelColor: '#1c1f23' },
      },
    };
  }

  async function draw(figure) {
    const data = JSON.parse(figure.querySelector('script').textContent);
    const place = figure.querySelector('.chart');
    place.replaceChildren();
    const compiled = vegaLite.compile(specification(data, figure.clientWidth)).spec;
    const view = new vega.View(vega.parse(compiled), { renderer: 'svg', container: place, hover: false });
    await view.runAsync();
  }

  let drawnAt = 0;
  function drawAll() {
    if (window.innerWidth === drawnAt) return;
    drawnAt = window.innerWidth;
    for (const place of document.querySelectorAll('figure > .chart')) {
      draw(place.parentElement).catch((error) => console.error(`a chart could not be drawn: ${error.message}`));
    }
  }

  let waiting;
  window.addEventListener('resize', () => { clearTimeout(waiting); waiting = setTimeout(drawAll, 200); });
  window.addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((element) => { element.open = true; }));
  drawAll();
})();
