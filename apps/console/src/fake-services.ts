import type { CatalogModel } from '@aigateway/catalog';
import { createOpenApiDocument, type ModelRequestSchema } from '@aigateway/contract';
import type { AccountServices, ConsoleSession } from './account-services.ts';
import type { ConsoleServices } from './console-services.ts';

/** Services for tests: one good link, one good session, everything else as given. */
export function fakeServices(given: Partial<ConsoleServices> = {}): ConsoleServices {
  return {
    publicUrl: 'http://127.0.0.1:8080',
    version: '0.1.0',
    mode: 'sandbox',
    accounts: fakeAccounts(),
    callApi: async () => ({ status: 404, body: null, requestId: 'req_none' }),
    reportError: (error) => {
      throw error;
    },
    ...given,
  };
}

/** What a model honours, in tests: all of the contract, or all but the given fields. */
export function fakeModelSchema(
  model: CatalogModel,
  without: readonly string[] = [],
): ModelRequestSchema {
  const document = createOpenApiDocument({ serverUrl: '/', version: '0' });
  const { schemas } = document.components as { schemas: Record<string, { properties: object }> };
  const properties = Object.entries(schemas.ImageGenerationRequest?.properties ?? {});
  return {
    object: 'model.schema',
    model: model.id,
    endpoint: '/v1/images/generations',
    route: { provider: 'fake', deployment: 'fake', available: true, stand_in: false },
    fallbacks: [],
    request_schema: {
      type: 'object',
      required: ['model', 'prompt'],
      properties: Object.fromEntries(properties.filter(([name]) => !without.includes(name))),
    },
    not_honoured: [],
    defaults: {},
    sizes: { min_side: 256, max_side: 2048, exact: null, aspect_ratios: null },
    limits: {
      reference_images: null,
      images_in_flight: 1,
      deadline_seconds: 60,
      image_bytes: 1,
      image_pixels: 1,
      body_bytes: 1,
    },
    art_styles: [{ id: 'oil', title: 'Oil', summary: 'Paint.' }],
    examples: [],
  };
}

/** The one who is signed in by the good session. */
export const GOOD_SESSION: ConsoleSession = {
  personId: 'usr_1',
  personName: 'Ada',
  email: 'ada@example.com',
  hasPassword: true,
  organisationId: 'org_1',
  role: 'owner',
  isOperator: true,
  name: 'Owner',
};

/** One good link, password, session and invitation. */
export function fakeAccounts(given: Partial<AccountServices> = {}): AccountServices {
  const entered = { outcome: 'entered', cookies: ['aig_session=good-session; HttpOnly'] } as const;
  const refused = (reason: 'link_spent' | 'wrong_credentials' | 'not_invited') =>
    ({ outcome: 'refused', reason }) as const;
  return {
    signUp: 'open',
    socialProviders: [],
    readSession: async ({ cookie }) =>
      cookie.includes('aig_session=good-session') ? GOOD_SESSION : null,
    enterByLink: async (token) => (token === 'good-link' ? entered : refused('link_spent')),
    enterByPassword: async ({ password }) =>
      password === 'good-password' ? entered : refused('wrong_credentials'),
    signUpWith: async () => entered,
    startSocial: async () => null,
    finishSocial: async () => new Response(),
    findInvitation: async (token) =>
      token === 'good-invitation'
        ? { organisationName: 'Owner', role: 'developer', email: null }
        : null,
    acceptInvitation: async (token) =>
      token === 'good-invitation' ? { ...entered, cookies: [] } : refused('not_invited'),
    setPassword: async () => ({ ...entered, cookies: [] }),
    signOut: async () => ['aig_session=; Max-Age=0'],
    ...given,
  };
}
