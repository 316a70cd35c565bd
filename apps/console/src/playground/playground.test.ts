import { MODELS } from '@aigateway/catalog';
import { describe, expect, it } from 'vitest';
import type { ConsoleServices, PlaygroundServices } from '../console-services.ts';
import { createConsole } from '../create-console.ts';
import { fakeModelSchema, fakeServices } from '../fake-services.ts';
import { type AssetStore, CLIENT_SCRIPT, loadAssets } from '../http/asset-store.ts';
import { buildRequest, type Choices, priceBefore, type SentPictures } from './build-request.ts';
import { offerModel } from './offer-models.ts';
import { readEvents } from './read-events.ts';
import { readForm } from './read-form.ts';
import { readShareLink, writeShareLink } from './share-link.ts';

const NO_PICTURES = { image: null, mask: null };
const FLAGSHIP = findModel('ideogram/ideogram-character-remix');
const flagship = readForm(fakeModelSchema(FLAGSHIP));

function findModel(id: string) {
  const model = MODELS.find((one) => one.id === id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
}

function choices(given: Partial<Choices> = {}): Choices {
  return {
    modelId: FLAGSHIP.id,
    prompt: ' in a forest ',
    picture: null,
    artStyle: '',
    size: '512x512',
    count: 1,
    seed: '',
    measure: false,
    options: {},
    ...given,
  };
}

describe('the form', () => {
  it('comes from the schema of the model', () => {
    expect(flagship.mainFields.map(({ name }) => name)).toEqual([
      'rendering_speed',
      'strength',
      'negative_prompt',
    ]);
    expect(flagship.moreFields.map(({ name }) => name)).not.toContain('webhook_url');
    expect(flagship).toMatchObject({ maxPictures: 10, takesPicture: true, streams: true });
    const bare = readForm(fakeModelSchema(FLAGSHIP, ['image', 'seed', 'stream', 'size']));
    expect(bare).toMatchObject({ takesPicture: false, takesSeed: false, streams: false });
    expect(buildRequest(bare, choices({ seed: '7' }), NO_PICTURES)).not.toHaveProperty('seed');
  });

  it('sends only what was chosen', () => {
    expect(buildRequest(flagship, choices(), NO_PICTURES)).toEqual({
      model: FLAGSHIP.id,
      prompt: 'in a forest',
      n: 1,
      size: '512x512',
    });
  });

  it('sends numbers as numbers, and leaves out defaults and nonsense', () => {
    const options = { strength: '0.5', output_format: 'png', output_compression: 'many' };
    const sent = { image: 'data:image/png;base64,AA', mask: 'data:image/png;base64,BB' };
    const chosen = choices({ seed: '7', options, artStyle: 'no-such' });
    const body = buildRequest(flagship, chosen, sent);
    expect(body).toMatchObject({ seed: 7, strength: 0.5, image: sent.image });
    expect(body.character_reference_mask).toBe(sent.mask);
    for (const name of ['output_format', 'output_compression', 'art_style']) {
      expect(body).not.toHaveProperty(name);
    }
  });

  it('asks how far the appearance was kept when that is chosen, of a character alone', () => {
    const pictures = { image: 'data:image/png;base64,AA', mask: null };
    const body = (given: Partial<Choices>, sent: SentPictures) =>
      buildRequest(flagship, choices(given), sent);
    expect(body({ measure: true }, pictures)).toMatchObject({ metrics: true });
    expect(body({ measure: true }, { image: null, mask: null })).not.toHaveProperty('metrics');
    expect(body({}, pictures)).not.toHaveProperty('metrics');
  });

  it('sends no picture to a model that takes none, and no mask without a picture', () => {
    const words = readForm(fakeModelSchema(FLAGSHIP, ['image']));
    const sent = { image: 'data:image/png;base64,AA', mask: 'data:image/png;base64,BB' };
    expect(buildRequest(words, choices(), sent)).not.toHaveProperty('image');
    expect(buildRequest(flagship, choices(), { ...sent, image: null })).toEqual(
      buildRequest(flagship, choices(), NO_PICTURES),
    );
  });

  it('knows the price before the call', () => {
    expect(priceBefore(offerModel(FLAGSHIP), choices({ count: 3 }))).toBe('$0.150');
    const free = offerModel(findModel('atelier/scene'));
    expect(priceBefore(free, choices({ count: 3 }))).toBe('free');
  });

  it('knows that speed, quality and size change the price', () => {
    const model = offerModel(findModel('openai/gpt-image-1.5'));
    const price = (options: Record<string, string>, size = '1536x1024') =>
      priceBefore(model, choices({ options, size }));
    expect(price({}, '1024x1024')).toBe('$0.034');
    expect(price({ quality: 'high' }, '1024x1024')).toBe('$0.133');
    expect(price({})).toBe('$0.050');
    expect(price({ quality: 'high' })).toBe('$0.200');
    expect(price({ quality: 'high', rendering_speed: 'turbo' })).toBe('$0.013');
  });
});

describe('server-sent events', () => {
  const read = async (...pieces: string[]) => {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(encoder.encode(piece));
        controller.close();
      },
    });
    const events = [];
    for await (const event of readEvents(body)) events.push(event);
    return events;
  };

  it('are whole however their bytes arrive', async () => {
    const text = ': keep-alive\n\nevent: a\ndata: {"n":1}\n\nevent: b\ndata: {"n":"é"}\n\n';
    const whole = [
      { name: 'a', data: { n: 1 } },
      { name: 'b', data: { n: 'é' } },
    ];
    expect(await read(text)).toEqual(whole);
    expect(await read(...text)).toEqual(whole);
  });

  it('that were cut off are not told', async () => {
    expect(await read('event: a\ndata: {"n":1}\n\nevent: b\ndata: {"n"')).toHaveLength(1);
  });
});

describe('a share link', () => {
  const picture = { url: '/img/img_1.png?exp=1&sig=2', seed: 7, metrics: null };
  const fragmentOf = (given: Partial<Choices>) =>
    new URL(writeShareLink('http://a.test/playground', choices(given), picture)).hash;

  it('carries what asks for the picture, and never a picture that the visitor brought', () => {
    const own = { name: 'me', previewUrl: 'data:image/png;base64,SECRET', mask: null };
    const link = fragmentOf({ prompt: 'über “all”', picture: own });
    expect(readShareLink(link)).toMatchObject({
      prompt: 'über “all”',
      seed: '7',
      character: null,
      picture: picture.url,
    });
    const ours = { name: 'fox', previewUrl: '/assets/characters/fox.1.png', mask: null };
    expect(readShareLink(fragmentOf({ picture: ours }))?.character).toBe(ours.previewUrl);
  });

  it('from a stranger leads to no other host', () => {
    const forged = (value: unknown) => readShareLink(`#shared=${btoa(JSON.stringify(value))}`);
    expect(forged({ picture: 'https://evil.test/a.png', character: '//evil.test' })).toMatchObject({
      picture: null,
      character: null,
    });
    expect(forged({ picture: '/img/../v1/balance' })?.picture).toBeNull();
    expect(forged({ options: { seed: 5, a: 'b' } })?.options).toEqual({ a: 'b' });
    expect(forged(null)).toBeNull();
    expect(readShareLink('#shared=%%%')).toBeNull();
    expect(readShareLink('#top')).toBeNull();
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
    scenes: [{ id: 'forest', title: '</script><b>Forest' }],
    artStyles: ['oil'],
    describeModel: fakeModelSchema,
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
    expect(html).toContain('"model":"atelier/scene"');
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
