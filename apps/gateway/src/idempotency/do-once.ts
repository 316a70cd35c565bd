import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '@aigateway/contract';
import type { Once } from '../once.ts';
import type { PictureOwner } from '../principal.ts';
import { CLAIM_LEASE_MS, type Claim, ClaimLost, type ClaimStore } from './claim-store.ts';

const FIRST_LOOK_MS = 50;
const SLOWEST_LOOK_MS = 1_000;
const RENEW_MS = CLAIM_LEASE_MS / 3;

/** A call that must happen once. */
export interface OnceCall {
  readonly once: Once;
  readonly owner: PictureOwner;
  /** `fingerprintOf` what is asked. */
  readonly fingerprint: string;
}

/** How such a call is made, and how it is answered again. */
export interface OnceWork<Result> {
  /** Must `complete` the claim together with what it must not do twice. */
  readonly make: (claim: Claim) => Promise<Result>;
  readonly replay: (answer: string) => Promise<Result>;
}

/**
 * Makes a call once for its key. A repetition gets the first one's answer, and waits for it as
 * long as that one runs, in whichever process. What fails is forgotten: its repetition is a new
 * call. Throws 422 `idempotency_key_reused`, and what the work throws.
 */
export async function doOnce<Result>(
  { once, owner, fingerprint }: OnceCall,
  { make, replay }: OnceWork<Result>,
  claims: ClaimStore,
): Promise<Result> {
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(lookMs * 2, SLOWEST_LOOK_MS)) {
    const found = await claims.claim({ owner, key: once.key, fingerprint });
    switch (found.state) {
      case 'done':
        once.onReplay();
        return replay(found.answer);
      case 'other':
        throw reused();
      case 'running':
        await waitForTwin(lookMs, once.signal);
        break;
      case 'mine':
        try {
          return await holdWhile(found.claim, make, claims);
        } catch (error) {
          if (!(error instanceof ClaimLost)) throw error;
        }
    }
  }
}

/** Keeps a claim for as long as the work runs; what fails gives it back. */
async function holdWhile<Result>(
  claim: Claim,
  make: OnceWork<Result>['make'],
  claims: ClaimStore,
): Promise<Result> {
  // A claim that cannot be renewed or given back now lapses by itself.
  const timer = setInterval(() => void claims.renew(claim).catch(() => {}), RENEW_MS);
  timer.unref();
  try {
    return await make(claim);
  } catch (error) {
    await claims.free(claim).catch(() => {});
    throw error;
  } finally {
    clearInterval(timer);
  }
}

async function waitForTwin(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new ApiError(
      'shutting_down',
      'The gateway is restarting, and the first call with this Idempotency-Key still ran. ' +
        'Send it again.',
    );
  }
}

function reused(): ApiError {
  return new ApiError(
    'idempotency_key_reused',
    'This Idempotency-Key was used with another body or endpoint. Use a new one.',
    { param: 'Idempotency-Key' },
  );
}
