import { expect, test } from 'vitest';
import { type CatalogModel, SPEEDS } from './define-model.ts';
import { marginOf, type PriceWish, quotePrice } from './quote-price.ts';
import { MODELS } from './registry.gen.ts';

/** Every speed, at every size that has a price of its own and at none. */
function wishesOf({ deployments, listPrices }: CatalogModel): PriceWish[] {
  const lists = [listPrices, ...deployments.map(({ upstream }) => upstream)];
  const sizes = lists.flatMap((list) => Object.keys(list?.bySize ?? {})).map(toSize);
  return [null, ...sizes].flatMap((size) => SPEEDS.map((speed) => ({ speed, size })));
}

function toSize(name: string): { width: number; height: number } {
  const [width = 0, height = 0] = name.split('x').map(Number);
  return { width, height };
}

/** The flagship's family is sold below cost on purpose, and has a test of its own. */
const others = MODELS.filter((model) => model.maker !== 'Ideogram');

test.each(others.map((model) => [model.id, model] as const))(
  '%s covers what its upstreams take',
  (_, model) => {
    const margins = model.deployments.flatMap((deployment) =>
      wishesOf(model).flatMap((wish) => marginOf(model, deployment, wish) ?? []),
    );
    expect(margins.filter((margin) => margin < 0n)).toEqual([]);
  },
);

test('prices are those of the public pages', () => {
  const price = (id: string, wish: PriceWish = {}) => {
    const model = MODELS.find((one) => one.id === id);
    return model && quotePrice(model, 1, wish).totalMicroUsd;
  };
  expect(price('black-forest-labs/flux-2-pro')).toBe(45_000n);
  expect(price('google/gemini-3.1-flash-image')).toBe(67_000n);
  expect(price('openai/gpt-image-1-mini', { speed: 'quality' })).toBe(52_000n);
  expect(price('recraft/recraft-v4.1')).toBe(35_000n);
  expect(price('stability/stable-image-core')).toBe(30_000n);
  expect(price('local/engine')).toBe(0n);
});

test('a size with a price of its own is quoted at it, any other and none at the common one', () => {
  const model = MODELS.find((one) => one.id === 'openai/gpt-image-1.5');
  const price = (wish: PriceWish) => model && quotePrice(model, 2, wish).totalMicroUsd;
  const square = { width: 1024, height: 1024 };
  expect(price({ size: square })).toBe(68_000n);
  expect(price({ size: square, speed: 'quality' })).toBe(266_000n);
  expect(price({ size: { width: 1536, height: 1024 } })).toBe(100_000n);
  expect(price({ size: null })).toBe(100_000n);
});

test('no size is dearer than the common price, which is what is held where none is named', () => {
  for (const { listPrices } of MODELS) {
    for (const sized of Object.values(listPrices?.bySize ?? {})) {
      for (const speed of SPEEDS)
        expect(sized[speed]).toBeLessThanOrEqual(listPrices?.[speed] ?? 0n);
    }
  }
});
