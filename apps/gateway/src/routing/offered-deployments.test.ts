import { MODELS } from '@aigateway/catalog';
import { PROVIDERS } from '@aigateway/providers';
import { expect, test } from 'vitest';

const BY_TOKEN = 'billed by the token, and what a size takes is not published: no price a picture';

/** Operations that no model of the catalogue is made by, and why. */
const UNSOLD: Readonly<Record<string, string>> = {
  'openai/gpt-image-2.6-sunburst': BY_TOKEN,
  'openai/gpt-image-2.5-sunburst': BY_TOKEN,
  'openai/gpt-image-2.5-flare': BY_TOKEN,
  'openai/gpt-image-2': BY_TOKEN,
};

const offered = PROVIDERS.flatMap(({ id, deployments }) =>
  deployments.map((deployment) => `${id}/${deployment.id}`),
);
const sold = new Set(
  MODELS.flatMap((model) =>
    model.deployments.map(({ provider, deployment }) => `${provider}/${deployment}`),
  ),
);

test('every model is made by an operation that some provider has', () => {
  const unknown = [...sold].filter((one) => !offered.includes(one));
  expect(unknown).toEqual([]);
  expect(MODELS.filter(({ deployments }) => deployments.length === 0)).toEqual([]);
});

test('every operation of a provider makes a model, or it is said why none', () => {
  expect(offered.filter((one) => !sold.has(one)).sort()).toEqual(Object.keys(UNSOLD).sort());
});
