import { migration0001 } from './0001-first-tables.ts';
import { migration0002 } from './0002-ledger-guards.ts';
import { migration0003 } from './0003-control-plane.ts';
import { migration0004 } from './0004-own-keys.ts';
import { migration0005 } from './0005-accounts.ts';
import { migration0006 } from './0006-payments.ts';
import { migration0007 } from './0007-files-and-replays.ts';
import { migration0008 } from './0008-generation-reports.ts';
import { migration0009 } from './0009-jobs-and-webhooks.ts';
import { migration0010 } from './0010-report-of-a-generation.ts';
import { migration0011 } from './0011-claims.ts';
import { migration0012 } from './0012-generations-by-time.ts';
import { migration0013 } from './0013-turns-of-jobs.ts';
import { migration0014 } from './0014-keys-of-the-playground.ts';
import type { Migration } from './migration.ts';

/** Every migration in its order; a test compares it with the folder. */
export const migrations: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
  migration0011,
  migration0012,
  migration0013,
  migration0014,
];
