import { Pool } from 'undici';

/** Where load is sent and what is sent there. */
export interface Target {
  readonly name: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Record<string, string>;
  /** The body of a call whose answer has about `bytes` bytes, after `delayMs`. */
  readonly body: (bytes: number, delayMs: number) => string;
}

/** What one measurement sends. */
export interface Load {
  readonly connections: number;
  readonly calls: number;
  readonly bytes: number;
  readonly delayMs?: number;
}

/** Latencies in milliseconds, sorted, and the calls a second of the whole. */
export interface Measured {
  readonly latenciesMs: number[];
  readonly callsPerSecond: number;
}

/** Sends `calls` calls over `connections` kept-alive connections. Throws on any bad answer. */
export async function sendLoad(target: Target, load: Load): Promise<Measured> {
  const pool = new Pool(`http://127.0.0.1:${target.port}`, {
    connections: load.connections,
    pipelining: 1,
  });
  const body = target.body(load.bytes, load.delayMs ?? 0);
  const latenciesMs: number[] = [];
  let left = load.calls;
  const sendAll = async () => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      const answer = await pool.request({
        method: 'POST',
        path: target.path,
        headers: { 'content-type': 'application/json', ...target.headers },
        body,
      });
      const bytes = await answer.body.arrayBuffer();
      latenciesMs.push(performance.now() - started);
      if (answer.statusCode !== 200) {
        throw new Error(`${target.name}: ${answer.statusCode} ${Buffer.from(bytes).toString()}`);
      }
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: load.connections }, sendAll));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  latenciesMs.sort((a, b) => a - b);
  return { latenciesMs, callsPerSecond: load.calls / seconds };
}

/** The value below which `share` (0..1) of the sorted values lie. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
