import type { Context } from 'hono';
import type { KeyStore } from '../auth/key-store.ts';
import type { RateState } from '../limits/limits.ts';
import type { House } from '../pipeline/generate-image.ts';
import type { Principal } from '../principal.ts';

/** What every request carries through the edge. */
export interface EdgeEnv {
  Variables: {
    requestId: string;
    /** Set once the key was checked; for the log line. */
    principal?: Principal;
    rateState?: RateState;
    /** Catalogue code of the error that was answered; for log and metrics. */
    errorCode?: string;
  };
}

/** A request inside the edge. */
export type EdgeContext = Context<EdgeEnv>;

/** What routes may use. */
export interface EdgeServices {
  readonly house: House;
  readonly keys: KeyStore;
  /** Reads the balance of an organisation, in micro-dollars. */
  readonly readBalance: (
    organisationId: string,
  ) => Promise<{ posted: bigint; held: bigint; available: bigint }>;
  readonly verifyPictureUrl: (file: string, query: { exp: string; sig: string }) => boolean;
  readonly openApi: () => Record<string, unknown>;
  /** Aborted when the gateway must end now. */
  readonly ending: AbortSignal;
}
