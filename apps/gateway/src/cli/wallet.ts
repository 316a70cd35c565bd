import { formatUsd, type MicroUsd, microUsd, parseUsd } from '@aigateway/contract';
import { grantCredit, readBalance } from '@aigateway/ledger';
import type { Command } from 'commander';
import { writeAudit } from '../audit-log.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { createSystem } from '../system.ts';
import { withStore } from './open-store.ts';
import { CommandError, printResult } from './report.ts';

/** `aigateway wallet grant|show`. */
export function addWalletCommand(program: Command): void {
  const wallet = program.command('wallet').description("the owner's credit");
  wallet
    .command('grant')
    .description('give credit')
    .argument('<dollars>', 'such as 5 or 0.50')
    .option('--reason <text>', 'why, for the statement', 'granted on the command line')
    .option('--json', 'print as JSON')
    .action((dollars: string, { reason, json }: { reason: string; json?: boolean }) =>
      grant(readDollars(dollars), reason, json),
    );
  wallet
    .command('show')
    .description('show posted, held and available credit')
    .option('--json', 'print as JSON')
    .action(({ json }: { json?: boolean }) => show(json));
}

function grant(amount: MicroUsd, reason: string, json: boolean | undefined): Promise<void> {
  return withStore(async (database) => {
    const system = createSystem();
    await ensureOwner(database, system);
    const id = system.newId('transaction');
    await grantCredit(database, {
      id,
      organisationId: OWNER_ORGANISATION_ID,
      amountMicroUsd: amount,
      note: reason,
      atMs: BigInt(system.now()),
    });
    await writeAudit(database.kysely, system, {
      organisationId: OWNER_ORGANISATION_ID,
      actor: 'command-line',
      action: 'credit.granted',
      subject: id,
      detail: { amount_micro_usd: amount, reason },
    });
    printResult(json, { granted_usd: formatUsd(amount).slice(1) }, `Granted ${formatUsd(amount)}.`);
  });
}

function show(json: boolean | undefined): Promise<void> {
  return withStore(async (database) => {
    await ensureOwner(database, createSystem());
    const balance = await readBalance(database.kysely, OWNER_ORGANISATION_ID);
    const usd = {
      posted: formatUsd(microUsd(balance.postedMicroUsd)),
      held: formatUsd(microUsd(balance.heldMicroUsd)),
      available: formatUsd(microUsd(balance.availableMicroUsd)),
    };
    const text = `posted ${usd.posted}   held ${usd.held}   available ${usd.available}`;
    printResult(json, usd, text);
  });
}

function readDollars(text: string): MicroUsd {
  const amount = tryParse(text);
  if (amount === null || amount === 0n) {
    throw new CommandError(`"${text}" is not an amount of dollars; write it like 5 or 0.50.`);
  }
  return amount;
}

function tryParse(text: string): MicroUsd | null {
  try {
    return parseUsd(text);
  } catch {
    return null;
  }
}
