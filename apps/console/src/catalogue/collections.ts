/** A curated set of models: `collection` in the address, and what it is called. */
export interface Collection {
  readonly id: string;
  readonly title: string;
}

const TITLES: Readonly<Record<string, string>> = {
  image: 'Image models',
  character: 'Keeps a character',
  frontier: 'Frontier models',
  free: 'Free of charge',
};

/** A collection by the id that catalogue records name it with. */
export function nameCollection(id: string): Collection {
  return { id, title: TITLES[id] ?? sentenceCase(id) };
}

/** `style-reference` -> `Style reference`. */
export function sentenceCase(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
