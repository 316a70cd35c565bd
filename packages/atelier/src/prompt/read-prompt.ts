/** One word of a prompt and what stands around it. */
export interface Token {
  /** Lower case, without punctuation. */
  readonly word: string;
  /** As written. */
  readonly raw: string;
  /** True after "no", "without" or in a negative prompt. */
  readonly negated: boolean;
  /** True after "in", "at", "on" and the like: a place rather than a thing. */
  readonly place: boolean;
  /** Counts parts divided by commas and full stops. */
  readonly clause: number;
}

/** A run of tokens that means something. */
export interface Phrase<Value> {
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly value: Value;
}

const NEGATIONS = new Set(
  "no not without never nor don't avoid exclude isn't doesn't minus lacking".split(' '),
);
const PLACES = new Set(
  `in at on inside within under underneath by near through into across along beside over behind
before above below against around amid among beneath upon from`.split(/\s+/),
);
/** Words that a negation reaches. */
const NEGATED_WORDS = 3;
/** Words that end a negation or a place: "no snow and a blue sky" negates only the snow. */
const BREAKS = new Set(['and', 'but', 'with', 'while', 'then', 'or', 'as', 'style']);
const ARTICLES = new Set(['a', 'an', 'the', 'any', 'some', 'his', 'her', 'its', 'their', 'my']);

/** True for words that begin another thing: "and", "with". */
export function isBreak(word: string): boolean {
  return BREAKS.has(word);
}

/** True for articles and the like: a thing follows. */
export function isDeterminer(word: string): boolean {
  return ARTICLES.has(word) || word === 'one' || word === 'another' || word === 'this';
}

/** The words of a prompt, each with its negation, place and clause. */
export function readPrompt(prompt: string): Token[] {
  const tokens: Token[] = [];
  let clause = 0;
  let negated = 0;
  let place = 0;
  // Whether something has been named since the preposition: "in a red dress holding a balloon".
  let named = false;
  for (const piece of prompt.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*|[.,;:!?()]/gu) ?? []) {
    if (/^[.,;:!?()]$/.test(piece)) {
      clause++;
      negated = 0;
      place = 0;
      continue;
    }
    const word = piece.toLowerCase().replaceAll('’', "'");
    if (ARTICLES.has(word) && named && tokens.at(-1)?.word !== 'of') place = 0;
    const ends = BREAKS.has(word);
    if (ends) {
      negated = word === 'or' ? negated : 0;
      place = 0;
    }
    tokens.push({ word, raw: piece, negated: negated > 0, place: place > 0, clause });
    if (NEGATIONS.has(word)) negated = NEGATED_WORDS;
    else if (PLACES.has(word)) {
      place = 5;
      named = false;
      // "Without a leash on the beach" refuses the leash; "not in the city" refuses the city.
      if (negated < NEGATED_WORDS) negated = 0;
    } else if (!ARTICLES.has(word)) {
      named = true;
      negated--;
      place--;
    }
  }
  return tokens;
}

const SINGULARS: Readonly<Record<string, string>> = {
  mice: 'mouse',
  geese: 'goose',
  men: 'man',
  women: 'woman',
  people: 'person',
  children: 'child',
  oxen: 'ox',
  firemen: 'fireman',
  policemen: 'policeman',
  snowmen: 'snowman',
};

/** Forms under which a word may stand in a vocabulary: itself and its singulars. */
export function formsOf(word: string): string[] {
  const forms = [word];
  const single = SINGULARS[word];
  if (single) forms.push(single);
  if (word.endsWith('ies') && word.length > 4) forms.push(`${word.slice(0, -3)}y`);
  if (word.endsWith('ves')) forms.push(`${word.slice(0, -3)}f`);
  if (/(s|x|z|ch|sh)es$/.test(word)) forms.push(word.slice(0, -2));
  if (word.endsWith('s') && word.length > 3) forms.push(word.slice(0, -1));
  if (word.endsWith("'s")) forms.push(word.slice(0, -2));
  return forms;
}

/** Longest phrase of the vocabulary that starts at a token, or null. */
export function phraseAt<Value>(
  tokens: readonly Token[],
  start: number,
  vocabulary: ReadonlyMap<string, Value>,
): Phrase<Value> | null {
  for (let length = Math.min(4, tokens.length - start); length > 0; length--) {
    const run = tokens.slice(start, start + length);
    if (run.some((token) => token.clause !== run[0]?.clause)) continue;
    const head = run.slice(0, -1).map((token) => token.word);
    for (const last of formsOf(run[length - 1]?.word ?? '')) {
      const value = vocabulary.get([...head, last].join(' '));
      if (value !== undefined) return { tokens: run, start, value };
    }
  }
  return null;
}
