import type { ConsoleServices, Overview } from './console-services.ts';

/** A balance without keys or pictures. */
export const EMPTY_OVERVIEW: Overview = {
  postedCents: '500',
  heldCents: '0',
  availableCents: '500',
  keys: [],
  recent: [],
};

/** Services for tests: one good link, one good session, everything else as given. */
export function fakeServices(given: Partial<ConsoleServices> = {}): ConsoleServices {
  return {
    publicUrl: 'http://127.0.0.1:8080',
    version: '0.1.0',
    mode: 'sandbox',
    signIn: async (token) =>
      token === 'good-link'
        ? { sessionToken: 'good-session', expiresAtMs: 1_800_000_000_000 }
        : null,
    readSession: async (token) =>
      token === 'good-session' ? { organisationId: 'org_1', role: 'owner', name: 'Owner' } : null,
    signOut: async () => {},
    readOverview: async () => EMPTY_OVERVIEW,
    reportError: (error) => {
      throw error;
    },
    ...given,
  };
}
