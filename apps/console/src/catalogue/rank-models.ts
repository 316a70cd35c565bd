import { type CatalogModel, MODELS } from '@aigateway/catalog';
import type { RankedModel, RankingWindow } from '../console-services.ts';

/** What the table of use can be sorted by. */
export type RankingOrder = 'pictures' | 'requests' | 'spend' | 'people';

/** The orders, with their headings. */
export const RANKING_ORDERS: readonly { id: RankingOrder; title: string }[] = [
  { id: 'pictures', title: 'Pictures' },
  { id: 'requests', title: 'Requests' },
  { id: 'spend', title: 'Spend' },
  { id: 'people', title: 'People' },
];

/** The windows, with what they are called. */
export const RANKING_WINDOWS: readonly { id: RankingWindow; title: string }[] = [
  { id: '24h', title: '24 hours' },
  { id: '7d', title: '7 days' },
  { id: '30d', title: '30 days' },
];

/** What a visitor asked the rankings for. */
export interface RankingQuery {
  readonly window: RankingWindow;
  readonly order: RankingOrder;
}

/** Reads the query from an address; what it does not know it leaves out. */
export function readRankingQuery(parameters: Readonly<Record<string, string>>): RankingQuery {
  return {
    window: RANKING_WINDOWS.find(({ id }) => id === parameters.window)?.id ?? '7d',
    order: RANKING_ORDERS.find(({ id }) => id === parameters.by)?.id ?? 'pictures',
  };
}

/** A row with its model; null = sold here once, no longer in the catalogue. */
export interface RankedRow extends RankedModel {
  readonly known: CatalogModel | null;
  /** Its part of all that the rows are ordered by, 0..1. */
  readonly share: number;
}

/** The rows in the order asked for, each with its share. */
export function rankModels(rows: readonly RankedModel[], order: RankingOrder): RankedRow[] {
  const all = rows.reduce((sum, row) => sum + amountOf(row, order), 0);
  return rows
    .map((row) => ({
      ...row,
      known: MODELS.find(({ id }) => id === row.model) ?? null,
      share: all === 0 ? 0 : amountOf(row, order) / all,
    }))
    .sort((a, b) => amountOf(b, order) - amountOf(a, order) || a.model.localeCompare(b.model));
}

function amountOf(row: RankedModel, order: RankingOrder): number {
  return order === 'spend' ? Number(row.spendCents) : row[order];
}
