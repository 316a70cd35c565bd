import type { Database } from '@aigateway/database';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { System } from '../system.ts';

/** How passwords are hashed. */
export interface PasswordHashing {
  hash(password: string): Promise<string>;
  verify(given: { readonly hash: string; readonly password: string }): Promise<boolean>;
}

/** What accounts are made with. */
export interface AccountParts {
  readonly database: Database;
  readonly system: System;
  readonly config: Pick<
    Config,
    'signUp' | 'signUpCreditMicroUsd' | 'freeRateLimitRpm' | 'socialProviders'
  >;
  /** The installation's secret; sessions are signed with a key made from it. */
  readonly secret: string;
  readonly publicUrl: () => string;
  readonly log: Logger;
  /** Hashes passwords in place of the library's scrypt; for tests, which it would slow down. */
  readonly passwords?: PasswordHashing;
}

/** Name of the cookie that carries a session; over https the browser sees `__Secure-` before it. */
export const SESSION_COOKIE = 'aig_session';
