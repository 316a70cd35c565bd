import type { MicroUsd } from '@aigateway/contract';
import { fingerprintOf } from './fingerprint.ts';

/** The inputs that make two captures of one id the same. */
export function captureFingerprint(input: {
  readonly holdId: string;
  readonly amountMicroUsd: MicroUsd;
}): string {
  return fingerprintOf([input.holdId, input.amountMicroUsd]);
}
