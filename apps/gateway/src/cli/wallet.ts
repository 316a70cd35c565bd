import { formatUsd, type MicroUsd, microUsd, parseUsd } from '@aigateway/contract';
import { adjust, grantCredit, LedgerError, readBalance } from '@aigateway/ledger';
import type { Command } from 'commander';
import { writeAudit } from '../audit-log.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { createSystem } from '../system.ts';
import { withStore } from './open-store.ts';
import { CommandError, printResult } from './report.ts';

/** `aigateway wallet grant|adjust|show`. */
export function addWalletCommand(program: Command): void {
  const wallet = program.command('wallet').description("the owner's credit");
  wallet
    .command('grant')
    .description('give credit')
    .argument('<dollars>', 'such as 5 or 0.50')
    .option('--reason <text>', 'why, for the statement', 'granted on the command line')
    .option('--json', 'print as JSON')
    .action((dollars: string, { reason, json }: { reason: string; json?: boolean }) =>
      change('granted', { amount: readDollars(dollars), reason, json }),
    );
  wallet
    .command('adjust')
    .description('correct the wallet, up or down (write a minus after --)')
    .argument('<dollars>', 'such as 5 or -0.50')
    .requiredOption('--reason <text>', 'why, for the statement and the audit log')
    .option('--json', 'print as JSON')
    .action((dollars: string, { reason, json }: { reason: string; json?: boolean }) =>
      change('adjusted', { amount: readSigned(dollars), reason, json }),
    );
  wallet
    .command('show')
    .description('show posted, held and available credit')
    .option('--json', 'print as JSON')
    .action(({ json }: { json?: boolean }) => show(json));
}

interface Change {
  readonly amount: MicroUsd;
  readonly reason: string;
  readonly json: boolean | undefined;
}

function change(kind: 'granted' | 'adjusted', { amount, reason, json }: Change): Promise<void> {
  return withStore(async (database) => {
    const system = createSystem();
    await ensureOwner(database, system);
    const id = system.newId('transaction');
    const organisationId = OWNER_ORGANISATION_ID;
    const post = kind === 'granted' ? grantCredit : adjust;
    await post(database, {
      id,
      organisationId,
      amountMicroUsd: amount,
      note: reason,
      atMs: BigInt(system.now()),
      also: (executor) =>
        writeAudit(executor, system, {
          organisationId,
          actor: 'command-line',
          action: `credit.${kind}`,
          subject: id,
          detail: { amount_micro_usd: amount, reason },
        }),
    }).catch((error: unknown) => {
      const isTooMuch = error instanceof LedgerError && error.code === 'insufficient_credits';
      throw isTooMuch ? new CommandError('The wallet has less available credit than that.') : error;
    });
    const text = formatUsd(amount);
    const said = kind === 'granted' ? `Granted ${text}.` : `Adjusted by ${text}.`;
    printResult(json, { [`${kind}_usd`]: text.replace('$', '') }, said);
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

function readSigned(text: string): MicroUsd {
  return text.startsWith('-') ? microUsd(-readDollars(text.slice(1))) : readDollars(text);
}

function tryParse(text: string): MicroUsd | null {
  try {
    return parseUsd(text);
  } catch {
    return null;
  }
}
