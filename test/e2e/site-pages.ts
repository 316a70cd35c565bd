import type { GatewayProcess } from './gateway-process.ts';

const PICTURE = { prompt: 'a red fox in the snow', size: '256x256', seed: 7 };

/** A page that has everything that pages of models have. */
export const MODEL_PAGE = '/models/ideogram/ideogram-character-remix';

/** What anybody can see, by the name of its screenshot. */
export const PUBLIC_PAGES: Readonly<Record<string, string>> = {
  home: '/',
  models: '/models',
  search: '/models?q=character&sort=price',
  model: MODEL_PAGE,
  collection: '/collections/free',
  compare: '/compare/ideogram_ideogram-character-remix-vs-atelier_character-remix',
  'compare-nothing': '/compare',
  rankings: '/rankings?window=7d',
  playground: '/playground',
  docs: '/docs',
  document: '/docs/images',
  reference: '/reference',
  'sign-in': '/sign-in',
  'sign-up': '/sign-up',
};

/** The office, as the owner of the installation sees it. */
export const OFFICE_PAGES: Readonly<Record<string, string>> = {
  overview: '/office',
  gallery: '/office/gallery',
  keys: '/office/keys',
  'own-keys': '/office/own-keys',
  jobs: '/office/jobs',
  webhooks: '/office/webhooks',
  wallet: '/office/wallet?credit=20',
  usage: '/office/usage',
  'usage-by-model': '/office/usage?by=model&show=charged',
  request: '/office/usage/request?id=seen-by-a-story',
  budgets: '/office/budgets',
  team: '/office/team',
  settings: '/office/settings',
  'audit-log': '/office/audit-log',
  upstreams: '/office/gateway',
  prices: '/office/models',
  organisations: '/office/organisations',
  limits: '/office/limits',
  'every-log': '/office/every-log',
  password: '/account/password',
};

/** Gives the pages of the office something to show. */
export async function furnish(gateway: GatewayProcess): Promise<void> {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${gateway.key}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  };
  const limits = { spend_cap_cents: 2_500, rate_limit_rpm: 120, allowed_models: ['ideogram/*'] };
  await post('/v1/keys', { name: 'production server', ...limits });
  await post('/v1/budgets', { tag: 'newsletter', monthly_cap_cents: 1_500 });
  await post('/v1/sub-accounts', { name: 'Nordlicht Verlag', external_ref: 'customer 17' });
  const events = ['job.completed', 'job.failed'];
  await post('/v1/webhooks', { url: 'https://example.com/hooks', events });
  await post('/v1/credit/checkout', { credit_cents: 2_000 });
  await post(
    '/v1/images/generations',
    { model: 'ideogram/ideogram-v3', quality: 'high', ...PICTURE },
    { 'x-request-id': 'seen-by-a-story', 'x-aig-tag': 'newsletter' },
  );
  await post('/v1/images/generations', { model: 'atelier/scene', ...PICTURE });
  await post('/v1/images/generations', { model: 'atelier/scene', async: true, ...PICTURE });
}
