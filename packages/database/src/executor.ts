import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Anything that runs queries: the database itself or an open transaction. */
export type Executor = Kysely<Tables>;
