const formats = new Map<string, Intl.DateTimeFormat>();
/** Zones are checked where they come in, so there are some hundreds at most. */
const MOST_FORMATS = 1_000;

/** The calendar month of a moment in a time zone, such as `2026-11`. */
export function monthOf(atMs: number, timeZone = 'UTC'): string {
  let format = formats.get(timeZone);
  if (!format) {
    if (formats.size >= MOST_FORMATS) formats.clear();
    format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit' });
    formats.set(timeZone, format);
  }
  const parts = format.formatToParts(atMs);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}`;
}

/** Ids of what a cap's month has used: of a key, a sub-account, or a tag of an organisation. */
export const usageIds = {
  key: (keyId: string, month: string) => `key:${keyId}:${month}`,
  subAccount: (subAccountId: string, month: string) => `sub:${subAccountId}:${month}`,
  tag: (budgetId: string, month: string) => `tag:${budgetId}:${month}`,
} as const;
