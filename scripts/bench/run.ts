import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAN_PIN, type Child, residentMegabytes, start } from './child.ts';
import { type Load, median, quantile, sendLoad, type Target } from './load.ts';
import { verdict } from './verdict.ts';

const ROUNDS = 5;

/** Interleaved rounds, so that a drift of the machine's speed meets everybody. */
async function measure(targets: readonly Target[], load: Load) {
  const rounds = targets.map(() => ({
    p50: [] as number[],
    p99: [] as number[],
    rate: [] as number[],
  }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, target] of targets.entries()) {
      const { latenciesMs, callsPerSecond } = await sendLoad(target, load);
      rounds[i]?.p50.push(quantile(latenciesMs, 0.5));
      rounds[i]?.p99.push(quantile(latenciesMs, 0.99));
      rounds[i]?.rate.push(callsPerSecond);
    }
  }
  return rounds.map(({ p50, p99, rate }) => ({
    p50: median(p50),
    p99: median(p99),
    rate: median(rate),
  }));
}

/** What a commit of a call appends to the write-ahead log: 13 pages with their headers. */
const COMMIT_BYTES = 13 * (4096 + 24);

/** What one flush of such a commit costs on the disk of the temporary folder. */
function measureFsyncMs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'aigateway-fsync-'));
  const file = openSync(join(folder, 'probe'), 'w');
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    writeSync(file, Buffer.alloc(COMMIT_BYTES));
    const started = performance.now();
    fsyncSync(file);
    times.push(performance.now() - started);
  }
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
}

const ms = (value: number) => `${value.toFixed(2)} ms`;

async function main(): Promise<void> {
  const fsyncMs = measureFsyncMs();
  console.log(`fsync of this disk: ${ms(fsyncMs)}; processes ${CAN_PIN ? 'pinned' : 'not pinned'}`);
  const stub = await start('scripts/bench/stub.mjs', ['0'], 1);
  const floor = await start('scripts/bench/floor.mjs', [String(stub.port)], 0);
  const gateway = await start('dist/bench/gateway.js', [String(stub.port)], 0);
  const plain = (bytes: number, delayMs: number) => JSON.stringify({ bytes, delayMs });
  const bare = { path: '/', headers: {}, body: plain };
  const targets: Target[] = [
    { name: 'stub', port: stub.port, ...bare },
    { name: 'floor', port: floor.port, ...bare },
    {
      name: 'gateway',
      port: gateway.port,
      path: '/v1/images/generations',
      headers: { authorization: `Bearer ${gateway.key}` },
      body: (bytes, delayMs) =>
        JSON.stringify({
          model: 'bench/stub',
          prompt: plain(bytes, delayMs),
          response_format: 'b64_json',
        }),
    },
  ];
  try {
    const idle = residentMegabytes(gateway);
    await measure(targets, { connections: 10, calls: 2_000, bytes: 100 });
    await benchSmall(targets, fsyncMs);
    await benchLarge(targets);
    await benchMemory(targets, gateway, idle);
  } finally {
    for (const child of [gateway, floor, stub]) child.process.disconnect();
  }
}

async function benchSmall(targets: readonly Target[], fsyncMs: number): Promise<void> {
  const one = await measure(targets, { connections: 1, calls: 1_000, bytes: 100 });
  const [direct, floor, gateway] = one;
  if (!direct || !floor || !gateway) return;
  console.log('\nsmall answers, one connection (p50 / p99)');
  for (const [i, row] of one.entries()) {
    console.log(`  ${targets[i]?.name.padEnd(8)} ${ms(row.p50)} / ${ms(row.p99)}`);
  }
  const floorAdds = floor.p50 - direct.p50;
  const gatewayAdds = gateway.p50 - direct.p50;
  console.log(
    `  added: floor ${ms(floorAdds)}, gateway ${ms(gatewayAdds)} ` +
      `(2 commits ~ ${ms(2 * fsyncMs)} of fsync)`,
  );
  verdict('added p50 without fsync', {
    value: gatewayAdds - 2 * fsyncMs,
    limit: 2 * floorAdds + 0.6,
    unit: 'ms',
  });
  const many = await measure(targets, { connections: 50, calls: 5_000, bytes: 100 });
  console.log('\nsmall answers, 50 connections');
  for (const [i, row] of many.entries()) {
    console.log(
      `  ${targets[i]?.name.padEnd(8)} ${row.rate.toFixed(0)} calls/s, p99 ${ms(row.p99)}`,
    );
  }
  verdict('calls a second', {
    value: many[2]?.rate ?? 0,
    limit: 1_200,
    unit: '/s',
    atLeast: true,
  });
}

async function benchLarge(targets: readonly Target[]): Promise<void> {
  const rows = await measure(targets, { connections: 8, calls: 80, bytes: 2_000_000 });
  const [direct, floor, gateway] = rows;
  if (!direct || !floor || !gateway) return;
  console.log('\n2 MB answers, 8 connections (p50 / p99)');
  for (const [i, row] of rows.entries()) {
    console.log(`  ${targets[i]?.name.padEnd(8)} ${ms(row.p50)} / ${ms(row.p99)}`);
  }
  const floorAdds = floor.p50 - direct.p50;
  verdict('added p50', { value: gateway.p50 - direct.p50, limit: 2 * floorAdds, unit: 'ms' });
}

async function benchMemory(
  targets: readonly Target[],
  gateway: Child,
  idle: number,
): Promise<void> {
  const after = residentMegabytes(gateway);
  const target = targets[2];
  if (!target) return;
  const inFlight = sendLoad(target, { connections: 500, calls: 500, bytes: 100, delayMs: 3_000 });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const busy = residentMegabytes(gateway);
  await inFlight;
  console.log('\nresident memory of the gateway');
  console.log(
    `  idle ${idle.toFixed(0)} MB, after load ${after.toFixed(0)} MB, ` +
      `500 in flight ${busy.toFixed(0)} MB`,
  );
  verdict('idle', { value: idle, limit: 150, unit: 'MB' });
}

await main();
