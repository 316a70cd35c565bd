import type { UsageRow } from '@aigateway/contract';
import { countText, usdFromCents } from '../ui/format.ts';
import type { OfficeQuery } from './define-office-page.ts';

/** What usage is shown by. */
export const GROUPS = [
  { id: 'day', title: 'By day' },
  { id: 'model', title: 'By model' },
  { id: 'tag', title: 'By tag' },
  { id: 'key', title: 'By key' },
  { id: 'sub_account', title: 'By sub-account' },
] as const;

/** How far back it is shown. */
export const WINDOWS = [
  { id: '7d', title: '7 days' },
  { id: '30d', title: '30 days' },
  { id: '90d', title: '90 days' },
] as const;

/** What the bars measure. */
export const MEASURES = [
  {
    id: 'images',
    title: 'Pictures',
    read: (row: UsageRow) => row.images,
    write: (value: number) => countText(value, 'picture'),
  },
  {
    id: 'charged',
    title: 'Charged',
    read: (row: UsageRow) => row.cost_cents,
    write: (value: number) => usdFromCents(centsText(value)),
  },
  {
    id: 'requests',
    title: 'Requests',
    read: (row: UsageRow) => row.requests,
    write: (value: number) => countText(value, 'request'),
  },
] as const;

/** One of them. */
export type Measure = (typeof MEASURES)[number];

/** What the page is asked for; what is not known is as if it was not said. */
export function readUsageQuery(query: OfficeQuery) {
  return {
    group: (GROUPS.find(({ id }) => id === query.by) ?? GROUPS[0]).id,
    window: (WINDOWS.find(({ id }) => id === query.window) ?? WINDOWS[1]).id,
    measure: MEASURES.find(({ id }) => id === query.show) ?? MEASURES[0],
  };
}

/** @see readUsageQuery */
export type UsageView = ReturnType<typeof readUsageQuery>;

/** The address of the page with another choice. */
export function usageHref({ group, window, measure }: UsageView): string {
  return `/office/usage?${new URLSearchParams({ by: group, window, show: measure.id })}`;
}

/** Sums of numbers keep their four decimals and nothing behind them. */
export function centsText(cents: number): string {
  return String(Math.round(cents * 1e4) / 1e4);
}

const DAY_SECONDS = 86_400;

/** Every day (UTC) that a time touches, oldest first, those without use as well. */
export function daysOf(
  rows: readonly UsageRow[],
  { from, to }: { readonly from: number; readonly to: number },
): { readonly day: string; readonly row: UsageRow | undefined }[] {
  const known = new Map(rows.map((row) => [row.day, row]));
  const first = Math.floor(from / DAY_SECONDS);
  const last = Math.floor((to - 1) / DAY_SECONDS);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const day = new Date((first + i) * DAY_SECONDS * 1000).toISOString().slice(0, 10);
    return { day, row: known.get(day) };
  });
}
