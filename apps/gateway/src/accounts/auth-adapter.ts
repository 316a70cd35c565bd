import { createHash } from 'node:crypto';
import type { Database } from '@aigateway/database';
import { type CleanedWhere, type CustomAdapter, createAdapterFactory } from 'better-auth/adapters';
import { type RawBuilder, sql } from 'kysely';

type Row = Record<string, unknown>;

/** Where better-auth's tables and fields lie in ours. */
export const AUTH_TABLES = {
  user: {
    modelName: 'person',
    fields: {
      emailVerified: 'email_verified',
      createdAt: 'created_at_ms',
      updatedAt: 'updated_at_ms',
    },
  },
  session: {
    modelName: 'session',
    fields: {
      token: 'token_hash',
      userId: 'person_id',
      expiresAt: 'expires_at_ms',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      createdAt: 'created_at_ms',
      updatedAt: 'updated_at_ms',
    },
  },
  account: {
    modelName: 'sign_in_method',
    fields: {
      userId: 'person_id',
      providerId: 'provider',
      accountId: 'provider_account_id',
      password: 'password_hash',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at_ms',
      refreshTokenExpiresAt: 'refresh_token_expires_at_ms',
      createdAt: 'created_at_ms',
      updatedAt: 'updated_at_ms',
    },
  },
  verification: {
    modelName: 'sign_in_proof',
    fields: {
      expiresAt: 'expires_at_ms',
      createdAt: 'created_at_ms',
      updatedAt: 'updated_at_ms',
    },
  },
} as const;

/** What the library would store and this installation does not: it needs none of it again. */
const NEVER_KEPT: ReadonlySet<string> = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'access_token_expires_at_ms',
  'refresh_token_expires_at_ms',
  'scope',
  'ip_address',
]);

/** The column of a secret: its hash is stored, the secret itself goes back to who has it. */
const SECRET = 'token_hash';

/**
 * better-auth on our own store: the same tables on both engines, times as unix milliseconds,
 * booleans as 0 and 1, and session tokens by their SHA-256 only.
 */
export function createAuthAdapter(database: Database) {
  return createAdapterFactory({
    config: {
      adapterId: 'aigateway',
      supportsJSON: false,
      customTransformInput: ({ field, data }) => toColumn(field, data),
      customTransformOutput: ({ fieldAttributes, data }) => toField(fieldAttributes.type, data),
    },
    adapter: () => queries(database),
  });
}

function queries({ kysely }: Database): CustomAdapter {
  const run = async (query: RawBuilder<Row>) => (await query.execute(kysely)).rows;
  const select: CustomAdapter['findMany'] = async <T>({
    model,
    where,
    limit,
    offset = 0,
    sortBy,
  }: Parameters<CustomAdapter['findMany']>[0]) => {
    const direction = sql.raw(sortBy?.direction === 'asc' ? 'asc' : 'desc');
    const order = sortBy ? sql`order by ${sql.ref(sortBy.field)} ${direction}` : sql``;
    const rows = await run(
      sql<Row>`select * from ${sql.table(model)} ${whereOf(where)} ${order}
        limit ${BigInt(limit)} offset ${BigInt(offset)}`,
    );
    return reveal(rows, secretsOf(where)) as T[];
  };
  const update = async (model: string, where: CleanedWhere[], change: Row) => {
    const sets = Object.entries(conceal(change)).map(
      ([column, value]) => sql`${sql.ref(column)} = ${value}`,
    );
    return run(
      sql<Row>`update ${sql.table(model)} set ${sql.join(sets)} ${whereOf(where)} returning *`,
    );
  };
  const remove = (model: string, where: CleanedWhere[]) =>
    run(sql<Row>`delete from ${sql.table(model)} ${whereOf(where)} returning *`);
  return {
    async create({ model, data }) {
      const row = conceal(data);
      const columns = Object.keys(row).map((column) => sql.ref(column));
      const made = await run(
        sql<Row>`insert into ${sql.table(model)} (${sql.join(columns)})
          values (${sql.join(Object.values(row))}) returning *`,
      );
      return reveal(made, new Map([[hashToken(data[SECRET]), data[SECRET]]]))[0] as typeof data;
    },
    findMany: select,
    async findOne<T>(query: Parameters<CustomAdapter['findOne']>[0]) {
      return (await select<T>({ ...query, limit: 1 }))[0] ?? null;
    },
    async update<T>({ model, where, update: change }: Parameters<CustomAdapter['update']>[0]) {
      const rows = await update(model, where, change as Row);
      return (reveal(rows, secretsOf(where))[0] ?? null) as T | null;
    },
    updateMany: async ({ model, where, update: change }) =>
      (await update(model, where, change)).length,
    async delete({ model, where }) {
      await remove(model, where);
    },
    deleteMany: async ({ model, where }) => (await remove(model, where)).length,
    async consumeOne<T>({ model, where }: { model: string; where: CleanedWhere[] }) {
      const [row] = await run(
        sql<Row>`delete from ${sql.table(model)} where id in
          (select id from ${sql.table(model)} ${whereOf(where)} limit 1) returning *`,
      );
      return (row ?? null) as T | null;
    },
    async count({ model, where }) {
      const [row] = await run(
        sql<Row>`select count(*) as count from ${sql.table(model)} ${whereOf(where)}`,
      );
      return Number(row?.count ?? 0);
    },
  };
}

