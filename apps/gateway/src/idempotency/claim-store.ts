import { createHash } from 'node:crypto';
import { type Database, defineStatement, type Executor } from '@aigateway/database';
import type { PictureOwner } from '../principal.ts';
import type { System } from '../system.ts';

/** A run that is not heard of for this long has lost its claim. */
export const CLAIM_LEASE_MS = 15_000;
/** How long an answer is given again. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const REMOVED_A_SWEEP = 500;

/** What is claimed. */
export interface ClaimedCall {
  readonly owner: PictureOwner;
  /** The caller's `Idempotency-Key`. */
  readonly key: string;
  readonly fingerprint: string;
}

/** The right to make a call, as long as its lease is renewed. */
export interface Claim {
  readonly id: string;
  /** Names this run. */
  readonly owner: string;
}

/** What a claim came upon; `other` = the key belongs to a call that asked for something else. */
export type ClaimResult =
  | { readonly state: 'mine'; readonly claim: Claim }
  | { readonly state: 'done'; readonly answer: string }
  | { readonly state: 'running' | 'other' };

/** The claim has lapsed and somebody else has the call, or has made it: this run must not count. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
  constructor() {
    super('another run has this call');
  }
}

/** Calls that must happen once, in the database: who makes them, and what came of them. */
export interface ClaimStore {
  /** Takes a call that nobody has: a new one, one whose run died, one that is a day old. */
  claim(call: ClaimedCall): Promise<ClaimResult>;
  /** Keeps what came of it; give it the executor of its money. Throws `ClaimLost`. */
  complete(executor: Executor, claim: Claim, answer: string): Promise<void>;
  /** Gives a claim back, as if the call had not been. */
  free(claim: Claim): Promise<void>;
  renew(claim: Claim): Promise<void>;
  /** Every claim was held by a process that is surely dead. */
  loseAll(): Promise<void>;
  /** Deletes what is a day old. */
  removeOld(): Promise<void>;
}

/** A store over the database. */
export function createClaimStore(database: Database, system: System): ClaimStore {
  const now = () => BigInt(system.now());
  const write = (statement: typeof free, values: readonly (string | bigint)[]) =>
    database.transaction((executor) => statement.execute(executor, values));
  return {
    async claim(call) {
      const id = idOf(call);
      const owner = system.newId('lease');
      const nowMs = now();
      const leaseMs = nowMs + BigInt(CLAIM_LEASE_MS);
      const { organisationId } = call.owner;
      const values = [id, organisationId, call.fingerprint, owner, nowMs, leaseMs];
      const taken = await write(take, [...values, nowMs + BigInt(KEPT_MS)]);
      if (taken === 1n) return { state: 'mine', claim: { id, owner } };
      const [row] = await find.run(database.kysely, [id]);
      // Gone again in between: whoever asks once more may have it.
      if (!row) return { state: 'running' };
      if (row.fingerprint !== call.fingerprint) return { state: 'other' };
      return row.answer === null ? { state: 'running' } : { state: 'done', answer: row.answer };
    },
    async complete(executor, { id, owner }, answer) {
      if ((await complete.execute(executor, [id, owner, answer])) !== 1n) throw new ClaimLost();
    },
    async free({ id, owner }) {
      await write(free, [id, owner]);
    },
    async renew({ id, owner }) {
      await write(renew, [id, owner, now() + BigInt(CLAIM_LEASE_MS)]);
    },
    async loseAll() {
      await write(loseAll, []);
    },
    async removeOld() {
      await write(removeOld, [now(), BigInt(REMOVED_A_SWEEP)]);
    },
  };
}

/** Each tenant of an organisation has keys of its own. */
function idOf({ owner, key }: ClaimedCall): string {
  const text = JSON.stringify([owner.organisationId, owner.subAccountId, key]);
  return createHash('sha256').update(text).digest('hex');
}

const take = defineStatement(
  `insert into idempotent_call
     (id, organisation_id, fingerprint, owner, created_at_ms, lease_until_ms, expires_at_ms)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (id) do update
   set fingerprint = excluded.fingerprint, owner = excluded.owner, answer = null,
     created_at_ms = excluded.created_at_ms, lease_until_ms = excluded.lease_until_ms,
     expires_at_ms = excluded.expires_at_ms
   where idempotent_call.expires_at_ms <= excluded.created_at_ms
     or (idempotent_call.answer is null
       and idempotent_call.lease_until_ms <= excluded.created_at_ms)`,
);

const find = defineStatement<{ fingerprint: string; answer: string | null }>(
  'select fingerprint, answer from idempotent_call where id = $1',
);

const IS_MINE = 'id = $1 and owner = $2 and answer is null';

const complete = defineStatement(`update idempotent_call set answer = $3 where ${IS_MINE}`);

const free = defineStatement(`delete from idempotent_call where ${IS_MINE}`);

const renew = defineStatement(`update idempotent_call set lease_until_ms = $3 where ${IS_MINE}`);

const loseAll = defineStatement(
  'update idempotent_call set lease_until_ms = 0 where answer is null',
);

const removeOld = defineStatement(
  `delete from idempotent_call where id in
     (select id from idempotent_call where expires_at_ms <= $1 order by expires_at_ms limit $2)`,
);
