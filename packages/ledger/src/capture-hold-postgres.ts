import { type Database, defineStatement, type HoldTable, type SqlValue } from '@aigateway/database';
import { accountId } from './account.ts';
import { type CaptureHoldInput, captureFingerprint } from './capture-hold-input.ts';
import {
  FINISH_PARAMETERS,
  finishGenerationText,
  finishGenerationValues,
} from './finish-generation.ts';
import { populateImages, toImageParameter } from './image-row.ts';
import { IS_HELD, lockWalletOfHold } from './lock-wallet.ts';

const FIRST_FREE = 7;

/** The wallet's row is locked before the hold and all the rest: everybody's order. */
const core = `${lockWalletOfHold('$6')}, resolved as (
  update hold set state = 'captured', captured_micro_usd = $2, resolution_id = $3,
    resolved_at_ms = $4
  from locked
  where hold.id = $1 and account_id = locked.wallet_id
    and ${IS_HELD} and amount_micro_usd >= $2
  returning hold.*
), wallet as (
  update account
  set posted_micro_usd = posted_micro_usd - $2,
    held_micro_usd = held_micro_usd - resolved.amount_micro_usd
  from resolved where account.id = resolved.account_id
  returning account.id, resolved.organisation_id, resolved.amount_micro_usd, resolved.budget_ids
), revenue as (
  update account set posted_micro_usd = posted_micro_usd + $2
  from wallet where account.id = 'usage_revenue:' || wallet.organisation_id
  returning account.id
), lines as (
  insert into entry (transaction_id, account_id, amount_micro_usd, created_at_ms)
  select cast($3 as text), id, -cast($2 as bigint), cast($4 as bigint) from wallet
  union all
  select cast($3 as text), id, cast($2 as bigint), cast($4 as bigint) from revenue
  returning position
), posted as (
  insert into ledger_transaction
    (id, organisation_id, kind, reference, fingerprint, created_at_ms)
  select cast($3 as text), wallet.organisation_id, 'capture', cast($1 as text),
    cast($5 as text), cast($4 as bigint)
  from wallet where (select count(*) from lines) = 2
), budgets as (
  update budget_usage
  set held_micro_usd = budget_usage.held_micro_usd - wallet.amount_micro_usd,
    spent_micro_usd = budget_usage.spent_micro_usd + $2
  from wallet, json_array_elements_text(cast(wallet.budget_ids as json)) as used (id)
  where budget_usage.id = used.id
)`;

const finished = (first: number) => `finished as (${finishGenerationText(first, 'from resolved')})`;

const images = (parameter: number) =>
  `stored as (insert into image select ${populateImages(parameter, 'resolved')})`;

const statements = {
  plain: captureStatement([]),
  withGeneration: captureStatement([finished(FIRST_FREE)]),
  withImages: captureStatement([images(FIRST_FREE)]),
  withBoth: captureStatement([finished(FIRST_FREE), images(FIRST_FREE + FINISH_PARAMETERS)]),
};

function captureStatement(beside: readonly string[]) {
  return defineStatement<HoldTable>(`with ${[core, ...beside].join(', ')} select * from resolved`);
}

/** Captures with one statement; undefined when no hold of this id is open and large enough. */
export function captureOnPostgres(
  database: Database,
  input: CaptureHoldInput,
): Promise<HoldTable | undefined> {
  const { also, organisationId } = input;
  if (also === undefined) return captureAlone(database, input, organisationId);
  return database.transaction(async (executor) => {
    const { statement, parameters } = toStatement(input);
    const [hold] = await statement.run(executor, parameters);
    if (hold !== undefined) await also(executor);
    return hold;
  });
}

async function captureAlone(
  database: Database,
  input: CaptureHoldInput,
  organisationId: string | undefined,
): Promise<HoldTable | undefined> {
  const { statement, parameters } = toStatement(input);
  const [hold] =
    organisationId === undefined
      ? await statement.run(database.kysely, parameters)
      : await database.commitStatement({
          statement,
          parameters,
          lockId: accountId('wallet', organisationId),
        });
  return hold;
}

function toStatement(input: CaptureHoldInput) {
  const { generation, images: pictures = [] } = input;
  const values: SqlValue[] = [
    input.holdId,
    input.amountMicroUsd,
    input.id,
    input.atMs,
    captureFingerprint(input),
    input.organisationId ?? null,
  ];
  if (generation) values.push(...finishGenerationValues(generation, 'captured', input.atMs));
  if (pictures.length > 0) values.push(toImageParameter(pictures));
  const statement = choose(generation !== undefined, pictures.length > 0);
  return { statement, parameters: values };
}

function choose(generation: boolean, pictures: boolean) {
  if (pictures) return generation ? statements.withBoth : statements.withImages;
  return generation ? statements.withGeneration : statements.plain;
}
