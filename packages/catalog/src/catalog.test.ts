import { modelSchema } from '@aigateway/contract';
import { expect, test } from 'vitest';
import { quotePrice } from './quote-price.ts';
import { MODELS } from './registry.gen.ts';
import { toWireModel } from './to-wire-model.ts';

test('the flagship costs five cents a picture', () => {
  const model = MODELS.find((one) => one.id === 'ideogram/ideogram-character-remix');
  expect(model && quotePrice(model, 3).totalMicroUsd).toBe(150_000n);
});

test.each(MODELS.map((model) => [model.id, model] as const))(
  '%s has a sound record',
  (_, model) => {
    expect(modelSchema.parse(toWireModel(model)).id).toBe(model.id);
    expect(model.id).toMatch(/^[a-z0-9-]+\/[a-z0-9-.]+$/);
  },
);

test('no two models share an id', () => {
  expect(new Set(MODELS.map((model) => model.id)).size).toBe(MODELS.length);
});
