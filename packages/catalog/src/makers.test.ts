import { expect, test } from 'vitest';
import type { Speed } from './define-model.ts';
import { marginOf, quotePrice } from './quote-price.ts';
import { MODELS } from './registry.gen.ts';

const SPEEDS: readonly Speed[] = ['turbo', 'default', 'quality'];

/** The flagship's family is sold below cost on purpose, and has a test of its own. */
const others = MODELS.filter((model) => model.maker !== 'Ideogram');

test.each(others.map((model) => [model.id, model] as const))(
  '%s covers what its upstreams take',
  (_, model) => {
    const margins = model.deployments.flatMap((deployment) =>
      SPEEDS.flatMap((speed) => marginOf(model, deployment, speed) ?? []),
    );
    expect(margins.filter((margin) => margin < 0n)).toEqual([]);
  },
);

test('prices are those of the public pages', () => {
  const price = (id: string, speed?: Speed) => {
    const model = MODELS.find((one) => one.id === id);
    return model && quotePrice(model, 1, speed).totalMicroUsd;
  };
  expect(price('black-forest-labs/flux-2-pro')).toBe(45_000n);
  expect(price('google/gemini-3.1-flash-image')).toBe(67_000n);
  expect(price('openai/gpt-image-1-mini', 'quality')).toBe(52_000n);
  expect(price('recraft/recraft-v4.1')).toBe(35_000n);
  expect(price('stability/stable-image-core')).toBe(30_000n);
  expect(price('local/engine')).toBe(0n);
});
