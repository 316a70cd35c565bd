import { expect, test } from 'vitest';
import { chooseSpeed, marginOf, quotePrice } from './quote-price.ts';
import { MODELS } from './registry.gen.ts';
import { toWireModel } from './to-wire-model.ts';

const family = MODELS.filter((model) => model.maker === 'Ideogram');
const find = (slug: string) => {
  const found = family.find((model) => model.id === `ideogram/${slug}`);
  if (found === undefined) throw new TypeError(`no model ${slug}`);
  return found;
};

test('the flagship is asked of its maker first, then of fal, and nowhere without a remix', () => {
  const routes = find('ideogram-character-remix').deployments;
  expect(routes.map(({ provider, deployment }) => `${provider}/${deployment}`)).toEqual([
    'ideogram/character-remix',
    'fal/character-remix',
  ]);
});

test('the margin of the flagship is on record, and below zero', () => {
  const model = find('ideogram-character-remix');
  const [first] = model.deployments;
  if (first === undefined) throw new TypeError('no deployment');
  expect(marginOf(model, first, { speed: 'turbo' })).toBe(-50_000n);
  expect(marginOf(model, first, {})).toBe(-100_000n);
  expect(marginOf(model, first, { speed: 'quality' })).toBe(-150_000n);
  expect(marginOf(model, { provider: 'x', deployment: 'y' }, {})).toBeNull();
});

test.each(family.map((model) => [model.id, model] as const))(
  '%s has a route at its maker with its cost, and a list price that its default is',
  (_, model) => {
    expect(model.deployments[0]?.provider).toBe('ideogram');
    expect(model.deployments[0]?.upstream).toBeDefined();
    expect(model.listPrices?.default ?? model.listPriceMicroUsd).toBe(model.listPriceMicroUsd);
  },
);

test('a price follows the speed where the model has prices by speed', () => {
  expect(quotePrice(find('ideogram-v3'), 2, { speed: 'turbo' }).totalMicroUsd).toBe(60_000n);
  expect(quotePrice(find('ideogram-v3'), 2).totalMicroUsd).toBe(120_000n);
  expect(quotePrice(find('ideogram-character-remix'), 2, { speed: 'quality' }).totalMicroUsd).toBe(
    100_000n,
  );
});

test('the speed is what is asked, else what the quality means', () => {
  expect(chooseSpeed({ rendering_speed: 'turbo', quality: 'hd' })).toBe('turbo');
  expect(
    ['low', 'medium', 'high', 'hd', 'auto', undefined].map((quality) => chooseSpeed({ quality })),
  ).toEqual(['turbo', 'default', 'quality', 'quality', 'default', 'default']);
});

test('models that only edit say so', () => {
  expect(toWireModel(find('ideogram-v3-edit')).endpoints).toEqual(['/v1/images/edits']);
  expect(toWireModel(find('ideogram-v3')).endpoints).toEqual(['/v1/images/generations']);
});
