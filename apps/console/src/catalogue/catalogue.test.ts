import { MODELS } from '@aigateway/catalog';
import { describe, expect, it } from 'vitest';
import { readComparedIds, readVersus } from './read-compared.ts';
import { EVERYTHING, readModelQuery, selectModels } from './select-models.ts';

function idsOf(parameters: Record<string, string>): string[] {
  return selectModels(MODELS, readModelQuery(parameters)).map(({ id }) => id);
}

describe('the list of models', () => {
  it('shows all when nothing is asked, and nothing for words that fit none', () => {
    expect(idsOf({})).toHaveLength(MODELS.length);
    expect(selectModels(MODELS, EVERYTHING)).toHaveLength(MODELS.length);
    expect(idsOf({ q: 'ideogram character remix' })).toEqual(['ideogram/ideogram-character-remix']);
    expect(idsOf({ q: 'no such model' })).toEqual([]);
  });

  it('filters by maker, ability and collection, and sorts by price', () => {
    expect(idsOf({ maker: 'atelier' }).every((id) => id.startsWith('atelier/'))).toBe(true);
    expect(idsOf({ capability: 'character-reference' })).not.toContain('atelier/scene');
    expect(idsOf({ collection: 'free' })).not.toContain('ideogram/ideogram-character-remix');
    const prices = selectModels(MODELS, readModelQuery({ sort: 'price' })).map(
      ({ listPriceMicroUsd }) => Number(listPriceMicroUsd),
    );
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
  });

  it('filters by modality and price, and sorts by age and use', () => {
    expect(idsOf({ modality: 'image' })).toHaveLength(MODELS.length);
    expect(idsOf({ modality: 'video' })).toEqual([]);
    const pricesOf = (price: string) =>
      selectModels(MODELS, readModelQuery({ price })).map((one) => Number(one.listPriceMicroUsd));
    expect(new Set(pricesOf('free'))).toEqual(new Set([0]));
    expect(Math.max(...pricesOf('5'))).toBe(50_000);
    const ages = selectModels(MODELS, readModelQuery({ sort: 'newest' })).map((one) => one.addedAt);
    expect(ages).toEqual([...ages].sort((a, b) => b - a));
    const used = (id: string) => (id === 'ideogram/ideogram-v4' ? 2 : 0);
    const [first] = selectModels(MODELS, readModelQuery({ sort: 'usage' }), used);
    expect(first?.id).toBe('ideogram/ideogram-v4');
  });
});

describe('comparing', () => {
  it('reads both forms of the query', () => {
    expect(readComparedIds(['a/b,c/d'])).toEqual(['a/b', 'c/d']);
    expect(readComparedIds(['a/b', 'c/d', 'a/b', ''])).toEqual(['a/b', 'c/d']);
  });

  it('reads the address form, also of ids with dashes', () => {
    const text = 'atelier_scene-vs-ideogram_ideogram-character-remix';
    expect(readVersus(text, MODELS)?.map(({ id }) => id)).toEqual([
      'atelier/scene',
      'ideogram/ideogram-character-remix',
    ]);
    expect(readVersus('atelier_scene-vs-nobody', MODELS)).toBeNull();
  });
});
