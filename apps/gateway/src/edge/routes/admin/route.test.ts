import type {
  AdminAuditLine,
  AdminLimits,
  AdminModelList,
  AdminOrganisation,
  KeyWithSecret,
  ListPage,
  Session,
} from '@aigateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter } from '../../../testing/enter.ts';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const LISTS = ['organisations', 'audit-log', 'models', 'limits'].map((one) => `/v1/admin/${one}`);

let gateway: TestGateway;
const customer = { cookie: '', organisationId: '', key: '' };
beforeAll(async () => {
  gateway = await startTestGateway();
  const form = { name: 'Grace', email: 'grace@example.com', password: 'correct horse battery' };
  customer.cookie = await enter(gateway, form, '/sign-up');
  const session = await asCustomer('GET', '/v1/session');
  customer.organisationId = ((await session.json()) as Session).organisation_id;
  const made = await asCustomer('POST', '/v1/keys', { name: 'mine', scopes: ['admin'] });
  customer.key = await secretOf(made);
});
afterAll(() => gateway.close());

function asCustomer(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${gateway.url}${path}`, {
    method,
    headers: {
      cookie: customer.cookie,
      origin: gateway.url,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function secretOf(made: Response): Promise<string> {
  expect(made.status).toBe(201);
  return ((await made.json()) as KeyWithSecret).key;
}

async function read<Answer>(path: string): Promise<Answer> {
  const answer = await gateway.get(path);
  expect(answer.status, path).toBe(200);
  return answer.json() as Promise<Answer>;
}

test('the operator sees every organisation with people, wallet and use', async () => {
  const draw = { model: 'atelier/scene', prompt: 'a fox', size: '256x256' };
  expect((await gateway.post('/v1/images/generations', draw)).status).toBe(200);
  const { data } = await read<ListPage<AdminOrganisation>>('/v1/admin/organisations');
  expect(data.find(({ id }) => id === customer.organisationId)).toMatchObject({
    name: 'Grace',
    members: 1,
    available_cents: 0,
    images: 0,
    rate_limit_rpm: 10,
  });
  expect(data.find(({ id }) => id !== customer.organisationId)).toMatchObject({
    available_cents: 500,
    images: 1,
  });
});

test.each([
  ['part of its name, whatever the case', 'gRaCe'],
  ['its id', ''],
])('an organisation is found by %s', async (_, text) => {
  const search = encodeURIComponent(text || customer.organisationId);
  const path = `/v1/admin/organisations?search=${search}`;
  const { data } = await read<ListPage<AdminOrganisation>>(path);
  expect(data.map(({ id }) => id)).toEqual([customer.organisationId]);
});

test('wildcards of a search find nothing by themselves', async () => {
  const { data } = await read<ListPage<AdminOrganisation>>('/v1/admin/organisations?search=_____x');
  expect(data).toEqual([]);
});

test('a page of organisations leads on to the next', async () => {
  const first = await read<ListPage<AdminOrganisation>>('/v1/admin/organisations?limit=1');
  const path = `/v1/admin/organisations?limit=1&cursor=${first.next_cursor}`;
  const second = await read<ListPage<AdminOrganisation>>(path);
  expect([first.has_more, second.has_more]).toEqual([true, false]);
  expect(second.data[0]?.id).not.toBe(first.data[0]?.id);
});

test('limits of an organisation are changed, and the deed is in its log', async () => {
  const path = `/v1/admin/organisations/${customer.organisationId}`;
  const body = { rate_limit_rpm: null, image_retention_days: 30 };
  const answer = await gateway.send('PATCH', path, { body });
  expect(await answer.json()).toMatchObject(body);
  const log = await read<ListPage<AdminAuditLine>>(
    `/v1/admin/audit-log?organisation_id=${customer.organisationId}`,
  );
  expect(log.data[0]).toMatchObject({
    action: 'organisation.changed',
    organisation_id: customer.organisationId,
    detail: body,
  });
  const whole = await read<ListPage<AdminAuditLine>>('/v1/admin/audit-log?limit=100');
  const organisations = new Set(whole.data.map((line) => line.organisation_id));
  expect(organisations.size).toBe(2);
});

test.each([[{ rate_limit_rpm: 0 }], [{ image_retention_days: 1.5 }], [{ name: 'mine' }]])(
  'a change to %j is a 400',
  async (body) => {
    const path = `/v1/admin/organisations/${customer.organisationId}`;
    expect((await gateway.send('PATCH', path, { body })).status).toBe(400);
  },
);

test('an organisation that is not there is a 404', async () => {
  const sent = { body: { rate_limit_rpm: 5 } };
  const answer = await gateway.send('PATCH', '/v1/admin/organisations/org_no', sent);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: 'organisation_not_found' } });
});

test('models come with list price, price of the maker, and who serves them here', async () => {
  const { data } = await read<AdminModelList>('/v1/admin/models');
  const flagship = data.find(({ id }) => id === 'ideogram/ideogram-character-remix');
  expect(flagship?.list_cents.default).toBe(5);
  expect(flagship?.routes[0]).toMatchObject({ provider: 'ideogram', available: false });
  expect(flagship?.routes.at(-1)).toMatchObject({ provider: 'atelier', stand_in: true });
});

test('the limits are those of the settings', async () => {
  expect(await read<AdminLimits>('/v1/admin/limits')).toMatchObject({
    mode: 'sandbox',
    rate_limit_rpm: 600,
    free_rate_limit_rpm: 10,
    image_retention_days: 7,
  });
});

test.each(LISTS)('%s is for nobody but the operator', async (path) => {
  const lesser = [
    { name: 'capped', scopes: ['admin'], spend_cap_cents: 5 },
    { name: 'reader', scopes: ['read'] },
  ];
  const secrets = await Promise.all(
    lesser.map(async (body) => secretOf(await gateway.post('/v1/keys', body))),
  );
  for (const key of [customer.key, ...secrets]) {
    expect((await gateway.send('GET', path, { key })).status).toBe(403);
  }
  expect((await asCustomer('GET', path)).status).toBe(403);
});
