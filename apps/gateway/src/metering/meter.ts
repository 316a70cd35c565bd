import type { Quote } from '@aigateway/catalog';
import { type MicroUsd, microUsd, timesCount, ZERO_USD } from '@aigateway/contract';
import type { Database, Executor, GenerationTable, ImageTable } from '@aigateway/database';
import {
  captureHold,
  endFree,
  type FinishedGeneration,
  LedgerError,
  openFree,
  placeHold,
  releaseHold,
} from '@aigateway/ledger';
import type { Insertable } from 'kysely';
import type { Principal } from '../principal.ts';
import type { System } from '../system.ts';
import type { BudgetBook, CallBudget } from './budget-book.ts';
import type { CaptureNotes } from './capture-notes.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { SpendingWatch } from './spending-watch.ts';

/** What a generation is opened with. */
export interface OpenRequest {
  readonly requestId: string;
  readonly principal: Principal;
  readonly tag: string | null;
  readonly model: string;
  readonly images: number;
  readonly quote: Quote;
  /** After this time the hold expires by the clock, whatever happened to the process. */
  readonly deadlineMs: number;
  /** True when the caller's own upstream account pays. */
  readonly ownKey?: boolean;
  /** `held` = dispatched later, by `resume`; `dispatched` when absent. */
  readonly state?: 'held';
}

/** A generation that was opened as `held`. */
export interface HeldGeneration {
  readonly id: string;
  readonly principal: Principal;
  readonly tag: string | null;
}

/** A generation whose money is held and that may now be dispatched. */
export interface OpenGeneration {
  readonly id: string;
  readonly organisationId: string;
  /** Null when the pictures are free. */
  readonly holdId: string | null;
  readonly pictureMicroUsd: MicroUsd;
  readonly openedAtMs: number;
  /** The caps it counts against. */
  readonly budgets: readonly CallBudget[];
}

