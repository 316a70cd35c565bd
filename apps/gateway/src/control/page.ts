import { ApiError, type ListPage, type PageQuery } from '@aigateway/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

const DEFAULT_LIMIT = 20;
/** The most rows of an export. */
export const MOST_ROWS = 100_000;

/** Where a page begins: after the row of this time and id. */
export interface PageStart {
  readonly atMs: bigint;
  readonly id: string;
}

/** How many rows a page has. */
export function limitOf(page: PageQuery | 'all'): number {
  return page === 'all' ? MOST_ROWS : (page.limit ?? DEFAULT_LIMIT);
}

/** The start that a cursor names, or null for the first page. Throws 400 `invalid_value`. */
export function startOf(page: PageQuery | 'all'): PageStart | null {
  if (page === 'all' || page.cursor === undefined) return null;
  const [at, id] = readCursor(page.cursor);
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || typeof id !== 'string') {
    throw wrongCursor();
  }
  return { atMs: BigInt(at), id };
}

/** The number of rows before the page, for lists that have no ids. Throws 400 `invalid_value`. */
export function offsetOf(page: PageQuery | 'all'): number {
  if (page === 'all' || page.cursor === undefined) return 0;
  const [offset] = readCursor(page.cursor);
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) {
    throw wrongCursor();
  }
  return offset;
}

/** An opaque cursor. */
export function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** A page from one row more than it holds; `cursor` leads on from its last row. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  make: { item(row: Row): Item; cursor(row: Row): string },
): ListPage<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    object: 'list',
    data: shown.map((row) => make.item(row)),
    has_more: more,
    next_cursor: more ? make.cursor(last) : null,
  };
}

/** True for rows that come after the start in a list that shows the newest first. */
export function isAfter(start: PageStart | null): RawBuilder<SqlBool> {
  if (!start) return sql<SqlBool>`1 = 1`;
  const { atMs, id } = start;
  return sql<SqlBool>`(created_at_ms < ${atMs} or (created_at_ms = ${atMs} and id < ${id}))`;
}

function readCursor(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) return parts;
  } catch {
    // Said below.
  }
  throw wrongCursor();
}

function wrongCursor(): ApiError {
  return new ApiError('invalid_value', 'cursor: is not a next_cursor of this list.', {
    param: 'cursor',
  });
}
