/** What one workspace may use; see "The rooms" in docs/architecture.md. */
export interface WorkspaceRule {
  /** Other workspaces it may import, by folder name; `types` = with `import type` only. */
  readonly workspaces: Readonly<Record<string, 'values' | 'types'>>;
  /** Packages it may never import, even when declared. */
  readonly neverPackages: RegExp | null;
  /** Node's modules it may never import, without the `node:` prefix. */
  readonly neverBuiltins: RegExp | null;
  /** Globals it may never read. */
  readonly neverGlobals: readonly string[];
}

const CLOCK_AND_CHANCE = ['Math.random', 'Date.now', 'new Date()'];
const NETWORK_GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];
const IO_GLOBALS = ['process', 'console', 'setTimeout', 'setInterval', 'performance.now'];

const EVERYTHING = /./;
const NETWORK_BUILTINS = /^(http|https|http2|net|tls|dns|dgram)(\/|$)/;
const HTTP_BUILTINS = /^(http|https|http2)(\/|$)/;
const HTTP_PACKAGES = /^(undici|hono|@hono\/.*|express|fastify|axios|got|node-fetch|openai)$/;
const DATABASE_PACKAGES = /^(kysely|libsql|better-sqlite3|pg|pg-.*|ioredis)$/;
const HTTP_FRAMEWORKS_AND_DATABASES =
  /^(hono|@hono\/.*|express|fastify|kysely|libsql|better-sqlite3|pg|pg-.*|ioredis)$/;

/** The import table, one row a workspace. */
export const IMPORT_TABLE: Readonly<Record<string, WorkspaceRule>> = {
  contract: {
    workspaces: {},
    neverPackages: /^(?!zod$)/,
    neverBuiltins: EVERYTHING,
    neverGlobals: [...CLOCK_AND_CHANCE, ...NETWORK_GLOBALS, ...IO_GLOBALS],
  },
  atelier: {
    workspaces: { contract: 'types' },
    neverPackages: /^(undici|hono|kysely|libsql|pg|ioredis|@hono\/.*)$/,
    neverBuiltins: NETWORK_BUILTINS,
    neverGlobals: [...CLOCK_AND_CHANCE, ...NETWORK_GLOBALS],
  },
  database: {
    workspaces: { contract: 'values' },
    neverPackages: HTTP_PACKAGES,
    neverBuiltins: HTTP_BUILTINS,
    neverGlobals: NETWORK_GLOBALS,
  },
  ledger: {
    workspaces: { contract: 'values', database: 'values' },
    neverPackages: HTTP_PACKAGES,
    neverBuiltins: HTTP_BUILTINS,
    neverGlobals: [...CLOCK_AND_CHANCE, ...NETWORK_GLOBALS, 'parseFloat', 'Number.parseFloat'],
  },
  catalog: {
    workspaces: { contract: 'values', atelier: 'values' },
    neverPackages: DATABASE_PACKAGES,
    neverBuiltins: NETWORK_BUILTINS,
    neverGlobals: [...CLOCK_AND_CHANCE, ...NETWORK_GLOBALS],
  },
  providers: {
    workspaces: { contract: 'values', atelier: 'values' },
    neverPackages: HTTP_FRAMEWORKS_AND_DATABASES,
    neverBuiltins: null,
    neverGlobals: [...CLOCK_AND_CHANCE, 'fetch'],
  },
  testkit: {
    workspaces: { contract: 'values' },
    neverPackages: null,
    neverBuiltins: null,
    neverGlobals: [],
  },
  gateway: {
    workspaces: {
      atelier: 'values',
      catalog: 'values',
      console: 'values',
      contract: 'values',
      database: 'values',
      ledger: 'values',
      providers: 'values',
    },
    neverPackages: null,
    neverBuiltins: null,
    neverGlobals: [],
  },
  console: {
    workspaces: { catalog: 'values', contract: 'values' },
    neverPackages: DATABASE_PACKAGES,
    neverBuiltins: null,
    neverGlobals: [],
  },
};

/** Rooms of the gateway that never import each other: the pipeline alone knows their order. */
export const STAGES: ReadonlySet<string> = new Set([
  'edge',
  'auth',
  'limits',
  'metering',
  'routing',
  'media',
  'jobs',
]);

/** Rooms of the gateway that put the others together. */
export const COMPOSITION: ReadonlySet<string> = new Set(['main', 'cli', 'index']);
