import {
  ApiError,
  type CreditAdjustment,
  type CreditGrant,
  type CreditTransaction,
  isWholeMicroUsd,
  microUsd,
  toCents,
} from '@aigateway/contract';
import type { Executor } from '@aigateway/database';
import { adjust, grantCredit, LedgerError, type PostedTransaction } from '@aigateway/ledger';
import { type AuditAction, writeAudit } from '../audit-log.ts';
import type { Principal } from '../principal.ts';
import { actorOf } from '../principal.ts';
import { requireOperator } from '../require-operator.ts';
import type { OrderParts } from './orders.ts';
import { transactionIdOf } from './transaction-id.ts';

const MICRO_USD_A_CENT = 10_000;

/** Grants and corrections by the operator. */
export interface HandParts extends OrderParts {
  readonly isOperator: (organisationId: string) => boolean;
}

/** Gives credit, with its line in the audit log. */
export function grantByHand(
  parts: HandParts,
  by: Principal,
  { body, once }: { body: CreditGrant; once: string | null },
): Promise<CreditTransaction> {
  return byHand(parts, by, { body, once, action: 'credit.granted' });
}

/** Corrects a wallet, with its line in the audit log. */
export function adjustByHand(
  parts: HandParts,
  by: Principal,
  { body, once }: { body: CreditAdjustment; once: string | null },
): Promise<CreditTransaction> {
  return byHand(parts, by, { body, once, action: 'credit.adjusted' });
}

interface Deed {
  readonly body: CreditGrant | CreditAdjustment;
  readonly once: string | null;
  readonly action: Extract<AuditAction, 'credit.granted' | 'credit.adjusted'>;
}

async function byHand(
  parts: HandParts,
  by: Principal,
  { body, once, action }: Deed,
): Promise<CreditTransaction> {
  requireOperator(parts, by);
  const { database, system } = parts;
  const organisationId = body.organisation_id ?? by.organisationId;
  const id =
    once === null
      ? system.newId('transaction')
      : transactionIdOf(`${action}:${by.organisationId}:${once}`);
  const amountMicroUsd = toSigned(body.amount_cents);
  const also = (executor: Executor) =>
    writeAudit(executor, system, {
      organisationId,
      actor: actorOf(by),
      action,
      subject: id,
      detail: { amount_micro_usd: amountMicroUsd, reason: body.reason },
    });
  const input = { id, organisationId, amountMicroUsd, note: body.reason, also };
  const post = action === 'credit.granted' ? grantCredit : adjust;
  try {
    return toWire(await post(database, { ...input, atMs: BigInt(system.now()) }));
  } catch (error) {
    throw toApiError(error);
  }
}

function toSigned(cents: number) {
  if (!isWholeMicroUsd(cents)) throw new RangeError('checked by the schema');
  return microUsd(BigInt(Math.round(cents * MICRO_USD_A_CENT)));
}

function toWire(posted: PostedTransaction): CreditTransaction {
  const wallet = posted.lines.find((line) => line.account === 'wallet');
  return {
    id: posted.id,
    object: 'credit_transaction',
    kind: posted.kind,
    amount_cents: toCents(wallet?.amountMicroUsd ?? 0n),
    reference: posted.reference,
    note: posted.note,
    created_at: Math.floor(Number(posted.createdAtMs) / 1000),
  };
}

function toApiError(error: unknown): unknown {
  if (!(error instanceof LedgerError)) return error;
  switch (error.code) {
    case 'unknown_account':
      return new ApiError('organisation_not_found', 'There is no such organisation.', {
        param: 'organisation_id',
      });
    case 'insufficient_credits':
      return new ApiError(
        'wallet_empty',
        'The wallet has less available credit than that; what is held cannot be taken.',
        { param: 'amount_cents' },
      );
    case 'id_reused':
      return new ApiError(
        'idempotency_key_reused',
        'This Idempotency-Key was used with another body. Use a new one.',
      );
    default:
      return error;
  }
}
