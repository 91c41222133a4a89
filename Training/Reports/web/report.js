// Draws the sections in #data. Each chart carries data-drawn once it is on its canvas; errors are collected on <html data-errors>.
(function () {
  'use strict';

  const root = document.documentElement;
  root.dataset.errors = '';
  window.addEventListener('error', event => { root.dataset.errors += event.message + '; '; });
  window.addEventListener('unhandledrejection', event => { root.dataset.errors += event.reason + '; '; });
  document.addEventListener('securitypolicyviolation', event => { root.dataset.errors += 'blocked ' + event.blockedURI + '; '; });

  const { print, ticks } = numbers;
  const data = JSON.parse(document.getElementById('data').textContent);
  const report = document.getElementById('report');
  const resized = [];

  function make(tag, parent, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    parent.append(element);
    return element;
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
    const holder = hold(part, parent);
    if (part.band) holder.classList.add('banded');
    const chart = new uPlot({
      width: widthOf(holder),
      height: 280,
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      ...options,
      hooks: {
        draw: [u => {
          drawMarks(u, part);
          // Opened with #check, the page says how much of each canvas is painted.
          holder.dataset.drawn = location.hash === '#check' ? inked(u.ctx.canvas) : 'yes';
        }],
      },
    }, [x, ...part.lines.map(line => line.values), ...(part.band ? [part.band.high, part.band.low] : [])], holder);
    resized.push(() => chart.setSize({ width: widthOf(holder), height: 280 }));
  }

  function hold(part, parent) {
    const holder = make('div', parent, undefined, 'chart');
    holder.dataset.chart = part.title;
    return holder;
  }

  function widthOf(holder) {
    return Math.max(240, holder.clientWidth || report.clientWidth - 42);
  }

  // Dashed lines with their names.
  function drawMarks(u, part) {
    const days = part.dates ? 86400 : 1;
    let named = 0;
    (part.marks || []).forEach(mark => {
      const x = Math.round(u.valToPos(mark.at * days, 'x', true)), ratio = devicePixelRatio;
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return;
      const { ctx } = u;
      ctx.save();
      ctx.strokeStyle = ctx.fillStyle = '#b33a3a';
      ctx.lineWidth = 1.2 * ratio;
      ctx.setLineDash([5 * ratio, 4 * ratio]);
      ctx.beginPath();
      ctx.moveTo(x, u.bbox.top);
      ctx.lineTo(x, u.bbox.top + u.bbox.height);
      ctx.stroke();
      ctx.font = `${12 * ratio}px system-ui, sans-serif`;
      const i = mark.name ? named++ : named;
      const left = x > u.bbox.left + u.bbox.width / 2;
      ctx.textAlign = left ? 'right' : 'left';
      ctx.fillText(mark.name, x + (left ? -5 : 5) * ratio, u.bbox.top + (12 + 15 * i) * ratio);
      ctx.restore();
    });
  }

  // A chart of shapes.js, drawn again when the width changes.
  function shape(part, parent, kind) {
    make('h3', parent, part.title);
    const holder = hold(part, parent);
    const show = () => {
      const svg = shapes.kinds[kind](part, widthOf(holder));
      holder.replaceChildren(svg);
      holder.dataset.drawn = location.hash === '#check' ? shapes.inked(svg) : 'yes';
    };
    show();
    resized.push(show);
  }

  function axes(part, bottom) {
    const left = { size: 76, stroke: '#5d6a78', grid: { stroke: '#eceff3' }, ticks: { show: false }, values: (u, splits) => ticks(splits, part.format) };
    return [{ stroke: '#5d6a78', grid: { stroke: '#eceff3' }, ticks: { stroke: '#d5dae0' }, ...bottom }, left];
  }

  function series(part) {
    const digits = numbers.decimals(part.lines.flatMap(line => line.values), part.format);
    let strong = 0;
    const all = part.lines.map((line, i) => {
      const colour = line.pale ? '#b9c2cc' : part.ordered ? shapes.ordered(i, part.lines.length) : shapes.palette[strong++ % shapes.palette.length];
      return {
        label: line.name,
        stroke: colour,
        width: line.points ? 0 : line.pale ? 1 : 1.6,
        fill: line.fill ? colour + '26' : undefined,
        paths: line.points ? () => null : undefined,
        points: line.points ? { show: true, size: 5, fill: colour, width: 0 } : { show: false },
        value: (u, value) => shown(value, number => print(number, part.format, digits)),
      };
    });
    if (part.band) for (const side of ['high', 'low']) all.push({ label: side, stroke: 'transparent', points: { show: false } });
    return all;
  }

  // In a legend: nothing while the pointer is elsewhere.
  function shown(value, text) {
    return value === null || value === undefined ? '' : text(value);
  }

  const day = seconds => new Date(seconds * 1000).toISOString().slice(0, 10);

  function bands(part) {
    return part.band ? [{ series: [part.lines.length + 1, part.lines.length + 2], fill: shapes.palette[0] + '22' }] : [];
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
        series: [{ label: 'Day', value: (u, value) => shown(value, day) }, ...series(part)],
        bands: bands(part),
        cursor: { drag: { x: true, y: false } },
      });
    },

    lines(part, parent) {
      const whole = part.x.every(Number.isInteger);
      const digits = whole ? 0 : numbers.decimals(part.x, part.axisFormat);
      draw(part, parent, part.x, {
        scales: { x: { time: false }, y: part.range ? { range: () => part.range } : {} },
        axes: axes(part, {
          values: (u, splits) => ticks(splits, part.axisFormat), label: part.axis, labelSize: 20, labelFont: '12px system-ui, sans-serif', labelGap: 0, size: 34,
          ...(whole ? { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] } : {}),
        }),
        series: [{ label: part.axis, value: (u, value) => shown(value, number => print(number, part.axisFormat, digits)) }, ...series(part)],
        cursor: { drag: { x: true, y: false } },
      });
    },

    row(part, parent) {
      const grid = make('div', parent, undefined, 'row');
      for (const inner of part.parts) kinds[inner.$type](inner, make('div', grid));
    },

    bars: (part, parent) => shape(part, parent, 'bars'),
    histogram: (part, parent) => shape(part, parent, 'histogram'),
    dots: (part, parent) => shape(part, parent, 'dots'),
    violins: (part, parent) => shape(part, parent, 'violins'),
    surface: (part, parent) => shape(part, parent, 'surface'),

    heat(part, parent) {
      if (part.title) make('h3', parent, part.title);
      const table = make('table', make('div', parent, undefined, 'scroll'), undefined, 'heat');
      const head = make('tr', make('thead', table));
      make('th', head, '');
      part.columns.forEach(column => make('th', head, column));
      const body = make('tbody', table);
      for (const row of part.rows) {
        const line = make('tr', body);
        make('th', line, row.name);
        row.values.forEach((value, i) => {
          const cell = make('td', line, print(value, part.format, part.decimals).replace(' bp', ''));
          const scale = i === row.values.length - 1 ? part.lastScale : part.scale;
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
  let group = '';
  for (const section of data.sections) {
    if (section.group && section.group !== group) make('b', links, section.group);
    group = section.group;
    make('a', links, section.title).href = '#' + section.id;
    const element = make('section', report);
    element.id = section.id;
    if (group) make('p', element, group, 'group');
    make('h2', element, section.title);
    make('p', element, section.note, 'note');
    for (const part of section.parts) kinds[part.$type](part, element);
  }
  window.addEventListener('resize', () => resized.forEach(action => action()));
  root.dataset.sections = data.sections.length;
})();
