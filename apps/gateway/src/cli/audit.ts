import { join } from 'node:path';
import type { Command } from 'commander';
import { readAuditLog } from '../audit-log.ts';
import { createFileMediaStore } from '../media/media-store.ts';
import { auditBooks } from '../operations/audit-books.ts';
import { createSystem } from '../system.ts';
import { withStore } from './open-store.ts';
import { CommandError, printResult } from './report.ts';

const MOST_LINES = 1_000;

/** `aigateway audit` and `aigateway audit-log`. */
export function addAuditCommands(program: Command): void {
  program
    .command('audit')
    .description('check the books: ledger, usage, pictures; ends with 1 when something is wrong')
    .option('--json', 'print as JSON')
    .action(({ json }: { json?: boolean }) => audit(json));
  program
    .command('audit-log')
    .description('show who did what: keys, budgets, grants, sign-ins; newest first')
    .option('--limit <number>', 'how many lines', '50')
    .option('--json', 'print as JSON')
    .action(({ limit, json }: { limit: string; json?: boolean }) => showLog(limit, json));
}

function audit(json: boolean | undefined): Promise<void> {
  return withStore(async (database, config) => {
    const store = createFileMediaStore(join(config.dataDir, 'media'));
    const findings = await auditBooks({
      database,
      hasBytes: (sha256) => store.has(sha256),
      nowMs: createSystem().now(),
    });
    const text = findings.map(({ check, subject }) => `${check}  ${subject}`).join('\n');
    const sound = 'The books are sound: ledger, usage and pictures agree.';
    printResult(json, { sound: findings.length === 0, findings }, text || sound);
    if (findings.length > 0) process.exitCode = 1;
  });
}

function showLog(limitText: string, json: boolean | undefined): Promise<void> {
  const limit = Number(limitText);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LINES) {
    throw new CommandError(`--limit must be a whole number from 1 to ${MOST_LINES}.`);
  }
  return withStore(async (database) => {
    const entries = await readAuditLog(database, { limit });
    const lines = entries.map((entry) => {
      const at = new Date(entry.atMs).toISOString();
      return [at, entry.action, entry.subject ?? '-', `by ${entry.actor}`].join('  ');
    });
    printResult(json, entries, lines.join('\n') || 'Nothing was done yet.');
  });
}
