import type { Entry, Visitor } from '@aigateway/console';
import { microUsd } from '@aigateway/contract';
import { describeStores } from '@aigateway/database/testing';
import { readBalance } from '@aigateway/ledger';
import { pino } from 'pino';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { readAuditLog } from '../audit-log.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { createSystem } from '../system.ts';
import { hashToken } from './auth-adapter.ts';
import { createDoor, type Door } from './create-door.ts';
import type { AccountParts, PasswordHashing } from './parts.ts';
import { createSignInLink } from './sign-in-links.ts';
import { createThrottle } from './throttle.ts';

const PASSWORD = 'correct horse battery';
const STRANGER: Visitor = { cookie: '', address: '192.0.2.1' };
const DAY_MS = 24 * 60 * 60 * 1000;

describeStores('the door', (store) => {
  let laterMs = 0;
  const real = createSystem();
  const system = { ...real, now: () => real.now() + laterMs };
  let count = 0;
  const freshEmail = () => `person-${++count}@example.com`;

  /** Only one test waits for the real thing. */
  let passwords: PasswordHashing | undefined;
  const quick: PasswordHashing = {
    hash: async (password) => `quick:${hashToken(password)}`,
    verify: async ({ hash, password }) => hash === `quick:${hashToken(password)}`,
  };

  function open(config: Partial<AccountParts['config']> = {}, publicUrl = 'http://127.0.0.1:1') {
    return createDoor({
      database: store.database(),
      system,
      secret: 'a secret of at least thirty-two characters',
      publicUrl: () => publicUrl,
      log: pino({ level: 'silent' }),
      throttle: createThrottle(null),
      ...(passwords && { passwords }),
      config: {
        signUp: 'open',
        signUpCreditMicroUsd: microUsd(0n),
        freeRateLimitRpm: 10,
        socialProviders: {},
        ...config,
      },
    });
  }
  let door: Door;
  beforeAll(() => ensureOwner(store.database(), system));
  beforeEach(() => {
    laterMs = 0;
    passwords = quick;
    door = open();
  });

  /** The browser after an entry: it has the cookie. */
  function browserOf(entry: Entry, address = STRANGER.address): Visitor {
    if (entry.outcome !== 'entered') throw new Error(JSON.stringify(entry));
    const cookie = entry.cookies.map((one) => one.split(';')[0]).join('; ');
    return { cookie, address };
  }
  async function signUp(at: Door = door, email = freshEmail()) {
    const form = { name: 'Ada', email, password: PASSWORD, invitation: null };
    const browser = browserOf(await at.signUpWith(form, STRANGER));
    const session = await at.readSession(browser);
    if (!session) throw new Error('no session');
    return { email, browser, session };
  }
  const link = (personId?: string) =>
    createSignInLink(
      { database: store.database(), system },
      { organisationId: OWNER_ORGANISATION_ID, ...(personId && { personId }) },
    );
  const reason = (entry: Entry) => (entry.outcome === 'refused' ? entry.reason : entry.outcome);

  test('who signs up has an organisation with free limits, and can come back', async () => {
    const { email, session } = await signUp();
    expect(session).toMatchObject({ role: 'owner', name: 'Ada', rateLimitRpm: 10, email });
    const { kysely } = store.database();
    expect((await readBalance(kysely, session.organisationId)).postedMicroUsd).toBe(0n);
    const entry = await door.enterByPassword(
      { email: email.toUpperCase(), password: PASSWORD },
      STRANGER,
    );
    expect(await door.readSession(browserOf(entry))).toMatchObject({
      personId: session.personId,
      organisationId: session.organisationId,
    });
  });

  test('a new organisation starts with the credit that the operator set, once', async () => {
    const { session, email } = await signUp(open({ signUpCreditMicroUsd: microUsd(250_000n) }));
    await door.enterByPassword({ email, password: PASSWORD }, STRANGER);
    const balance = await readBalance(store.database().kysely, session.organisationId);
    expect(balance.postedMicroUsd).toBe(250_000n);
  });

  test('where sign-up is not open nobody makes an account without an invitation', async () => {
    for (const mode of ['invite', 'closed'] as const) {
      const form = { name: 'Eve', email: freshEmail(), password: PASSWORD, invitation: null };
      expect(reason(await open({ signUp: mode }).signUpWith(form, STRANGER))).toBe(
        'sign_up_closed',
      );
      const forged = await open({ signUp: mode }).signUpWith(
        { ...form, invitation: 'x' },
        STRANGER,
      );
      expect(forged.outcome).toBe('refused');
      const known = await store
        .database()
        .kysely.selectFrom('person')
        .select('id')
        .where('email', '=', form.email)
        .execute();
      expect(known).toEqual([]);
    }
  });

  test('a taken address is opened by its own password only, and keeps it', async () => {
    const { email, session } = await signUp();
    const form = { name: 'Eve', email, password: 'another password', invitation: null };
    expect(reason(await door.signUpWith(form, STRANGER))).toBe('address_not_taken');
    const again = await door.signUpWith({ ...form, password: PASSWORD }, STRANGER);
    expect((await door.readSession(browserOf(again)))?.personId).toBe(session.personId);
  });

  test('two who sign up with one address at the same time make one account', async () => {
    const email = freshEmail();
    const form = { name: 'Ada', email, password: PASSWORD, invitation: null };
    const entries = await Promise.all([
      door.signUpWith(form, STRANGER),
      door.signUpWith(form, { ...STRANGER, address: '192.0.2.9' }),
    ]);
    const people = await Promise.all(entries.map((entry) => door.readSession(browserOf(entry))));
    expect(people[0]?.personId).toBe(people[1]?.personId);
    expect(people[0]?.organisationId).toBe(people[1]?.organisationId);
  });

  test('the database knows no token and no password', async () => {
    passwords = undefined;
    const { browser, email } = await signUp(open());
    const again = await open().enterByPassword({ email, password: PASSWORD }, STRANGER);
    expect(again.outcome).toBe('entered');
    const token = decodeURIComponent(browser.cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    expect(token.length).toBeGreaterThan(20);
    const { kysely } = store.database();
    const sessions = JSON.stringify(
      await kysely.selectFrom('session').select('token_hash').execute(),
    );
    expect(sessions).not.toContain(token);
    expect(sessions).toContain(hashToken(token));
    const methods = JSON.stringify(
      await kysely.selectFrom('sign_in_method').select('password_hash').execute(),
    );
    expect(methods).not.toContain(PASSWORD);
  });

  test('a cookie that somebody chose opens nothing, and signing in gives another one', async () => {
    const { email, browser } = await signUp();
    const fixed = { ...STRANGER, cookie: 'aig_session=chosen-by-the-attacker.c2lnbmF0dXJl' };
    expect(await door.readSession(fixed)).toBeNull();
    const tampered = { ...browser, cookie: browser.cookie.replace(/.{4}$/, 'AAAA') };
    expect(await door.readSession(tampered)).toBeNull();
    const entered = browserOf(await door.enterByPassword({ email, password: PASSWORD }, browser));
    expect(entered.cookie).not.toBe(browser.cookie);
    expect(await door.readSession(entered)).not.toBeNull();
    expect(await door.readSession(browser)).toBeNull();
  });

  test('the cookie is out of reach of scripts and other sites, and Secure over https', async () => {
    const { email } = await signUp();
    const entry = await door.enterByPassword({ email, password: PASSWORD }, STRANGER);
    const [plain = ''] = entry.outcome === 'entered' ? entry.cookies : [];
    expect(plain).toMatch(/^aig_session=/);
    expect(plain).toMatch(/HttpOnly/i);
    expect(plain).toMatch(/SameSite=Lax/i);
    expect(plain).not.toMatch(/Secure|Domain/i);
    const secure = await open({}, 'https://pictures.example').enterByPassword(
      { email, password: PASSWORD },
      STRANGER,
    );
    const [cookie = ''] = secure.outcome === 'entered' ? secure.cookies : [];
    expect(cookie).toMatch(/^__Secure-aig_session=.*Secure/i);
  });

  test('signing out ends the session itself, not only the cookie', async () => {
    const { browser } = await signUp();
    const cookies = await door.signOut(browser);
    expect(cookies.join()).toMatch(/aig_session=;.*Max-Age=0/i);
    expect(await door.readSession(browser)).toBeNull();
  });

  test('a link signs the owner in once, and twins get one session', async () => {
    const token = await link();
    const twins = await Promise.all([
      door.enterByLink(token, STRANGER),
      door.enterByLink(token, STRANGER),
    ]);
    expect(twins.map((one) => one.outcome).sort()).toEqual(['entered', 'refused']);
    const entered = twins.find((one) => one.outcome === 'entered');
    const session = entered && (await door.readSession(browserOf(entered)));
    expect(session).toMatchObject({
      organisationId: OWNER_ORGANISATION_ID,
      role: 'owner',
      email: null,
      hasPassword: false,
    });
  });

  test('a link is good for a day', async () => {
    const token = await link();
    laterMs = DAY_MS + 1;
    expect(reason(await door.enterByLink(token, STRANGER))).toBe('link_spent');
  });

  test('behind a link the owner sets a password; to change it takes the present one', async () => {
    const browser = browserOf(await door.enterByLink(await link(), STRANGER));
    const other = browserOf(await door.enterByLink(await link(), STRANGER));
    const email = freshEmail();
    const set = (form: { email: string; present: string; next: string }) =>
      door.setPassword(form, browser);
    expect(reason(await set({ email, present: '', next: 'short' }))).toBe('password_unfit');
    expect(reason(await set({ email: 'x', present: '', next: PASSWORD }))).toBe('address_unusable');
    expect((await set({ email, present: '', next: PASSWORD })).outcome).toBe('entered');
    expect(await door.readSession(browser)).toMatchObject({ email, hasPassword: true });
    expect(await door.readSession(other)).toBeNull();
    const wrong = await set({ email, present: 'not the present', next: 'something else' });
    expect(reason(wrong)).toBe('password_wrong');
    const entry = await door.enterByPassword({ email, password: PASSWORD }, STRANGER);
    expect((await door.readSession(browserOf(entry)))?.organisationId).toBe(OWNER_ORGANISATION_ID);
  });

  test('nobody takes the address of somebody else', async () => {
    const victim = await signUp();
    const { browser, email } = await signUp();
    const form = { email: victim.email, present: PASSWORD, next: PASSWORD };
    expect(reason(await door.setPassword(form, browser))).toBe('address_not_taken');
    expect((await door.readSession(browser))?.email).toBe(email);
  });

  test('guessing is stopped for the one who guesses, and the owner still gets in', async () => {
    const { email } = await signUp();
    const guess = (address: string) =>
      door.enterByPassword({ email, password: 'not the password' }, { cookie: '', address });
    const outcomes: string[] = [];
    for (let i = 0; i < 10; i++) outcomes.push((await guess('198.51.100.7')).outcome);
    expect(outcomes.slice(0, 8)).toEqual(Array(8).fill('refused'));
    expect(outcomes.slice(8)).toEqual(['wait', 'wait']);
    const right = await door.enterByPassword({ email, password: PASSWORD }, STRANGER);
    expect(right.outcome).toBe('entered');
  });

  test('a burst of guesses is counted before it is answered', async () => {
    const { email } = await signUp();
    const visitor = { cookie: '', address: '198.51.100.8' };
    const burst = await Promise.all(
      Array.from({ length: 20 }, () =>
        door.enterByPassword({ email, password: 'not the password' }, visitor),
      ),
    );
    expect(burst.filter((one) => one.outcome === 'refused')).toHaveLength(8);
  });

  test('known and unknown addresses are refused alike, each with one line in a log', async () => {
    const { email, session } = await signUp();
    const lines = (organisationId: string) =>
      readAuditLog(store.database(), { organisationId, limit: 100 }).then((entries) =>
        entries.filter(({ action }) => action === 'session.refused'),
      );
    const strangersBefore = (await lines(OWNER_ORGANISATION_ID)).length;
    const known = await door.enterByPassword({ email, password: 'wrong password' }, STRANGER);
    const unknown = await door.enterByPassword(
      { email: freshEmail(), password: 'wrong password' },
      STRANGER,
    );
    expect(known).toEqual(unknown);
    const [line, ...more] = await lines(session.organisationId);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ actor: 'nobody', subject: session.personId });
    expect(await lines(OWNER_ORGANISATION_ID)).toHaveLength(strangersBefore + 1);
    expect(JSON.stringify(line)).not.toContain('wrong password');
  });

  test('who is no member any more is out at once', async () => {
    const { browser, session } = await signUp();
    await store
      .database()
      .kysely.deleteFrom('member')
      .where('person_id', '=', session.personId)
      .execute();
    expect(await door.readSession(browser)).toBeNull();
  });

  test('signing in with a provider leaves for that provider only when it is set', async () => {
    expect(await door.startSocial('google', STRANGER)).toBeNull();
    const google = { clientId: 'client', clientSecret: 'secret' };
    const start = await open({ socialProviders: { google } }).startSocial('google', STRANGER);
    const url = new URL(start?.url ?? '');
    expect(url.origin).toBe('https://accounts.google.com');
    expect(url.searchParams.get('redirect_uri')).toBe('http://127.0.0.1:1/auth/callback/google');
    expect(url.searchParams.get('state')).toBeTruthy();
    expect(url.href).not.toContain('secret');
  });

  test("a provider's answer without the state of this browser opens nothing", async () => {
    const google = { clientId: 'client', clientSecret: 'secret' };
    const at = open({ socialProviders: { google } });
    const request = new Request('http://127.0.0.1:1/auth/callback/google?code=c&state=forged');
    const response = await at.finishSocial(request);
    expect(response.status).toBeGreaterThanOrEqual(300);
    expect(response.headers.getSetCookie().join()).not.toContain('aig_session=');
  });
});
