/** A curated set of models: `collection` in the address, and what it is called. */
export interface Collection {
  readonly id: string;
  readonly title: string;
  /** One sentence on what belongs in it. */
  readonly summary: string;
}

const KNOWN: Readonly<Record<string, Omit<Collection, 'id'>>> = {
  image: {
    title: 'Image models',
    summary: 'Every model that answers with pictures: from words, from pictures, or from both.',
  },
  character: {
    title: 'Keeps a character',
    summary: 'Give one picture of somebody; the model shows the same somebody elsewhere.',
  },
  frontier: {
    title: 'Frontier models',
    summary: 'What the makers themselves put forward as their best.',
  },
  free: {
    title: 'Free tier',
    summary: 'Models that run on your own machines and cost nothing a picture.',
  },
};

/** A collection by the id that catalogue records name it with. */
export function nameCollection(id: string): Collection {
  const title = sentenceCase(id);
  return { id, ...(KNOWN[id] ?? { title, summary: `Models of the collection “${title}”.` }) };
}

/** `style-reference` -> `Style reference`. */
export function sentenceCase(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
