import { MODELS } from '@aigateway/catalog';
import { PROVIDERS } from '@aigateway/providers';
import { describe, expect, test } from 'vitest';

const find = (providerId: string, deploymentId: string) =>
  PROVIDERS.find(({ id }) => id === providerId)?.deployments.find(({ id }) => id === deploymentId);

describe.each(MODELS.map((model) => [model.id, model] as const))('%s', (_, model) => {
  test('names only deployments that exist', () => {
    const missing = model.deployments.filter((one) => !find(one.provider, one.deployment));
    expect(missing).toEqual([]);
    expect(model.deployments.length).toBeGreaterThan(0);
  });

  test('is offered where its deployments can be fed', () => {
    for (const { provider, deployment } of model.deployments) {
      const needs = find(provider, deployment)?.needs ?? [];
      const edits = model.endpoints?.includes('/v1/images/edits') ?? false;
      expect([deployment, needs.includes('edit_mask')]).toEqual([deployment, edits]);
      if (needs.length > 0) expect([model.id, model.character]).toEqual([model.id, true]);
    }
  });
});

test('no deployment promises a remix at a provider that has none', () => {
  const remixes = MODELS.filter(({ id }) => id.includes('remix')).flatMap((one) => one.deployments);
  expect(remixes.map(({ provider }) => provider)).not.toContain('replicate');
});

test('every deployment has a sound record', () => {
  for (const provider of PROVIDERS) {
    const ids = provider.deployments.map(({ id }) => id);
    expect([provider.id, new Set(ids).size]).toEqual([provider.id, ids.length]);
    for (const { id, concurrency, deadlineMs, fields } of provider.deployments) {
      expect([id, concurrency > 0, deadlineMs > 0]).toEqual([id, true, true]);
      for (const [field, rule] of Object.entries(fields)) {
        const silent = rule.support !== 'used' && rule.note === '';
        expect([id, field, silent]).toEqual([id, field, false]);
      }
    }
  }
});
