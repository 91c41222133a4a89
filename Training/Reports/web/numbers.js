// How numbers are printed, in tables, on axes and in legends.
const numbers = (function () {
  'use strict';

  function grouped(value, decimals) {
    const text = value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return /[1-9]/.test(text) ? text : text.replace('-', ''); // no minus before a zero
  }

  function print(value, format, decimals) {
    if (value === null || value === undefined) return '';
    switch (format) {
      case 'percent': return grouped(value * 100, decimals) + '%';
      case 'money': return (value < 0 ? '-$' : '$') + grouped(Math.abs(value), decimals);
      case 'basisPoints': return grouped(value * 1e4, decimals) + ' bp';
      default: return grouped(value, decimals);
    }
  }

  // As many decimals as tell values of this size apart.
  function decimals(values, format) {
    if (format === 'money') return 0;
    if (format === 'percent') return 2;
    if (format === 'basisPoints') return 1;
    const size = Math.max(0, ...values.filter(value => value !== null).map(Math.abs));
    return size === 0 || size >= 10 ? 2 : size >= 1 ? 3 : size >= 0.001 ? 4 : 6;
  }

  // Axis labels with as many decimals as tell all ticks exactly.
  function ticks(values, format) {
    const scaled = value => {
      if (format === 'percent') return [value * 100, '%'];
      if (format === 'basisPoints') return [value * 1e4, ' bp'];
      if (format !== 'money') return [value, ''];
      const size = Math.max(...values.map(Math.abs));
      return size >= 1e9 ? [value / 1e9, 'bn'] : size >= 1e6 ? [value / 1e6, 'M'] : size >= 1e4 ? [value / 1e3, 'k'] : [value, ''];
    };
    const whole = power => values.every(value => Math.abs(scaled(value)[0] * power - Math.round(scaled(value)[0] * power)) < 1e-6 * power);
    let digits = 0;
    while (digits < 6 && !whole(Math.pow(10, digits))) digits++;
    return values.map(value => print(scaled(value)[0], format === 'money' ? 'money' : 'number', digits) + scaled(value)[1]);
  }

  // Round numbers from low to high, about count of them; the first at or below low and the last at or above high when wide.
  function marks(low, high, count, wide) {
    const rough = (high - low || Math.abs(high) || 1) / Math.max(1, count);
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 2.5, 5, 10].map(m => m * power).find(s => s >= rough * 0.999);
    const from = wide ? Math.floor(low / step + 1e-9) : Math.ceil(low / step - 1e-9);
    const to = wide ? Math.ceil(high / step - 1e-9) : Math.floor(high / step + 1e-9);
    const all = [];
    for (let k = from; k <= to; k++) all.push(k * step);
    return all;
  }

  return { print, decimals, ticks, marks };
})();