/** A durably kept picture that is about to be paid for. */
export interface PaidPicture {
  readonly id: string;
  readonly sha256: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** What was delivered. */
export interface Delivery {
  readonly pictures: readonly PaidPicture[];
  readonly provider: string;
  readonly attempts: number;
  readonly upstreamMicroUsd: bigint | null;
  /** How it came about, as JSON. */
  readonly report: string;
  /** What one of them costs, at most what was quoted; the quoted price when absent. */
  readonly pictureMicroUsd?: MicroUsd;
  /** Written in the same transaction; a throw undoes the charge. */
  readonly also?: (executor: Executor, costMicroUsd: MicroUsd) => Promise<void>;
}

/** Why nothing was delivered. */
export interface Failure {
  readonly attempts: number;
  /** A code of the catalogue. */
  readonly errorCode: string;
  /** What an upstream took all the same: for pictures that it made and withheld. */
  readonly upstreamMicroUsd?: bigint | null;
  /** How it came about, as JSON, where that is known. */
  readonly report?: string;
  /** Written in the same transaction; a throw undoes the release. */
  readonly also?: (executor: Executor) => Promise<void>;
}

/** Money and usage of generations: opened before anything goes upstream, ended exactly once. */
export interface Meter {
  /** Holds `n × price` and writes the generation's row. Throws 402. */
  open(request: OpenRequest): Promise<OpenGeneration>;
  /** Takes up a generation that was opened as `held`: from now on it may have been dispatched. */
  resume(generation: HeldGeneration): Promise<OpenGeneration>;
  /** Captures what was delivered, gives the rest back, writes picture rows. Returns the cost. */
  settle(generation: OpenGeneration, delivery: Delivery): Promise<MicroUsd>;
  /** Gives everything back. */
  release(generation: OpenGeneration, failure: Failure): Promise<void>;
  /** The same for an unfinished generation by its id. */
  releaseById(id: string, failure: Failure): Promise<void>;
  /** Lets an open hold live until `untilMs`. Throws when it has ended. */
  prolong(executor: Executor, holdId: string, untilMs: number): Promise<void>;
}

/** What a meter works with. */
export interface MeterParts {
  readonly database: Database;
  readonly system: System;
  readonly book: BudgetBook;
  readonly watch: Pick<SpendingWatch, 'note'>;
  readonly notes: Pick<CaptureNotes, 'write' | 'remove'>;
}

/** A meter over the ledger. */
export function createMeter(parts: MeterParts): Meter {
  const { database, system } = parts;
  return {
    open: (request) => openGeneration(parts, request),
    resume: (generation) => resumeGeneration(parts, generation),
    async settle(generation, delivery) {
      const cost = await settleGeneration(parts, generation, delivery);
      const { organisationId, budgets } = generation;
      if (cost > 0n) parts.watch.note({ organisationId, budgets, refusedBy: null });
      return cost;
    },
    release: (generation, failure) => releaseGeneration(database, system, { generation, failure }),
    async releaseById(id, failure) {
      const row = await database.kysely
        .selectFrom('generation')
        .select(['hold_id', 'organisation_id', 'created_at_ms'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const generation = {
        id,
        holdId: row.hold_id,
        organisationId: row.organisation_id,
        openedAtMs: Number(row.created_at_ms),
      };
      await releaseGeneration(database, system, { generation, failure });
    },
    prolong: prolongHold,
  };
}

async function openGeneration(parts: MeterParts, request: OpenRequest): Promise<OpenGeneration> {
  const { database, system } = parts;
  const { organisationId, keyId } = request.principal;
  const { pictureMicroUsd, totalMicroUsd } = request.quote;
  const free = totalMicroUsd === 0n;
  const budgets = free ? [] : await parts.book.budgetsOf(request.principal, request.tag);
  const nowMs = system.now();
  const generation: OpenGeneration = {
    id: system.newId('generation'),
    organisationId,
    holdId: free ? null : system.newId('hold'),
    pictureMicroUsd,
    openedAtMs: nowMs,
    budgets,
  };
  const row = toRow(generation, request, nowMs);
  if (generation.holdId === null) {
    await openFree(database, row);
    return generation;
  }
  try {
    await placeHold(database, {
      id: generation.holdId,
      organisationId,
      amountMicroUsd: totalMicroUsd,
      atMs: BigInt(nowMs),
      expiresAtMs: BigInt(nowMs + request.deadlineMs),
      keyId,
      tag: request.tag,
      budgets: budgets.map(({ id, capMicroUsd }) => ({ id, capMicroUsd })),
      generation: row,
    });
  } catch (error) {
    noteRefusal(parts, generation, error);
    throw explainRefusal(error, request.quote, budgets);
  }
  return generation;
}

function noteRefusal(parts: MeterParts, generation: OpenGeneration, error: unknown): void {
  if (!(error instanceof LedgerError)) return;
  const { organisationId, budgets } = generation;
  if (error.code === 'budget_exceeded') {
    parts.watch.note({ organisationId, budgets, refusedBy: [error.subject] });
  } else if (error.code === 'insufficient_credits') {
    parts.watch.note({ organisationId, budgets, refusedBy: 'wallet' });
  }
}

/**
 * The row starts as `dispatched`: hold and intent to dispatch are one durable write, so a crash
 * after it can only mean "perhaps sent", never "surely not".
 */
function toRow(
  generation: OpenGeneration,
  request: OpenRequest,
  nowMs: number,
): Insertable<GenerationTable> {
  return {
    id: generation.id,
    request_id: request.requestId,
    organisation_id: generation.organisationId,
    key_id: request.principal.keyId,
    model: request.model,
    provider: null,
    state: request.state ?? 'dispatched',
    hold_id: generation.holdId,
    images_requested: BigInt(request.images),
    images_delivered: 0n,
    list_price_micro_usd: generation.pictureMicroUsd,
    cost_micro_usd: 0n,
    upstream_micro_usd: null,
    own_key: request.ownKey ? 1n : 0n,
    attempts: 0n,
    error_code: null,
    tag: request.tag,
    latency_ms: null,
    sub_account_id: request.principal.subAccount?.id ?? null,
    created_at_ms: BigInt(nowMs),
    finished_at_ms: null,
  };
}

async function resumeGeneration(
  { database, book }: MeterParts,
  { id, principal, tag }: HeldGeneration,
): Promise<OpenGeneration> {
  const row = await database.transaction((executor) =>
    executor
      .updateTable('generation')
      .set({ state: 'dispatched' })
      .where('id', '=', id)
      .where('state', 'in', ['held', 'dispatched'])
      .returning(['hold_id', 'list_price_micro_usd', 'created_at_ms'])
      .executeTakeFirst(),
  );
  if (!row) throw new LedgerError('hold_already_expired', id);
  return {
    id,
    organisationId: principal.organisationId,
    holdId: row.hold_id,
    pictureMicroUsd: microUsd(row.list_price_micro_usd),
    openedAtMs: Number(row.created_at_ms),
    budgets: row.hold_id === null ? [] : await book.budgetsOf(principal, tag),
  };
}

async function settleGeneration(
  { database, system, notes }: MeterParts,
  generation: OpenGeneration,
  delivery: Delivery,
): Promise<MicroUsd> {
  const nowMs = system.now();
  // A catalogue may have become dearer while a job waited: what was quoted is the most.
  const each = least(delivery.pictureMicroUsd, generation.pictureMicroUsd);
  const cost = timesCount(each, delivery.pictures.length);
  const finished: FinishedGeneration = {
    id: generation.id,
    provider: delivery.provider,
    imagesDelivered: BigInt(delivery.pictures.length),
    costMicroUsd: cost,
    upstreamMicroUsd: toMoney(delivery.upstreamMicroUsd),
    attempts: BigInt(delivery.attempts),
    latencyMs: BigInt(nowMs - generation.openedAtMs),
    report: delivery.report,
  };
  const images = delivery.pictures.map((picture) => toImageRow(picture, generation));
  if (generation.holdId === null) {
    await endFree(database, {
      generation: finished,
      state: 'captured',
      atMs: BigInt(nowMs),
      images,
      also: alsoWrite(delivery, ZERO_USD),
    });
    return ZERO_USD;
  }
  const capture = {
    id: system.newId('transaction'),
    holdId: generation.holdId,
    organisationId: generation.organisationId,
    amountMicroUsd: cost,
    atMs: BigInt(nowMs),
    generation: finished,
    images,
  };
  const also = alsoWrite(delivery, cost);
  if (also) {
    // Who writes more with the end takes an interrupted call up by that; no note ends it alone.
    await captureHold(database, { ...capture, also });
    return cost;
  }
  notes.write(capture);
  try {
    await captureHold(database, capture);
  } finally {
    notes.remove(generation.holdId);
  }
  return cost;
}

function alsoWrite({ also }: Delivery, cost: MicroUsd) {
  return also && ((executor: Executor) => also(executor, cost));
}

function toMoney(amount: bigint | null | undefined): MicroUsd | null {
  return amount === null || amount === undefined ? null : microUsd(amount);
}

function least(price: MicroUsd | undefined, most: MicroUsd): MicroUsd {
  return price !== undefined && price < most ? price : most;
}

function toImageRow(picture: PaidPicture, generation: OpenGeneration): Insertable<ImageTable> {
  return {
    id: picture.id,
    organisation_id: generation.organisationId,
    generation_id: generation.id,
    sha256: picture.sha256,
    format: picture.format,
    width: BigInt(picture.width),
    height: BigInt(picture.height),
    size_bytes: BigInt(picture.bytes.byteLength),
    created_at_ms: BigInt(picture.createdAtMs),
    expires_at_ms: BigInt(picture.expiresAtMs),
  };
}

async function prolongHold(executor: Executor, holdId: string, untilMs: number): Promise<void> {
  const held = await executor
    .updateTable('hold')
    .set({ expires_at_ms: BigInt(untilMs) })
    .where('id', '=', holdId)
    .where('state', '=', 'held')
    .executeTakeFirst();
  if (held.numUpdatedRows !== 1n) throw new LedgerError('hold_already_expired', holdId);
}

type Closable = Pick<OpenGeneration, 'id' | 'holdId' | 'organisationId' | 'openedAtMs'>;

async function releaseGeneration(
  database: Database,
  system: System,
  { generation, failure }: { generation: Closable; failure: Failure },
): Promise<void> {
  const nowMs = system.now();
  const finished: FinishedGeneration = {
    id: generation.id,
    provider: null,
    imagesDelivered: 0n,
    costMicroUsd: ZERO_USD,
    attempts: BigInt(failure.attempts),
    errorCode: failure.errorCode,
    upstreamMicroUsd: toMoney(failure.upstreamMicroUsd),
    latencyMs: BigInt(nowMs - generation.openedAtMs),
    ...(failure.report !== undefined && { report: failure.report }),
  };
  if (generation.holdId === null) {
    await endFree(database, {
      generation: finished,
      state: 'released',
      atMs: BigInt(nowMs),
      images: [],
      also: failure.also,
    });
    return;
  }
  const { holdId, organisationId } = generation;
  await releaseHold(database, {
    holdId,
    organisationId,
    atMs: BigInt(nowMs),
    generation: finished,
    ...(failure.also && { also: failure.also }),
  });
}
