import type { ErrorEnvelope, ImageRequest, JobStatus, MicroUsd } from '@aigateway/contract';
import type { ImageOperation, ImageOutcome, KeptPicture } from './image-call.ts';
import type { Principal } from './principal.ts';

/** A call for pictures as it is written down to be made later; its pictures are kept by id. */
export interface JobCall {
  readonly requestId: string;
  readonly principal: Principal;
  readonly operation: ImageOperation;
  readonly request: ImageRequest;
  readonly tag: string | null;
  /** The same at every run, so that every run makes the same pictures. */
  readonly seed: number;
}

/** How the answer of a job is to be shown: the fields of the request that decide it. */
export type JobView = Pick<
  ImageRequest,
  'response_format' | 'explain' | 'metrics' | 'quality' | 'rendering_speed'
>;

/** What a job made, without the bytes. */
export interface JobOutcome extends Omit<ImageOutcome, 'kind' | 'costMicroUsd' | 'pictures'> {
  readonly pictures: readonly [JobPicture, ...JobPicture[]];
}

/** A picture that a job made; its bytes are kept under its id. */
export type JobPicture = Omit<KeptPicture, 'bytes' | 'base64'>;

/** An outcome as it is written down: the bytes of its pictures are kept elsewhere. */
export function withoutBytes({ pictures, ...made }: ImageOutcome): JobOutcome {
  const { kind: _, costMicroUsd: __, ...outcome } = made;
  const [first, ...rest] = pictures;
  return { ...outcome, pictures: [toJobPicture(first), ...rest.map(toJobPicture)] };
}

function toJobPicture({ bytes: _, base64: __, ...picture }: KeptPicture): JobPicture {
  return picture;
}

/** A job as it stands. Times are unix milliseconds. */
export interface JobRecord {
  readonly id: string;
  readonly organisationId: string;
  readonly generationId: string;
  readonly model: string;
  readonly status: JobStatus;
  readonly view: JobView;
  readonly progress: number;
  readonly outcome: JobOutcome | null;
  readonly error: ErrorEnvelope['error'] | null;
  readonly costMicroUsd: MicroUsd;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A job that one worker has to itself, for as long as its lease is renewed. */
export interface ClaimedJob {
  readonly id: string;
  readonly generationId: string;
  readonly leaseId: string;
  readonly call: JobCall;
  /** How often it was begun, this time included. */
  readonly runs: number;
  readonly askedUpstream: boolean;
  readonly createdAtMs: number;
}

/** The job is somebody else's by now, or has ended: nothing of this run counts. */
export class JobGone extends Error {
  override readonly name = 'JobGone';
  constructor() {
    super('the job has ended, or another worker has it');
  }
}

/** Why a running job is told to stop. */
export type JobStop = 'cancelled' | 'gone' | 'ending';
