export {
  type Database,
  DatabaseError,
  type DatabaseErrorCode,
  type Dialect,
  errorCode,
  isUniqueViolation,
  type StatementCommit,
} from './database.ts';
export type { Executor } from './executor.ts';
export { type OpenDatabaseOptions, openDatabase } from './open-database.ts';
export type * from './payment-tables.ts';
export { defineStatement, type SqlValue, type Statement } from './statement.ts';
export type * from './tables.ts';
export type * from './tables-of-jobs.ts';
