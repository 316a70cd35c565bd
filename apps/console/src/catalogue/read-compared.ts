import type { CatalogModel } from '@aigateway/catalog';

/** Ids as an address names them: `models=a,b`, or `models=a&models=b` as a form sends them. */
export function readComparedIds(values: readonly string[]): string[] {
  return [...new Set(values.flatMap((value) => value.split(',')))].filter((id) => id !== '');
}

/**
 * Ids of `maker_model-vs-maker_model`, where the slash of an id is written as an underscore.
 * Resolved against the models there are, because ids may hold underscores and "-vs-" themselves.
 */
export function readVersus(
  text: string,
  models: readonly CatalogModel[],
): readonly CatalogModel[] | null {
  const named = new Map(models.map((model) => [model.id.replace('/', '_'), model]));
  for (const [name, first] of named) {
    if (!text.startsWith(`${name}-vs-`)) continue;
    const second = named.get(text.slice(name.length + '-vs-'.length));
    if (second) return [first, second];
  }
  return null;
}
