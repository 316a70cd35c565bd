import { randomInt } from 'node:crypto';
import type { Database } from '@aigateway/database';
import { describeStores } from '@aigateway/database/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { auditLedger } from './audit.ts';
import { readDebt } from './collect-debt.ts';
import { readBalance } from './read-balance.ts';
import { ledgerCommands } from './testing/ledger-commands.ts';
import { LedgerModel, type LedgerReal } from './testing/ledger-model.ts';
import { freshId, openOrganisation } from './testing/open-organisation.ts';

/** Sequences a store; the seed is printed, and `AIG_SEED` brings it back. */
const RUNS = Number(process.env.AIG_RUNS ?? 40);

describeStores('any sequence of verbs', (store) => {
  async function run(
    database: Database,
    commands: Iterable<fc.AsyncCommand<LedgerModel, LedgerReal>>,
  ) {
    const organisationId = await openOrganisation(database, 0n);
    const real = { database, organisationId, prefix: freshId('run') };
    const model = new LedgerModel();
    await fc.asyncModelRun(() => ({ model, real }), commands);
    expect(await readBalance(database.kysely, organisationId)).toEqual({
      postedMicroUsd: model.posted,
      heldMicroUsd: model.held,
      availableMicroUsd: model.posted - model.held,
    });
    expect(await readDebt(database.kysely, organisationId)).toBe(model.debt);
    const findings = await auditLedger(database.kysely, { atMs: 0n });
    expect(findings).toEqual([]);
  }

  it('keeps the books as a simple model does, replays included', { timeout: 60_000 }, async () => {
    const seed = Number(process.env.AIG_SEED ?? randomInt(2 ** 31));
    console.info(`ledger properties: seed ${seed} on ${store.dialect}`);
    await fc.assert(
      fc.asyncProperty(fc.commands(ledgerCommands, { maxCommands: 40 }), (commands) =>
        run(store.database(), commands),
      ),
      { numRuns: RUNS, seed },
    );
  });
});
