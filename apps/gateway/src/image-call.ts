import type { ImageRequest, MicroUsd } from '@aigateway/contract';
import type { FieldReport, UpstreamUsage } from '@aigateway/providers';
import type { Once } from './once.ts';
import type { Principal } from './principal.ts';

/** An intermediate picture, looked at: it is a picture. */
export interface PartialImage {
  readonly bytes: Uint8Array;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
  /** Which picture of the call, 0-based. */
  readonly picture: number;
  /** 0-based, counting up for one picture. */
  readonly index: number;
}

/** Who follows a call while it runs. */
export interface ImageWatch {
  /** Intermediate pictures wanted of each picture, 0..3. */
  readonly partialImages: number;
  readonly onPartial: (partial: PartialImage) => void;
  /** 0..1 over all pictures, never falling. */
  readonly onProgress: (progress: number) => void;
}

/** Which of the image endpoints was called. */
export type ImageOperation = 'generation' | 'edit' | 'variation';

/** One authenticated, validated call for pictures, whatever surface and form it came in by. */
export interface ImageCall {
  readonly requestId: string;
  readonly principal: Principal;
  readonly operation: ImageOperation;
  /** Pictures that came as files are in it as `UploadedPicture`: see `mapPictures`. */
  readonly request: ImageRequest;
  readonly tag: string | null;
  /** The seed where the caller gave none; drawn when absent. */
  readonly seed?: number;
  /** Aborted when the call must end: the gateway ends, or a job was cancelled. */
  readonly signal: AbortSignal;
  /**
   * Aborted when the caller hung up. What stopping saves is then stopped; the rest is made, kept
   * and paid, and waits under the request's id.
   */
  readonly hangUp?: AbortSignal;
  readonly watch?: ImageWatch;
  /** Present where a repetition of the call is to be answered without making it again. */
  readonly once?: Once;
}

/** A picture whose bytes are durably kept; its row is written with the capture. */
export interface KeptPicture {
  readonly id: string;
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
  /** The bytes in base64 (ASCII), where they arrived in that form. */
  readonly base64?: Uint8Array;
  readonly seed: number | null;
  readonly revisedPrompt: string | null;
  /** Appearance agreement with the reference, by name; absent where nobody measured it. */
  readonly appearance?: Readonly<Record<string, number>>;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** What was done with a call, and why. */
export interface ImageReport {
  /** The deployments of the route, in order. */
  readonly deployments: readonly {
    readonly provider: string;
    readonly deployment: string;
    readonly outcome: string;
    readonly reason: string;
    /** Null where it was not tried. */
    readonly latencyMs: number | null;
  }[];
  readonly attempts: number;
  readonly fields: readonly FieldReport[];
  readonly plan: Readonly<Record<string, unknown>> | null;
}

/** Delivered and paid pictures. */
export interface ImageOutcome {
  readonly kind: 'pictures';
  readonly createdAtMs: number;
  readonly provider: string;
  readonly pictures: readonly [KeptPicture, ...KeptPicture[]];
  readonly costMicroUsd: MicroUsd;
  /** Tokens, where the maker counts them. */
  readonly usage: UpstreamUsage | null;
  readonly warnings: readonly string[];
  readonly report: ImageReport;
}

/** The answer of a dry run. */
export interface ImageQuote {
  readonly kind: 'quote';
  readonly model: string;
  readonly size: string;
  readonly priceMicroUsd: MicroUsd;
  /** What the first route's maker says it would take; null where nobody asked or it cannot say. */
  readonly upstreamMicroUsd: bigint | null;
  readonly warnings: readonly string[];
  readonly report: ImageReport;
}
