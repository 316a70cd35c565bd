import { ACCESS, type Role, reaches, roleSchema, type Scope } from '@aigateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enter } from '../../../testing/enter.ts';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';
import { ROUTES } from '../../routes.gen.ts';

const PASSWORD = 'correct horse battery';
const ROLES = roleSchema.options;

let gateway: TestGateway;
const cookies = {} as Record<Role, string>;
const people = {} as Record<Role, string>;
beforeAll(async () => {
  gateway = await startTestGateway();
  cookies.owner = await enter(gateway, {
    token: new URL(gateway.signInUrl).searchParams.get('token') ?? '',
  });
  people.owner = await personOf(cookies.owner);
  for (const role of ['viewer', 'developer', 'admin'] as const) {
    cookies[role] = await join(role);
    people[role] = await personOf(cookies[role]);
  }
});
afterAll(() => gateway.close());

interface CallOptions {
  readonly cookie?: string;
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function call(method: string, path: string, { cookie, key, body, headers }: CallOptions) {
  return fetch(`${gateway.url}${path}`, {
    method,
    headers: {
      ...(cookie !== undefined && { cookie, origin: gateway.url }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function read<Body>(response: Promise<Response>): Promise<Body> {
  return (await (await response).json()) as Body;
}

async function personOf(cookie: string): Promise<string> {
  const session = call('GET', '/v1/session', { cookie });
  return (await read<{ person: { id: string } }>(session)).person.id;
}

async function invite(role: Role, by: CallOptions = { cookie: cookies.owner }) {
  return call('POST', '/v1/invitations', { ...by, body: { role } });
}

/** A new person, by an invitation. */
async function join(role: Role): Promise<string> {
  const { url } = (await (await invite(role)).json()) as { url: string };
  const invitation = url.split('/').at(-1) ?? '';
  const email = `${crypto.randomUUID()}@example.com`;
  return enter(gateway, { name: role, email, password: PASSWORD, invitation }, '/sign-up');
}

async function keyWith(...scopes: Scope[]): Promise<string> {
  const response = await gateway.post('/v1/keys', { name: 'walk', scopes });
  return ((await response.json()) as { key: string }).key;
}

const outcome = async (response: Promise<Response>) => {
  const { status } = await response;
  if (status === 401 || status === 403) return 'refused';
  return status < 500 ? 'admitted' : `failed with ${status}`;
};

describe('the table of access holds on every route', () => {
  const guarded = ROUTES.map(({ endpoint }) => endpoint).filter(({ auth }) => auth === 'key');
  const pathOf = (path: string) => path.replace(/\{\w+\}/g, 'nobody_00000000000000000000000');

  test.each(
    guarded.map(
      (endpoint) => [`${endpoint.method.toUpperCase()} ${endpoint.path}`, endpoint] as const,
    ),
  )('%s', async (_, endpoint) => {
    if (endpoint.auth !== 'key') throw new Error('a public route is no part of the walk');
    const { scope, role: least } = ACCESS[endpoint.access];
    const method = endpoint.method.toUpperCase();
    // An empty body is wrong for every route: whoever is admitted is refused for that.
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
    const send = (by: CallOptions) =>
      outcome(call(method, pathOf(endpoint.path), { ...body, ...by }));
    expect(await send({}), 'nobody').toBe('refused');
    expect(await send({ cookie: 'aig_session=forged.sig' }), 'a forged session').toBe('refused');
    for (const role of ROLES) {
      const expected = reaches(role, least) ? 'admitted' : 'refused';
      expect(await send({ cookie: cookies[role] }), role).toBe(expected);
    }
    for (const own of ['images', 'read', 'admin'] as const) {
      const expected = own === scope ? 'admitted' : 'refused';
      expect(await send({ key: keys[own] }), `a key with ${own}`).toBe(expected);
    }
    if (method !== 'GET') {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: gateway.url, 'sec-fetch-site': 'cross-site' },
      ]) {
        const forged = call(method, pathOf(endpoint.path), {
          ...body,
          cookie: cookies.owner,
          headers,
        });
        const { error } = await read<{ error: { code: string } }>(forged);
        expect(error.code).toBe('foreign_origin');
      }
    }
  });

  const keys = {} as Record<Scope, string>;
  beforeAll(async () => {
    for (const scope of ['images', 'read', 'admin'] as const) keys[scope] = await keyWith(scope);
  });
});

describe('people and roles', () => {
  test('nobody gives or touches a role above their own, nor changes their own', async () => {
    const change = (by: Role, id: string, role: Role) =>
      call('PATCH', `/v1/members/${id}`, { cookie: cookies[by], body: { role } });
    expect((await change('admin', people.admin, 'owner')).status).toBe(403);
    expect((await change('admin', people.developer, 'owner')).status).toBe(403);
    expect((await change('admin', people.owner, 'viewer')).status).toBe(403);
    expect((await change('developer', people.developer, 'admin')).status).toBe(403);
    expect((await change('owner', people.owner, 'viewer')).status).toBe(403);
    expect((await invite('owner', { cookie: cookies.admin })).status).toBe(403);
    expect((await invite('owner', { key: gateway.key })).status).toBe(403);
    const remove = call('DELETE', `/v1/members/${people.owner}`, { cookie: cookies.admin });
    expect((await remove).status).toBe(403);
  });

  test('a changed role counts at the next call', async () => {
    const cookie = await join('viewer');
    const id = await personOf(cookie);
    const make = () => call('POST', '/v1/keys', { cookie, body: { name: 'k' } });
    expect((await make()).status).toBe(403);
    const change = (role: Role) =>
      call('PATCH', `/v1/members/${id}`, { cookie: cookies.owner, body: { role } });
    expect((await change('developer')).status).toBe(200);
    expect((await make()).status).toBe(201);
    expect((await change('viewer')).status).toBe(200);
    expect((await make()).status).toBe(403);
  });

  test('the last owner neither leaves nor is made less', async () => {
    const leave = await call('DELETE', `/v1/members/${people.owner}`, { cookie: cookies.owner });
    expect(leave.status).toBe(400);
    const session = call('GET', '/v1/session', { cookie: cookies.owner });
    expect((await read<{ role: string }>(session)).role).toBe('owner');
  });

  test('an owner leaves while there is another', async () => {
    const second = await join('owner');
    const id = await personOf(second);
    const left = await call('DELETE', `/v1/members/${id}`, { cookie: second });
    expect(left.status).toBe(200);
    expect((await call('GET', '/v1/session', { cookie: second })).status).toBe(401);
  });

  test('who is removed is out at once, with the keys it made', async () => {
    const cookie = await join('developer');
    const id = await personOf(cookie);
    const made = call('POST', '/v1/keys', { cookie, body: { name: 'mine' } });
    const { key } = await read<{ key: string }>(made);
    expect((await call('GET', '/v1/balance', { key })).status).toBe(200);
    const removed = await call('DELETE', `/v1/members/${id}`, { cookie: cookies.admin });
    expect(removed.status).toBe(200);
    expect((await call('GET', '/v1/session', { cookie })).status).toBe(401);
    expect((await call('GET', '/v1/balance', { key })).status).toBe(401);
  });

  test('an invitation works once, and not after it is withdrawn', async () => {
    const made = (await (await invite('viewer')).json()) as { id: string; url: string };
    expect((await fetch(made.url)).status).toBe(200);
    const withdraw = () => call('DELETE', `/v1/invitations/${made.id}`, { cookie: cookies.admin });
    expect((await withdraw()).status).toBe(200);
    expect((await withdraw()).status).toBe(404);
    expect((await fetch(made.url)).status).toBe(404);
    const list = await call('GET', '/v1/invitations', { cookie: cookies.viewer });
    expect(await list.text()).not.toContain(made.id);
  });

  test('who signs up alone sees nothing of others, and ids of theirs are 404', async () => {
    const form = { name: 'Eve', email: 'eve@example.com', password: PASSWORD };
    const cookie = await enter(gateway, form, '/sign-up');
    const members = await read<{ data: unknown[] }>(call('GET', '/v1/members', { cookie }));
    expect(members.data).toHaveLength(1);
    const body = { role: 'viewer' };
    const foreign = await call('PATCH', `/v1/members/${people.viewer}`, { cookie, body });
    expect(foreign.status).toBe(404);
    const into = { organisation_id: 'org_0000000000000owner' };
    expect((await call('PATCH', '/v1/session', { cookie, body: into })).status).toBe(404);
    const log = await (await call('GET', '/v1/audit-log', { cookie })).text();
    expect(log).not.toContain(people.owner);
  });

  test('the free limits bind every key of an organisation that has not paid', async () => {
    const form = { name: 'Free', email: 'free@example.com', password: PASSWORD };
    const cookie = await enter(gateway, form, '/sign-up');
    const make = (body: object) =>
      call('POST', '/v1/keys', { cookie, body: { name: 'k', ...body } });
    expect((await make({ rate_limit_rpm: 11 })).status).toBe(403);
    const { key } = (await (await make({})).json()) as { key: string };
    const statuses: number[] = [];
    for (let i = 0; i < 11; i++) statuses.push((await call('GET', '/v1/balance', { key })).status);
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
  });
});

describe("a developer's keys", () => {
  const mine = (body: object = {}) =>
    call('POST', '/v1/keys', { cookie: cookies.developer, body: { name: 'mine', ...body } });

  test('are made without admin, and keys of others are not touched', async () => {
    expect((await mine({ scopes: ['admin'] })).status).toBe(403);
    const { id } = (await (await gateway.post('/v1/keys', { name: 'of others' })).json()) as {
      id: string;
    };
    const cookie = cookies.developer;
    const touched = [
      call('PATCH', `/v1/keys/${id}`, { cookie, body: { name: 'x' } }),
      call('DELETE', `/v1/keys/${id}`, { cookie }),
      call('POST', `/v1/keys/${id}/rotate`, { cookie }),
    ];
    for (const response of touched) expect((await response).status).toBe(403);
    expect((await gateway.get(`/v1/keys/${id}`)).status).toBe(200);
  });

  test('keep the caps that an admin set: the developer lowers them only', async () => {
    const { id } = (await (await mine()).json()) as { id: string };
    const change = (role: Role, body: object) =>
      call('PATCH', `/v1/keys/${id}`, { cookie: cookies[role], body });
    expect((await change('admin', { spend_cap_cents: 100, rate_limit_rpm: 5 })).status).toBe(200);
    expect((await change('developer', { spend_cap_cents: 101 })).status).toBe(403);
    expect((await change('developer', { spend_cap_cents: null })).status).toBe(403);
    expect((await change('developer', { rate_limit_rpm: 6 })).status).toBe(403);
    expect((await change('developer', { spend_cap_cents: 50 })).status).toBe(200);
    const rotated = await call('POST', `/v1/keys/${id}/rotate`, { cookie: cookies.developer });
    expect(rotated.status).toBe(200);
  });
});

describe('the audit log', () => {
  test('says who did what, page by page, and is never a secret', async () => {
    const made = (await (await gateway.post('/v1/keys', { name: 'logged' })).json()) as {
      id: string;
      key: string;
    };
    const lines: { action: string; subject: string | null; actor: string }[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = (await (await gateway.get(`/v1/audit-log?limit=7${query}`)).json()) as {
        data: typeof lines;
        next_cursor: string | null;
      };
      lines.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor !== null);
    const created = lines.filter(({ subject }) => subject === made.id);
    expect(created.map(({ action }) => action)).toEqual(['key.created']);
    const ofPeople = new Set(
      lines.filter(({ actor }) => actor.startsWith('person:')).map((line) => line.action),
    );
    expect(ofPeople).toContain('session.opened');
    expect(ofPeople).toContain('invitation.created');
    expect(JSON.stringify(lines)).not.toContain(made.key);
  });
});
