import { makeSchema } from '@aigateway/database/testing/schema';
import { recordStatements } from '@aigateway/database/testing/statements';
import { afterEach, describe, expect, test } from 'vitest';
import { startTestGateway } from './testing/start-test-gateway.ts';

const databaseUrl = process.env.TEST_DATABASE_URL;
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** What the gateway asks PostgreSQL during one warm call for this model. */
async function statementsOf(model: string, cap: object | null = null): Promise<string[]> {
  const schema = await makeSchema(databaseUrl ?? '');
  endings.push(schema.drop);
  const gateway = await startTestGateway({
    env: { DATABASE_URL: schema.url, AIGATEWAY_SECRET: 'a'.repeat(40) },
  });
  endings.push(gateway.close);
  const made = cap && (await gateway.post('/v1/keys', { name: 'capped', ...cap }));
  const headers = made && {
    Authorization: `Bearer ${((await made.json()) as { key: string }).key}`,
  };
  const body = { model, prompt: 'a fox', size: '256x256' };
  const call = () => gateway.post('/v1/images/generations', body, headers ?? {});
  expect((await call()).status).toBe(200);
  const record = recordStatements();
  endings.push(async () => record.stop());
  expect((await call()).status).toBe(200);
  return [...record.texts];
}

describe.runIf(databaseUrl)('a warm call on PostgreSQL', () => {
  test('that costs asks once before it is dispatched and once after it is made', async () => {
    const statements = await statementsOf('ideogram/ideogram-character-remix');
    expect(statements).toHaveLength(2);
    expect(statements[0]).toContain('insert into hold');
    expect(statements[1]).toContain("state = 'captured'");
  });

  test('under the monthly cap of a key asks no oftener', async () => {
    const cap = { spend_cap_cents: 1_000 };
    const statements = await statementsOf('ideogram/ideogram-character-remix', cap);
    expect(statements).toHaveLength(2);
    expect(statements[0]).toContain('budget_usage');
  });

  test('that is free asks once before and once after, too', async () => {
    const statements = await statementsOf('atelier/character-remix');
    expect(statements).toHaveLength(2);
    expect(statements[0]).toContain('insert into generation');
    expect(statements[1]).toContain('update generation');
  });
});
