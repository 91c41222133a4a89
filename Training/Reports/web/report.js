// Draws the sections in #data. Each chart carries data-drawn once it is on its canvas; errors are collected on <html data-errors>.
(function () {
  'use strict';

  const root = document.documentElement;
  root.dataset.errors = '';
  window.addEventListener('error', event => { root.dataset.errors += event.message + '; '; });
  window.addEventListener('unhandledrejection', event => { root.dataset.errors += event.reason + '; '; });
  document.addEventListener('securitypolicyviolation', event => { root.dataset.errors += 'blocked ' + event.blockedURI + '; '; });

  const colours = ['#1f5fa8', '#d0802a', '#3d8f5f', '#8a4fa3'];
  const data = JSON.parse(document.getElementById('data').textContent);
  const report = document.getElementById('report');
  const charts = [];

  function make(tag, parent, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    parent.append(element);
    return element;
  }

  // Numbers

  function grouped(value, decimals) {
    return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }

  function print(value, format, decimals) {
    if (value === null || value === undefined) return '';
    switch (format) {
      case 'percent': return grouped(value * 100, decimals) + '%';
      case 'money': return (value < 0 ? '-$' : '$') + grouped(Math.abs(value), decimals);
      default: return grouped(value, decimals);
    }
  }

  // Axis labels with as many decimals as tell all ticks exactly.
  function ticks(values, format) {
    const scaled = value => {
      if (format === 'percent') return [value * 100, '%'];
      if (format !== 'money') return [value, ''];
      const size = Math.max(...values.map(Math.abs));
      return size >= 1e9 ? [value / 1e9, 'bn'] : size >= 1e6 ? [value / 1e6, 'M'] : size >= 1e4 ? [value / 1e3, 'k'] : [value, ''];
    };
    const whole = power => values.every(value => Math.abs(scaled(value)[0] * power - Math.round(scaled(value)[0] * power)) < 1e-6 * power);
    let decimals = 0;
    while (decimals < 6 && !whole(Math.pow(10, decimals))) decimals++;
    return values.map(value => print(scaled(value)[0], format === 'money' ? 'money' : 'number', decimals) + scaled(value)[1]);
  }

  function logSplits(low, high) {
    const all = [];
    const marks = high / low > 30 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
      for (const mark of marks) all.push(mark * Math.pow(10, power));
    return all.filter(value => value >= low && value <= high);
  }

  // Charts

  function inked(canvas) {
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let count = 0;
    for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 0) count++;
    return count;
  }

  function draw(part, parent, x, options) {
    make('h3', parent, part.title);
    const holder = make('div', parent, undefined, 'chart');
    holder.dataset.chart = part.title;
    const width = () => Math.max(320, holder.clientWidth || report.clientWidth - 42);
    const chart = new uPlot({
      width: width(),
      height: 280,
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      ...options,
      hooks: {
        // Opened with #check, the page says how much of each canvas is painted.
        draw: [u => { holder.dataset.drawn = location.hash === '#check' ? inked(u.ctx.canvas) : 'yes'; }],
      },
    }, [x, ...part.lines.map(line => line.values)], holder);
    charts.push([chart, width]);
  }

  function axes(part, bottom) {
    const left = { size: 76, stroke: '#5d6a78', grid: { stroke: '#eceff3' }, ticks: { show: false }, values: (u, splits) => ticks(splits, part.format) };
    return [{ stroke: '#5d6a78', grid: { stroke: '#eceff3' }, ticks: { stroke: '#d5dae0' }, ...bottom }, left];
  }

  function series(part, extra) {
    return part.lines.map((line, i) => ({
      label: line.name,
      stroke: colours[i % colours.length],
      width: 1.5,
      fill: line.fill ? colours[i % colours.length] + '26' : undefined,
      points: { show: false },
      value: (u, value) => value === null || value === undefined ? '–' : print(value, part.format, part.format === 'money' ? 0 : 2),
      ...(extra ? extra(i) : {}),
    }));
  }

  const kinds = {
    dates(part, parent) {
      const vertical = part.logarithmic
        ? { distr: 3, range: (u, low, high) => [low * 0.98, high * 1.02] }
        : part.lines.some(line => line.fill)
          ? { range: (u, low, high) => uPlot.rangeNum(Math.min(low, 0), Math.max(high, 0), { min: { pad: 0.05, soft: 0, mode: 1 }, max: { pad: 0.05, soft: 0, mode: 1 } }) }
          : {};
      const both = axes(part, {});
      if (part.logarithmic) {
        both[1].filter = (u, splits) => splits;
        both[1].splits = (u, axis, low, high) => {
          if (high / low >= 3) return logSplits(low, high);
          const step = [1, 2, 2.5, 5, 10].map(m => m * Math.pow(10, Math.floor(Math.log10((high - low) / 5)))).find(s => (high - low) / s <= 6);
          const marks = [];
          for (let k = Math.ceil(low / step); k * step <= high; k++) marks.push(k * step);
          return marks;
        };
      }
      draw(part, parent, part.dates.map(day => day * 86400), {
        scales: { x: { time: true }, y: vertical },
        axes: both,
        series: [{ label: 'Day', value: '{YYYY}-{MM}-{DD}' }, ...series(part)],
        cursor: { drag: { x: true, y: false } },
      });
    },

    bars(part, parent) {
      const count = part.lines.length;
      const sides = count === 1 ? [0] : [-1, 1];
      const stride = Math.ceil(part.labels.length / 16);
      draw(part, parent, part.labels.map((label, i) => i), {
        scales: { x: { time: false, range: () => [-0.6, part.labels.length - 0.4] } },
        axes: axes(part, { splits: () => part.labels.map((label, i) => i).filter(i => i % stride === 0), values: (u, splits) => splits.map(i => part.labels[i]), grid: { show: false } }),
        series: [{ label: 'Period', value: (u, i) => i === null || i === undefined ? '–' : part.labels[i] }, ...series(part, i => ({
          width: 0,
          fill: colours[i % colours.length] + 'cc',
          paths: uPlot.paths.bars({ size: [count === 1 ? 0.6 : 0.36, 48], align: sides[i % 2] }),
        }))],
        cursor: { drag: { x: false, y: false } },
      });
    },

    heat(part, parent) {
      const table = make('table', make('div', parent, undefined, 'scroll'), undefined, 'heat');
      const head = make('tr', make('thead', table));
      make('th', head, '');
      part.columns.forEach(column => make('th', head, column));
      const body = make('tbody', table);
      for (const row of part.rows) {
        const line = make('tr', body);
        make('th', line, row.name);
        row.values.forEach((value, i) => {
          const cell = make('td', line, print(value, 'percent', 1));
          const scale = i === row.values.length - 1 ? 0.3 : 0.08;
          if (value !== null) cell.style.background = `rgba(${value < 0 ? '200, 62, 62' : '46, 139, 87'}, ${(Math.min(1, Math.abs(value) / scale) * 0.6).toFixed(3)})`;
        });
      }
    },

    table(part, parent) {
      table(part.columns, part.rows, make('div', parent, undefined, part.rows.length > 40 ? 'long scroll' : 'scroll'));
      if (part.note) make('p', parent, part.note, 'note');
    },

    dated(part, parent) {
      const choice = make('select', parent);
      choice.setAttribute('aria-label', 'Day');
      part.days.forEach(day => make('option', choice, day.day));
      choice.selectedIndex = part.days.length - 1;
      const holder = make('div', parent);
      const show = () => {
        holder.replaceChildren();
        const day = part.days[choice.selectedIndex];
        if (day.rows.length) table(part.columns, day.rows, make('div', holder, undefined, 'scroll'));
        if (day.note) make('p', holder, day.note, 'note');
      };
      choice.addEventListener('change', show);
      show();
    },
  };

  // Tables

  function table(columns, rows, parent) {
    const element = make('table', parent);
    const head = make('tr', make('thead', element));
    const body = make('tbody', element);
    let sorted = -1, ascending = false;

    function fill() {
      body.replaceChildren();
      for (const row of rows) {
        const line = make('tr', body);
        columns.forEach((column, i) => make('td', line, column.format ? print(row[i], column.format, column.decimals) : row[i], column.format ? 'number' : ''));
      }
    }

    columns.forEach((column, i) => {
      const heading = make('th', head, column.title, column.format ? 'number' : '');
      heading.addEventListener('click', () => {
        ascending = sorted === i ? !ascending : !column.format;
        sorted = i;
        rows = [...rows].sort((a, b) => (a[i] < b[i] ? -1 : a[i] > b[i] ? 1 : 0) * (ascending ? 1 : -1));
        for (const other of head.children) other.removeAttribute('aria-sort');
        heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
        fill();
      });
    });
    fill();
  }

  // The page

  const headlines = make('dl', report, undefined, 'headlines');
  headlines.style.margin = '0';
  for (const { key, value } of data.headlines) {
    const box = make('div', headlines);
    make('dt', box, key);
    const [figure, ...rest] = value.split(', ');
    const shown = make('dd', box, figure);
    if (rest.length) make('small', shown, rest.join(', '));
  }
  const links = make('nav', report);
  for (const section of data.sections) {
    make('a', links, section.title).href = '#' + section.id;
    const element = make('section', report);
    element.id = section.id;
    make('h2', element, section.title);
    make('p', element, section.note, 'note');
    for (const part of section.parts) kinds[part.$type](part, element);
  }
  window.addEventListener('resize', () => charts.forEach(([chart, width]) => chart.setSize({ width: width(), height: 280 })));
  root.dataset.sections = data.sections.length;
})();