const COMPARISONS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

function whereOf(where: readonly CleanedWhere[] = []): RawBuilder<unknown> {
  if (where.length === 0) return sql``;
  const all = where.filter(({ connector }) => connector === 'AND').map(toCondition);
  const any = where.filter(({ connector }) => connector === 'OR').map(toCondition);
  const both = any.length === 0 ? all : [...all, sql`(${sql.join(any, sql` or `)})`];
  return sql`where ${sql.join(both, sql` and `)}`;
}

function toCondition({ field, operator, value: given }: CleanedWhere): RawBuilder<unknown> {
  const column = sql.ref(field);
  const value = field === SECRET ? concealed(given) : given;
  if (operator === 'in' && Array.isArray(value)) {
    return value.length === 0 ? sql`1 = 0` : sql`${column} in (${sql.join(value)})`;
  }
  if (value === null && operator === 'eq') return sql`${column} is null`;
  if (value === null && operator === 'ne') return sql`${column} is not null`;
  const comparison = operator && COMPARISONS[operator];
  if (comparison === undefined) throw new Error(`the sign-in store has no operator ${operator}`);
  return sql`${column} ${sql.raw(comparison)} ${value}`;
}

function toColumn(field: string, value: unknown): unknown {
  if (NEVER_KEPT.has(field)) return undefined;
  if (Array.isArray(value)) return value.map((one) => toColumn(field, one));
  if (value instanceof Date) return BigInt(value.getTime());
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return value;
}

function toField(type: unknown, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  if (type === 'date') return new Date(Number(value));
  return type === 'boolean' ? value !== 0n : Number(value);
}

function conceal(row: Row): Row {
  return SECRET in row ? { ...row, [SECRET]: hashToken(row[SECRET]) } : row;
}

function concealed(value: unknown): unknown {
  return Array.isArray(value) ? value.map(hashToken) : hashToken(value);
}

/** Who asked by a secret has it already: it goes back in its place. Others see the hash. */
function reveal(rows: Row[], secrets: ReadonlyMap<unknown, unknown>): Row[] {
  return rows.map((row) => {
    const secret = secrets.get(row[SECRET]);
    return secret === undefined ? row : { ...row, [SECRET]: secret };
  });
}

function secretsOf(where: readonly CleanedWhere[] = []): Map<unknown, unknown> {
  const asked = where.filter(({ field }) => field === SECRET).flatMap(({ value }) => value);
  return new Map(asked.map((secret) => [hashToken(secret), secret]));
}

/** The SHA-256 (hex) under which a token is stored. */
export function hashToken(token: unknown): string {
  return createHash('sha256').update(String(token)).digest('hex');
}
