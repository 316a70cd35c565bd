import { type MicroUsd, microUsd } from '@aigateway/contract';
import { type AccountTable, defineStatement, type Executor } from '@aigateway/database';
import { accountId } from './account.ts';
import { LedgerError } from './ledger-error.ts';

/** A wallet's three balances: `available` = `posted` - `held`, never below zero. */
export interface Balance {
  readonly postedMicroUsd: MicroUsd;
  readonly heldMicroUsd: MicroUsd;
  readonly availableMicroUsd: MicroUsd;
}

const selectAccount = defineStatement<AccountTable>('select * from account where id = $1');

/** The balances of an organisation's wallet. Errors: `unknown_account`. */
export async function readBalance(executor: Executor, organisationId: string): Promise<Balance> {
  const [row] = await selectAccount.run(executor, [accountId('wallet', organisationId)]);
  if (row === undefined) throw new LedgerError('unknown_account', organisationId);
  return {
    postedMicroUsd: microUsd(row.posted_micro_usd),
    heldMicroUsd: microUsd(row.held_micro_usd),
    availableMicroUsd: microUsd(row.posted_micro_usd - row.held_micro_usd),
  };
}
