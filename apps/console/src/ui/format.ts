/** Decimal cents as dollars: "495" -> "$4.95", "0.125" -> "$0.00125". */
export function usdFromCents(cents: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(cents.trim());
  if (match === null) return `${cents} ¢`;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const digits = whole.padStart(3, '0');
  const behind = `${digits.slice(-2)}${fraction}`.replace(/(?<=..)0+$/, '');
  return `${sign}$${digits.slice(0, -2)}.${behind}`;
}

/** A moment as `23 Nov 2026, 00:15 UTC`, broken at its comma only. */
export function dateText(unixMs: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  return `${parts.format(new Date(unixMs))} UTC`.replace(/(?<!,) /g, '\u00a0');
}

/** `840 ms` or `2.4 s`. */
export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `1 picture`, `3 pictures`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
