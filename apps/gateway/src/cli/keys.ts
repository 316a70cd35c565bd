import type { Command } from 'commander';
import type { KeyRecord } from '../auth/key-rows.ts';
import { createKeyStore } from '../auth/key-store.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { createSystem } from '../system.ts';
import { withStore } from './open-store.ts';
import { CommandError, printResult } from './report.ts';

/** `aigateway keys create|list|revoke`. */
export function addKeysCommand(program: Command): void {
  const keys = program.command('keys').description("the owner's API keys");
  keys
    .command('create')
    .description('make a key and show it, once')
    .argument('[name]', 'what it is for', 'command line')
    .option('--admin', 'may also run the control plane: keys, sub-accounts, budgets')
    .option('--json', 'print as JSON')
    .action((name: string, { json, admin }: { json?: boolean; admin?: boolean }) =>
      withStore(async (database) => {
        const system = createSystem();
        await ensureOwner(database, system);
        const scopes = admin ? (['images', 'read', 'admin'] as const) : undefined;
        const made = await createKeyStore(database, system).create(
          { organisationId: OWNER_ORGANISATION_ID, name, ...(scopes && { scopes }) },
          'command-line',
        );
        const shown = { ...made.record, key: made.secret };
        printResult(json, shown, `${made.secret}\nShown only now. Its id is ${made.record.id}.`);
      }),
    );
  keys
    .command('list')
    .description('list the keys')
    .option('--json', 'print as JSON')
    .action(({ json }: { json?: boolean }) =>
      withStore(async (database) => {
        const records = await createKeyStore(database, createSystem()).list(OWNER_ORGANISATION_ID);
        const text = records.map(describeKey).join('\n') || 'There are no keys yet.';
        printResult(json, records, text);
      }),
    );
  keys
    .command('revoke')
    .description('end a key; a running server follows within 2 s')
    .argument('<id>', 'the id that list shows')
    .option('--json', 'print as JSON')
    .action((id: string, { json }: { json?: boolean }) =>
      withStore(async (database) => {
        const keyStore = createKeyStore(database, createSystem());
        if (!(await keyStore.revoke(OWNER_ORGANISATION_ID, id, 'command-line'))) {
          throw new CommandError(`There is no living key ${id}. "aigateway keys list" shows them.`);
        }
        printResult(json, { id, revoked: true }, `${id} is revoked.`);
      }),
    );
}

function describeKey(key: KeyRecord): string {
  const made = new Date(key.createdAtMs).toISOString().slice(0, 10);
  const state = key.revokedAtMs === null ? '' : '  revoked';
  return `${key.id}  ${key.prefix}…${key.last4}  ${made}  ${key.name}${state}`;
}
