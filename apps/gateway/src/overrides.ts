import type { Atelier } from '@aigateway/atelier';
import type { CatalogModel } from '@aigateway/catalog';
import type { MicroUsd } from '@aigateway/contract';
import type { Provider, postPublic } from '@aigateway/providers';
import type { Logger } from 'pino';
import type { System } from './system.ts';

/** What tests and benches may put in place of the real thing. */
export interface GatewayOverrides {
  readonly providers?: readonly Provider[];
  readonly models?: readonly CatalogModel[];
  readonly system?: System;
  readonly atelier?: Atelier;
  readonly log?: Logger;
  /** Waits between two looks at an upstream's job. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The pulse that keeps streams awake; returns how to stop it. */
  readonly beat?: (onBeat: () => void) => () => void;
  /** What asks makers for their public keys. */
  readonly fetch?: typeof fetch;
  /** How long running jobs may go on when the gateway ends. */
  readonly jobGraceMs?: number;
  /** Sends a webhook; the guarded way to the public internet when absent. */
  readonly postWebhook?: typeof postPublic;
  /** Play money of a fresh sandbox. */
  readonly playCredit?: MicroUsd;
}
