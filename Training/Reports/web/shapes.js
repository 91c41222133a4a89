// Charts without a time axis, as SVG: bars, histograms, dots with whiskers, violins, surfaces. Each takes a part and a width and returns an element.
const shapes = (function () {
  'use strict';

  const ink = '#1d2733', soft = '#5d6a78', line = '#e3e7ec';
  const palette = ['#1f5fa8', '#d0802a', '#3d8f5f', '#8a4fa3', '#b33a3a', '#4aa3b5', '#7a6a4f', '#a0b03a'];
  const bottom = 44;

  function node(tag, parent, attributes, text) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  }

  // Filled shapes and strokes that hold data carry the class "data": a check counts them.
  function data(tag, parent, attributes, hint) {
    const element = node(tag, parent, { class: 'data', ...attributes });
    if (hint) node('title', element, {}, hint);
    return element;
  }

  function label(parent, x, y, text, anchor, extra) {
    return node('text', parent, { x, y, 'text-anchor': anchor, fill: soft, 'font-size': 12, ...extra }, text);
  }

  function canvas(width, height) {
    return node('svg', null, { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' });
  }

  const widest = texts => Math.max(0, ...texts.map(text => text.length)) * 6.7;
  const known = values => values.filter(value => value !== null && value !== undefined);

  function scale(low, high, from, to) {
    return value => from + (value - low) / (high - low || 1) * (to - from);
  }

  // Horizontal grid lines with labels at their left; returns the place of a value.
  function vertical(svg, values, format, left, width, top, height) {
    const splits = numbers.marks(Math.min(0, ...values), Math.max(0, ...values), 5, true);
    const y = scale(splits[0], splits[splits.length - 1], height - bottom, top);
    numbers.ticks(splits, format).forEach((text, i) => {
      node('line', svg, { x1: left, x2: width, y1: y(splits[i]), y2: y(splits[i]), stroke: splits[i] === 0 ? '#b8c0ca' : line });
      label(svg, left - 8, y(splits[i]) + 4, text, 'end');
    });
    return y;
  }

  // Labels at the bottom, turned or left out where they would meet.
  function below(svg, texts, x, step, height) {
    const every = Math.max(1, Math.ceil((widest(texts) + 8) / step));
    const turned = every > 1 && texts.length <= 14;
    texts.forEach((text, i) => {
      if (turned) label(svg, x(i) + 4, height - bottom + 14, text, 'end', { transform: `rotate(-35 ${x(i) + 4} ${height - bottom + 14})` });
      else if (i % every === 0) label(svg, x(i), height - bottom + 17, text, 'middle');
    });
  }

  function horizontal(svg, part, low, high, left, right, top, height, format) {
    const x = scale(low, high, left, right);
    let splits = numbers.marks(low, high, Math.max(2, Math.floor((right - left) / 70)), false);
    let texts = numbers.ticks(splits, format);
    if (widest(texts) + 10 > (right - left) / Math.max(1, splits.length)) {
      splits = splits.filter((value, i) => i % 2 === 0);
      texts = numbers.ticks(splits, format);
    }
    splits.forEach((value, i) => {
      node('line', svg, { x1: x(value), x2: x(value), y1: top, y2: height - bottom, stroke: value === 0 ? '#b8c0ca' : line });
      label(svg, x(value), height - bottom + 17, texts[i], 'middle');
    });
    if (part.axis) label(svg, (left + right) / 2, height - 6, part.axis, 'middle');
    return x;
  }

  function legend(svg, names, left, width) {
    let at = left;
    names.forEach((name, i) => {
      node('rect', svg, { x: at, y: 4, width: 10, height: 10, rx: 2, fill: palette[i % palette.length] });
      label(svg, at + 15, 13, name, 'start', { fill: ink });
      at += 30 + name.length * 6.7;
    });
  }

  function bars(part, width) {
    const height = 280, top = part.lines.length > 1 ? 28 : 10;
    const svg = canvas(width, height);
    const values = part.lines.flatMap(l => l.values.flatMap((value, i) => value === null ? [] : l.errors && l.errors[i] !== null ? [value - l.errors[i], value + l.errors[i]] : [value]));
    const probe = numbers.ticks(numbers.marks(Math.min(0, ...values), Math.max(0, ...values), 5, true), part.format);
    const left = widest(probe) + 14;
    const y = vertical(svg, values, part.format, left, width, top, height);
    const step = (width - left) / Math.max(1, part.labels.length);
    const size = Math.min(48, step * 0.72 / part.lines.length);
    const x = i => left + (i + 0.5) * step;
    const digits = numbers.decimals(known(values), part.format);
    part.lines.forEach((l, k) => l.values.forEach((value, i) => {
      if (value === null) return;
      const centre = x(i) + (k - (part.lines.length - 1) / 2) * size;
      const error = l.errors && l.errors[i];
      const hint = `${part.labels[i]}, ${l.name}: ${numbers.print(value, part.format, digits)}` + (error ? ` ± ${numbers.print(error, part.format, digits)}` : '');
      data('rect', svg, {
        x: centre - size * 0.46, width: size * 0.92, y: Math.min(y(0), y(value)), height: Math.max(0.5, Math.abs(y(value) - y(0))),
        fill: palette[k % palette.length], 'fill-opacity': 0.85,
      }, hint);
      if (error) data('path', svg, { d: whisker(centre, y(value - error), y(value + error)), stroke: ink, 'stroke-width': 1.2, fill: 'none' });
    }));
    below(svg, part.labels, x, step, height);
    if (part.lines.length > 1) legend(svg, part.lines.map(l => l.name), left, width);
    return svg;
  }

  const whisker = (x, low, high) => `M${x - 4} ${low}H${x + 4}M${x} ${low}V${high}M${x - 4} ${high}H${x + 4}`;

  function marks(svg, part, x, top, height) {
    part.marks.forEach((mark, i) => {
      data('line', svg, { x1: x(mark.at), x2: x(mark.at), y1: 16 + 15 * i, y2: height - bottom, stroke: '#b33a3a', 'stroke-width': 1.5, 'stroke-dasharray': '5 4' });
      const right = x(mark.at) > (x(part.edges[0]) + x(part.edges[part.edges.length - 1])) / 2;
      label(svg, x(mark.at), 12 + 15 * i, mark.name, right ? 'end' : 'start', { fill: '#b33a3a' });
    });
  }

  function histogram(part, width) {
    const top = part.marks.length ? 10 + 15 * part.marks.length : 10, height = 270 + top;
    const svg = canvas(width, height);
    const values = [0, ...part.counts, ...(part.curve ? known(part.curve.values) : [])];
    const left = widest(numbers.ticks(numbers.marks(0, Math.max(...values), 5, true), 'number')) + 14;
    const y = vertical(svg, values, 'number', left, width, top, height);
    const edges = part.edges, at = part.marks.map(mark => mark.at);
    const low = Math.min(edges[0], ...at), high = Math.max(edges[edges.length - 1], ...at), pad = (high - low) * 0.02;
    const x = horizontal(svg, part, low - pad, high + pad, left, width - 4, top, height, part.format);
    const digits = numbers.decimals([low, high], part.format);
    part.counts.forEach((count, i) => {
      if (count === 0) return;
      data('rect', svg, {
        x: x(edges[i]) + 0.5, width: Math.max(1, x(edges[i + 1]) - x(edges[i]) - 1), y: y(count), height: y(0) - y(count), fill: palette[0], 'fill-opacity': 0.8,
      }, `${numbers.print(edges[i], part.format, digits)} to ${numbers.print(edges[i + 1], part.format, digits)}: ${numbers.print(count, 'number', 0)}`);
    });
    if (part.curve) {
      const points = part.curve.values.map((value, i) => `${x((edges[i] + edges[i + 1]) / 2).toFixed(1)},${y(value).toFixed(1)}`);
      data('polyline', svg, { points: points.join(' '), fill: 'none', stroke: palette[1], 'stroke-width': 2 }, part.curve.name);
    }
    marks(svg, part, x, top, height);
    return svg;
  }

  function dots(part, width) {
    const row = 24, top = 6, height = top + part.dots.length * row + bottom;
    const svg = canvas(width, height);
    const values = known(part.dots.flatMap(dot => [dot.value, dot.low, dot.high])).concat(0);
    const left = Math.min(widest(part.dots.map(dot => dot.name)) + 16, width * 0.45);
    const low = Math.min(...values), high = Math.max(...values), pad = (high - low) * 0.04 || 1;
    const x = horizontal(svg, part, low - pad, high + pad, left, width - 8, top, height, part.format);
    const digits = numbers.decimals(values, part.format);
    part.dots.forEach((dot, i) => {
      const y = top + (i + 0.5) * row;
      const name = label(svg, left - 10, y + 4, dot.name, 'end', { fill: ink });
      if (dot.name.length * 6.7 > left - 10) name.setAttribute('textLength', left - 14);
      if (dot.value === null) return;
      const sure = dot.low !== null && (dot.low > 0 || dot.high < 0);
      const colour = sure ? palette[0] : '#8794a3';
      const range = dot.low === null ? '' : `, ${numbers.print(dot.low, part.format, digits)} to ${numbers.print(dot.high, part.format, digits)}`;
      if (dot.low !== null) data('path', svg, { d: `M${x(dot.low)} ${y}H${x(dot.high)}`, stroke: colour, 'stroke-width': 2.2, 'stroke-linecap': 'round' });
      data('circle', svg, { cx: x(dot.value), cy: y, r: 4.5, fill: colour }, `${dot.name}: ${numbers.print(dot.value, part.format, digits)}${range}`);
    });
    return svg;
  }

  function violins(part, width) {
    const height = 300, top = 10;
    const svg = canvas(width, height);
    const values = part.violins.flatMap(violin => violin.at);
    const left = widest(numbers.ticks(numbers.marks(Math.min(0, ...values), Math.max(0, ...values), 5, true), part.format)) + 14;
    const y = vertical(svg, values, part.format, left, width, top, height);
    const step = (width - left) / Math.max(1, part.violins.length);
    const x = i => left + (i + 0.5) * step;
    const most = Math.max(...part.violins.flatMap(violin => violin.density), 1e-300);
    const half = Math.min(step * 0.45, 90);
    part.violins.forEach((violin, i) => {
      if (!violin.at.length) return;
      const side = sign => violin.at.map((value, j) => `${(x(i) + sign * half * violin.density[j] / most).toFixed(1)},${y(value).toFixed(1)}`);
      const [first, median, third] = violin.quartiles;
      const digits = numbers.decimals(values, part.format);
      const hint = `${violin.name}: median ${numbers.print(median, part.format, digits)}, quartiles ${numbers.print(first, part.format, digits)} and ${numbers.print(third, part.format, digits)}, mean ${numbers.print(violin.mean, part.format, digits)}`;
      data('polygon', svg, { points: [...side(1), ...side(-1).reverse()].join(' '), fill: ordered(i, part.violins.length), 'fill-opacity': 0.45, stroke: ordered(i, part.violins.length) }, hint);
      data('rect', svg, { x: x(i) - 4, width: 8, y: y(third), height: Math.max(1, y(first) - y(third)), fill: ink, 'fill-opacity': 0.75 }, hint);
      data('circle', svg, { cx: x(i), cy: y(median), r: 3, fill: '#fff' });
    });
    below(svg, part.violins.map(violin => violin.name), x, step, height);
    return svg;
  }

  // Values over a rectangle: one cell each, a scale at the right.
  function surface(part, width) {
    const height = 320, top = 8, scaleWidth = 92;
    const svg = canvas(width, height);
    const values = known(part.rows.flat());
    const low = Math.min(...values), high = Math.max(...values);
    const sides = numbers.marks(part.y[0], part.y[part.y.length - 1], 5, false);
    const left = widest(numbers.ticks(sides, 'number')) + 34, right = width - scaleWidth;
    const half = [(part.x[1] - part.x[0]) / 2, (part.y[1] - part.y[0]) / 2];
    const x = scale(part.x[0] - half[0], part.x[part.x.length - 1] + half[0], left, right);
    const y = scale(part.y[0] - half[1], part.y[part.y.length - 1] + half[1], height - bottom, top);
    const digits = numbers.decimals(values, part.format);
    const place = value => high > low ? (value - low) / (high - low) : 0;
    const wide = x(part.x[1]) - x(part.x[0]), tall = y(part.y[0]) - y(part.y[1]);
    part.rows.forEach((row, j) => row.forEach((value, i) => {
      if (value === null) return;
      data('rect', svg, { x: x(part.x[i]) - wide / 2, y: y(part.y[j]) - tall / 2, width: wide + 0.6, height: tall + 0.6, fill: heat(place(value)) },
        `${part.axis} ${numbers.print(part.x[i], 'number', 3)}, ${part.side} ${numbers.print(part.y[j], 'number', 3)}: ${numbers.print(value, part.format, digits)}`);
    }));
    const below = numbers.marks(part.x[0], part.x[part.x.length - 1], Math.max(2, Math.floor((right - left) / 70)), false);
    numbers.ticks(below, 'number').forEach((text, i) => label(svg, x(below[i]), height - bottom + 17, text, 'middle'));
    numbers.ticks(sides, 'number').forEach((text, i) => label(svg, left - 8, y(sides[i]) + 4, text, 'end'));
    label(svg, (left + right) / 2, height - 6, part.axis, 'middle');
    label(svg, 12, (top + height - bottom) / 2, part.side, 'middle', { transform: `rotate(-90 12 ${(top + height - bottom) / 2})` });
    for (let k = 0; k < 40; k++)
      node('rect', svg, { x: right + 16, y: scale(0, 40, height - bottom, top)(k + 1), width: 14, height: (height - bottom - top) / 40 + 0.6, fill: heat((k + 0.5) / 40) });
    const steps = high > low ? numbers.marks(low, high, 5, false) : [low];
    numbers.ticks(steps, part.format).forEach((text, i) => label(svg, right + 36, scale(0, 1, height - bottom, top)(place(steps[i])) + 4, text, 'start'));
    return svg;
  }

  // From pale through blue-green to dark blue: brightness falls all the way.
  function heat(at) {
    const stops = [[253, 246, 205], [166, 216, 184], [66, 168, 183], [35, 101, 160], [20, 38, 92]];
    const low = Math.min(stops.length - 2, Math.floor(at * (stops.length - 1)));
    return 'rgb(' + stops[low].map((value, k) => Math.round(value + (at * (stops.length - 1) - low) * (stops[low + 1][k] - value))).join(',') + ')';
  }

  // From low (orange) through grey to high (blue).
  function ordered(i, count) {
    const stops = [[199, 103, 38], [205, 160, 105], [150, 158, 168], [98, 147, 196], [31, 95, 168]];
    const at = count < 2 ? stops.length - 1 : i / (count - 1) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    return 'rgb(' + stops[low].map((value, k) => Math.round(value + (at - low) * (stops[low + 1][k] - value))).join(',') + ')';
  }

  // Painted area, for the check.
  function inked(svg) {
    let area = 0;
    for (const element of svg.querySelectorAll('.data')) {
      const box = element.getBBox();
      area += Math.max(1, box.width) * Math.max(1, box.height);
    }
    return Math.round(area);
  }

  return { palette, ordered, inked, kinds: { bars, histogram, dots, violins, surface } };
})();
