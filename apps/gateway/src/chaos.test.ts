import { ERRORS } from '@aigateway/contract';
import { expect, test } from 'vitest';
import {
  CHAOS_DEADLINE_MS,
  CHAOS_FAULTS,
  type ChaosCall,
  openChaosHouse,
  seededRandom,
} from './testing/chaos.ts';

const CALLS = Number(process.env.CHAOS_CALLS ?? 150);
const SEED = Number(process.env.CHAOS_SEED ?? 20_261_123);
/** Two routes, each with its deadline, its grace and its looks; and a slow machine. */
const LONGEST_MS = 2 * (CHAOS_DEADLINE_MS + 2_000) + 10_000;

/** What is wrong with a call, or null. */
function findFault(call: ChaosCall): string | null {
  if (call.tookMs > LONGEST_MS) return 'took too long';
  if (call.status === 200) {
    if (call.pictures < 1) return 'no picture';
    if (Math.abs(call.cents - 5 * call.pictures) > 1e-9) return 'charged what was not delivered';
  } else {
    if (!(call.code !== null && call.code in ERRORS)) return 'an error outside the contract';
    if (call.cents !== 0) return 'charged a failure';
  }
  if (call.submitted[0] > 2 || call.submitted[1] > 2) return 'asked again and again';
  if (call.doubtful && call.submitted[0] !== 1) return 'asked twice for an accepted job';
  if (call.doubtful && call.submitted[1] > 0) return 'asked elsewhere for an accepted job';
  return null;
}

test(
  `${CALLS} calls through failing upstreams end well, charge what they deliver, leave no hold`,
  async () => {
    const kinds = Object.keys(CHAOS_FAULTS).length;
    console.info(`chaos: seed ${SEED}, ${CALLS} calls, ${kinds} kinds and callers who hang up`);
    const house = await openChaosHouse();
    const random = seededRandom(SEED);
    const bad: string[] = [];
    let cents = 0;
    const before = await house.gateway.availableCents();
    const ends = new Map<string, number>();
    let left = 0;
    for (let number = 0; number < CALLS; number += 1) {
      const call = await house.call(number, random);
      cents += call.cents;
      left += Number(call.left);
      const end = call.code ?? 'delivered';
      ends.set(end, (ends.get(end) ?? 0) + 1);
      const fault = findFault(call);
      if (fault) bad.push(`${fault}: ${JSON.stringify(call)}`);
    }
    console.info({ ...Object.fromEntries(ends), left });
    const balance = (await (await house.gateway.get('/v1/balance')).json()) as {
      held_cents: number;
    };
    const after = await house.gateway.availableCents();
    await house.close();
    expect(bad).toEqual([]);
    expect(left).toBeGreaterThan(0);
    expect(balance.held_cents).toBe(0);
    expect(before - after).toBeCloseTo(cents, 6);
  },
  CALLS * 4_000,
);
