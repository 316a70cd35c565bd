import { MODELS } from '@aigateway/catalog';
import { describe, expect, it } from 'vitest';
import type { ConsoleServices, PlaygroundServices } from '../console-services.ts';
import { createConsole } from '../create-console.ts';
import { fakeServices } from '../fake-services.ts';
import { type AssetStore, CLIENT_SCRIPT, loadAssets } from '../http/asset-store.ts';
import { buildRequest, type Choices, priceBefore } from './build-request.ts';
import { describeModelForm } from './describe-form.ts';

const flagship = modelForm('ideogram/ideogram-character-remix');

function modelForm(id: string) {
  const model = MODELS.find((one) => one.id === id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return describeModelForm(model);
}

function choices(given: Partial<Choices> = {}): Choices {
  return {
    modelId: flagship.id,
    prompt: ' in a forest ',
    picture: null,
    artStyle: '',
    size: '512x512',
    count: 1,
    seed: '',
    options: {},
    ...given,
  };
}

describe('the form', () => {
  it('comes from the schema of the model', () => {
    const names = flagship.fields.map(({ name }) => name);
    expect(names).toContain('negative_prompt');
    expect(names).toContain('rendering_speed');
    expect(names).not.toContain('webhook_url');
    expect(flagship.maxPictures).toBe(10);
    expect(modelForm('atelier/scene').takesPicture).toBe(false);
  });

  it('sends only what was chosen', () => {
    expect(buildRequest(flagship, choices(), null)).toEqual({
      model: flagship.id,
      prompt: 'in a forest',
      n: 1,
      size: '512x512',
    });
  });

  it('sends numbers as numbers, and leaves out defaults and nonsense', () => {
    const options = { strength: '0.5', output_format: 'png', output_compression: 'many' };
    const body = buildRequest(
      flagship,
      choices({ seed: '7', options }),
      'data:image/png;base64,AA',
    );
    expect(body).toMatchObject({ seed: 7, strength: 0.5, image: 'data:image/png;base64,AA' });
    expect(body).not.toHaveProperty('output_format');
    expect(body).not.toHaveProperty('output_compression');
  });

  it('sends no picture to a model that takes none', () => {
    const body = buildRequest(modelForm('atelier/scene'), choices(), 'data:image/png;base64,AA');
    expect(body).not.toHaveProperty('image');
  });

  it('knows the price before the call', () => {
    expect(priceBefore(flagship, choices({ count: 3 }))).toBe('$0.150');
    expect(priceBefore(modelForm('atelier/scene'), choices({ count: 3 }))).toBe('free');
  });

  it('knows that speed and quality change the price', () => {
    const model = modelForm('openai/gpt-image-1.5');
    const price = (options: Record<string, string>) => priceBefore(model, choices({ options }));
    expect(price({})).toBe('$0.050');
    expect(price({ quality: 'high' })).toBe('$0.200');
    expect(price({ quality: 'high', rendering_speed: 'turbo' })).toBe('$0.013');
  });
});

/** The assets as they are once the client was built. */
function builtAssets(): AssetStore {
  const assets = loadAssets();
  return {
    ...assets,
    urlOf: (name) => (name === CLIENT_SCRIPT ? '/assets/client.js' : assets.urlOf(name)),
    find: (name) => (name === CLIENT_SCRIPT ? '/assets/client.js' : assets.find(name)),
  };
}

function withPlayground(given: Partial<PlaygroundServices>): ConsoleServices {
  const playground: PlaygroundServices = {
    artStyles: [{ id: 'oil', title: '</script><b>Oil', summary: 'Paint.' }],
    issueKey: async () => ({ key: 'sk-aig-test' }),
    ...given,
  };
  return fakeServices({ playground });
}

function postKey(services: ConsoleServices, headers: Record<string, string>) {
  const app = createConsole(services, { assets: builtAssets() });
  return app.request('/playground/key', { method: 'POST', headers });
}

describe('the playground', () => {
  it('is a page whose data cannot break out of its element', async () => {
    const app = createConsole(withPlayground({}), { assets: builtAssets() });
    const html = await (await app.request('/playground?model=atelier/scene')).text();
    expect(html).toContain('src="/assets/client.js"');
    expect(html).not.toContain('</script><b>');
    expect(html).toContain('"modelId":"atelier/scene"');
  });

  it('is not there without its services or its script', async () => {
    const bare = createConsole(fakeServices(), { assets: builtAssets() });
    expect((await bare.request('/playground')).status).toBe(404);
    const unbuilt = { ...builtAssets(), find: () => null };
    const app = createConsole(withPlayground({}), { assets: unbuilt });
    expect((await app.request('/playground')).status).toBe(404);
    expect(await (await app.request('/')).text()).not.toContain('href="/playground"');
  });

  it('gives its own pages a key, and no other site', async () => {
    const own = await postKey(withPlayground({}), { 'sec-fetch-site': 'same-origin' });
    expect(await own.json()).toEqual({ key: 'sk-aig-test' });
    expect(own.headers.get('cache-control')).toBe('no-store');
    const foreign = await postKey(withPlayground({}), { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(await foreign.text()).not.toContain('sk-aig-test');
  });

  it('tells the services who asks, and passes a refusal on', async () => {
    const asked: (string | null)[] = [];
    const services = withPlayground({
      issueKey: async (session) => {
        asked.push(session?.organisationId ?? null);
        return null;
      },
    });
    const own = { 'sec-fetch-site': 'same-origin' };
    expect((await postKey(services, own)).status).toBe(403);
    await postKey(services, { ...own, cookie: 'aig_session=good-session' });
    expect(asked).toEqual([null, 'org_1']);
  });
});
