import type { Migration } from './migration.ts';

/** How a generation came about is written with its end: one column, no rows of its own. */
export const migration0010: Migration = {
  number: 10,
  name: 'report-of-a-generation',
  statements: () => [
    'alter table generation add column report text',
    'drop table generation_report',
    'drop table generation_attempt',
  ],
};
