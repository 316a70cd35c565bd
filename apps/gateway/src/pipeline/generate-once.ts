import { ApiError, microUsd } from '@aigateway/contract';
import { doOnce } from '../idempotency/do-once.ts';
import { fingerprintOf } from '../idempotency/fingerprint.ts';
import type { ImageCall, ImageOutcome, ImageQuote } from '../image-call.ts';
import { type JobOutcome, type JobPicture, type JobRecord, withoutBytes } from '../job.ts';
import { ownerOf } from '../principal.ts';
import { acceptJob, type JobHouse } from './accept-job.ts';
import { generateImage, type House } from './generate-image.ts';

/**
 * `generateImage`, once for the call's `Idempotency-Key`: the answer is kept in the transaction of
 * its money, so a paid call always has one. Throws 422 `idempotency_key_reused`, and 404
 * `image_not_found` where the pictures of an answer were deleted.
 */
export async function generateOnce(
  call: ImageCall,
  house: House,
): Promise<ImageOutcome | ImageQuote> {
  const { once, request, operation, principal } = call;
  if (once === undefined || request.dry_run) return generateImage(call, house);
  const { claims } = house;
  return doOnce<ImageOutcome | ImageQuote>(
    { once, owner: ownerOf(principal), fingerprint: fingerprintOf(operation, request) },
    {
      make: (claim) =>
        generateImage(call, house, {
          delivered: (executor, outcome) => claims.complete(executor, claim, writeOutcome(outcome)),
        }),
      replay: (answer) => readOutcome(answer, call, house),
    },
    claims,
  );
}

/** `acceptJob`, once for the call's `Idempotency-Key`; a repetition gets the job as it is then. */
export async function acceptOnce(call: ImageCall, house: JobHouse): Promise<JobRecord> {
  const { once, request, operation, principal } = call;
  if (once === undefined) return acceptJob(call, house);
  const { claims, jobs } = house;
  const owner = ownerOf(principal);
  return doOnce(
    { once, owner, fingerprint: fingerprintOf(`${operation} later`, request) },
    {
      make: (claim) =>
        acceptJob(call, house, (executor, id) => claims.complete(executor, claim, id)),
      async replay(id) {
        const job = await jobs.find(owner, id);
        if (!job) throw new Error('jobs are kept longer than answers');
        return job;
      },
    },
    claims,
  );
}

interface StoredOutcome extends JobOutcome {
  /** Micro-dollars in decimal: JSON has no bigint. */
  readonly cost: string;
}

function writeOutcome(outcome: ImageOutcome): string {
  const stored: StoredOutcome = { ...withoutBytes(outcome), cost: `${outcome.costMicroUsd}` };
  return JSON.stringify(stored);
}

async function readOutcome(
  answer: string,
  { principal }: ImageCall,
  { pictures: keeper }: House,
): Promise<ImageOutcome> {
  const { cost, pictures, ...outcome } = JSON.parse(answer) as StoredOutcome;
  const owner = ownerOf(principal);
  const withBytes = async (picture: JobPicture) => {
    const bytes = await keeper.read(owner, picture.id);
    if (bytes) return { ...picture, bytes };
    throw new ApiError(
      'image_not_found',
      'This call was made and paid, and its pictures were deleted since. ' +
        'Send it with a new Idempotency-Key.',
    );
  };
  const [first, ...rest] = pictures;
  return {
    ...outcome,
    kind: 'pictures',
    costMicroUsd: microUsd(BigInt(cost)),
    pictures: [await withBytes(first), ...(await Promise.all(rest.map(withBytes)))],
  };
}
