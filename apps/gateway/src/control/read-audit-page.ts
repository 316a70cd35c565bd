import type { AdminAuditLine, ListPage, PageQuery } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { readAuditLog } from '../audit-log.ts';
import { limitOf, startOf, toPage, writeCursor } from './page.ts';
import { toSeconds } from './parts.ts';

/** A page of the audit log, newest first; of every organisation where none is named. */
export async function readAuditPage(
  database: Database,
  organisationId: string | null,
  page: PageQuery,
): Promise<ListPage<AdminAuditLine>> {
  const limit = limitOf(page);
  const start = startOf(page);
  const rows = await readAuditLog(database, {
    ...(organisationId !== null && { organisationId }),
    limit: limit + 1,
    ...(start && { before: { id: start.id, atMs: Number(start.atMs) } }),
  });
  return toPage(rows, limit, {
    item: ({ atMs, organisationId: organisation_id, ...line }) => ({
      object: 'audit_entry' as const,
      organisation_id,
      ...line,
      detail: { ...line.detail },
      created_at: toSeconds(BigInt(atMs)),
    }),
    cursor: (row) => writeCursor([row.atMs, row.id]),
  });
}
