import type { RecordedRequest } from './fake-server.ts';

/** What every provider must come through. */
export const PROVIDER_SCENARIOS = [
  'success',
  'several',
  'refused',
  'unauthorized',
  'no_credit',
  'rate_limited',
  'server_error',
  'timeout',
  'cut',
  'foreign_bytes',
  'hang_up',
  'lying_type',
  'html_as_picture',
  'html_error',
  'error_inside',
  'expired',
] as const;

/** @see PROVIDER_SCENARIOS */
export type ProviderScenario = (typeof PROVIDER_SCENARIOS)[number];

/** A fake upstream that can play every scenario. */
export interface ScenarioFake {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Arranges the next calls. `foreignUrl` is another origin, for `foreign_bytes`. */
  readonly play: (scenario: ProviderScenario, foreignUrl: string) => void;
  /** How many jobs were submitted: requests that may have cost money. */
  readonly submissions: () => number;
  /** How many jobs were asked to stop; null where the upstream knows no cancelling. */
  readonly cancellations: () => number | null;
  /** The pictures that were handed out, in order. */
  readonly pictures: () => readonly Uint8Array[];
  readonly close: () => Promise<void>;
}

/** `Retry-After` in seconds that `rate_limited` answers where the upstream sends the header. */
export const SCENARIO_RETRY_AFTER = 7;

/** A text in every fake's error bodies: it must never reach a caller. */
export const UPSTREAM_TEXT = 'UPSTREAM-TEXT';
