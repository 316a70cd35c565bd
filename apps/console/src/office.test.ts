import { describe, expect, it } from 'vitest';
import type { ConsoleServices } from './console-services.ts';
import { createConsole } from './create-console.ts';
import { EMPTY_OVERVIEW, fakeAccounts, fakeServices, GOOD_SESSION } from './fake-services.ts';

const OWN = 'http://127.0.0.1:8080';

async function office(services: ConsoleServices): Promise<string> {
  const response = await createConsole(services).request('/office', {
    headers: { cookie: 'aig_session=good-session' },
  });
  expect(response.headers.get('cache-control')).toBe('no-store');
  return response.text();
}

describe('the office', () => {
  it('leads those who are not in to the door', async () => {
    const app = createConsole(fakeServices());
    for (const cookie of ['', 'aig_session=forged']) {
      const response = await app.request('/office', { headers: { cookie } });
      expect(response.headers.get('location')).toBe('/sign-in?next=/office');
    }
  });

  it('asks who came by a link to set a password, and nobody else', async () => {
    const hint = 'Set a password';
    expect(await office(fakeServices())).not.toContain(hint);
    const readSession = async () => ({ ...GOOD_SESSION, hasPassword: false });
    const services = fakeServices({ accounts: fakeAccounts({ readSession }) });
    expect(await office(services)).toContain(hint);
  });

  it('shows balance, keys and pictures, and every name as text', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const html = await office(
      fakeServices({
        readOverview: async () => ({
          ...EMPTY_OVERVIEW,
          availableCents: '475',
          keys: [{ id: 'key_1', name: evil, last4: 'x9Qz', createdAtMs: 0, revoked: false }],
          recent: [
            {
              requestId: 'req_1',
              model: evil,
              provider: 'atelier',
              status: 'captured',
              images: 1,
              costCents: '5',
              latencyMs: 2400,
              createdAtMs: 0,
              pictures: [{ url: `${OWN}/img/img_1.png?exp=1&sig=a`, width: 64, height: 64 }],
            },
          ],
        }),
      }),
    );
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x');
    expect(html).toContain('$4.75');
    expect(html).toContain('sk-aig-…x9Qz');
    expect(html).toContain('src="/img/img_1.png?exp=1&amp;sig=a"');
  });

  it('an empty office says what to do first', async () => {
    const html = await office(fakeServices());
    expect(html).toContain('There is no key yet.');
    expect(html).toContain('curl http://127.0.0.1:8080/v1/images/generations');
  });
});
