import type { Database } from '@aigateway/database';
import type { KeyStore } from '../auth/key-store.ts';
import type { Principal } from '../principal.ts';
import type { System } from '../system.ts';
import type { Ceiling } from './rules.ts';

/** What the control plane works with. */
export interface ControlParts {
  readonly database: Database;
  readonly system: System;
  readonly keys: KeyStore;
  /** Where people reach this gateway, for links. */
  readonly publicUrl: () => string;
  /** The most that keys of an organisation may be given. */
  readonly ceilingOf: (by: Principal) => Ceiling;
  /** Operators see what makers took; their customers do not. */
  readonly isOperator: (organisationId: string) => boolean;
  /** Days that pictures are kept where an organisation does not say. */
  readonly retentionDays: number;
  /** The budgets of an organisation changed. */
  readonly forgetBudgets: (organisationId: string) => void;
}

/** Unix seconds of the wire. */
export function toSeconds(atMs: bigint): number {
  return Math.floor(Number(atMs) / 1000);
}
