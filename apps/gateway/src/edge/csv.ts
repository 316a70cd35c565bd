/** Lines of comma-separated values, the names of the fields first. */
export function toCsv(
  fields: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  const lines = [fields, ...rows.map((row) => fields.map((field) => row[field]))];
  return `${lines.map((line) => line.map(toCell).join(',')).join('\r\n')}\r\n`;
}

/** Text that a table program would run as a formula begins with an apostrophe. */
function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
