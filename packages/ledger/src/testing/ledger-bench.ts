import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { microUsd } from '@aigateway/contract';
import { type Database, openDatabase } from '@aigateway/database';
import { makeSchema } from '@aigateway/database/testing/schema';
import { captureHold } from '../capture-hold.ts';
import { placeHold } from '../place-hold.ts';
import { newGeneration, openOrganisation } from './open-organisation.ts';

/**
 * Prints hold + capture pairs a second for 1 and 50 callers, each pair with its generation and one
 * picture, on SQLite and (with TEST_DATABASE_URL) on PostgreSQL, beside the disk's own flush rate.
 * `--one-wallet-only` leaves out the runs where every caller has a wallet of its own.
 */
const SECONDS = Number(process.env.BENCH_SECONDS ?? '3');
const PRICE = microUsd(50_000n);

interface Result {
  readonly pairs: number;
  readonly seconds: number;
  readonly latenciesMs: number[];
}

let made = 0;

async function pair(database: Database, organisationId: string): Promise<void> {
  made += 1;
  const number = made;
  const id = `bench_${number}`;
  await placeHold(database, {
    id,
    organisationId,
    amountMicroUsd: PRICE,
    atMs: 1n,
    expiresAtMs: 1_000n,
    generation: newGeneration(organisationId, id),
  });
  await captureHold(database, {
    id: `bench_txn_${number}`,
    holdId: id,
    organisationId,
    amountMicroUsd: PRICE,
    atMs: 2n,
    generation: {
      id: `gen_${id}`,
      provider: 'bench',
      imagesDelivered: 1n,
      costMicroUsd: PRICE,
      attempts: 1n,
      latencyMs: 1n,
    },
    images: [
      {
        id: `img_${number}`,
        organisation_id: organisationId,
        generation_id: `gen_${id}`,
        sha256: id,
        format: 'png',
        width: 1024n,
        height: 1024n,
        size_bytes: 1_000_000n,
        created_at_ms: 2n,
        expires_at_ms: null,
      },
    ],
  });
}

async function measure(
  database: Database,
  wallets: readonly string[],
  callers: number,
): Promise<Result> {
  const latenciesMs: number[] = [];
  const start = performance.now();
  const end = start + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      const wallet = wallets[caller % wallets.length] ?? '';
      while (performance.now() < end) {
        const before = performance.now();
        await pair(database, wallet);
        latenciesMs.push(performance.now() - before);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  return { pairs: latenciesMs.length, seconds, latenciesMs };
}

function print(name: string, result: Result): void {
  const sorted = result.latenciesMs.sort((left, right) => left - right);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  const rate = Math.round(result.pairs / result.seconds);
  const speed = `${String(rate).padStart(6)} pairs/s`;
  console.log(`${name.padEnd(36)} ${speed}   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`);
}

/** Flushes a second of 4 KiB writes at the end of a file in this folder. */
function flushRate(folder: string): number {
  const file = openSync(join(folder, 'flush'), 'w');
  const block = Buffer.alloc(4096);
  const start = performance.now();
  let flushes = 0;
  while (performance.now() - start < 500) {
    writeSync(file, block);
    fdatasyncSync(file);
    flushes += 1;
  }
  closeSync(file);
  return Math.round((flushes * 1000) / (performance.now() - start));
}

async function benchStore(name: string, database: Database): Promise<void> {
  const wallets: string[] = [];
  for (let index = 0; index < 50; index += 1) {
    wallets.push(await openOrganisation(database, 1_000_000_000_000n));
  }
  const [first = ''] = wallets;
  await measure(database, wallets, 50);
  print(`${name}, 1 caller`, await measure(database, [first], 1));
  print(`${name}, 50 callers, one wallet`, await measure(database, [first], 50));
  if (process.argv.includes('--one-wallet-only')) return;
  print(`${name}, 50 callers, 50 wallets`, await measure(database, wallets, 50));
}

async function benchSqlite(folder: string): Promise<void> {
  const database = await openDatabase({ dataDir: folder });
  await benchStore('SQLite', database);
  await database.close();
}

async function benchPostgres(base: string, folder: string): Promise<void> {
  const schema = await makeSchema(base);
  try {
    const database = await openDatabase({ url: schema.url, dataDir: folder });
    await benchStore('PostgreSQL', database);
    await database.close();
  } finally {
    await schema.drop();
  }
}

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'aigateway-bench-'));
try {
  console.log(`The disk flushes ${flushRate(folder)} times a second.`);
  if (!process.argv.includes('--postgres-only')) await benchSqlite(folder);
  const url = process.env.TEST_DATABASE_URL;
  if (url) await benchPostgres(url, folder);
  else console.log('PostgreSQL: not measured (TEST_DATABASE_URL is not set).');
  console.log(`The disk flushes ${flushRate(folder)} times a second.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
