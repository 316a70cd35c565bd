import { guessNoun } from '../subject/nearest-noun.ts';
import type { Noun } from '../subject/nouns.ts';
import { isBreak, isDeterminer, type Phrase, phraseAt, type Token } from './read-prompt.ts';
import { counts, fillers, meanings, type NamedNoun, subjects, traits } from './vocabulary.ts';

/** A thing to draw, with its adjectives. */
export interface SubjectWish {
  readonly noun: Noun;
  readonly color: string | null;
  readonly size: number;
  /** How many of it, 1..4. */
  readonly count: number;
}

/** What a prompt names to be drawn. */
export interface FoundSubjects {
  readonly wishes: readonly SubjectWish[];
  /** The words the wishes were read from. */
  readonly tokens: ReadonlySet<Token>;
  /** Words that cannot be drawn, each with the noun that is drawn in its place. */
  readonly substitutes: readonly { readonly word: string; readonly noun: Noun }[];
  /** The first thing that was named and is not known, when nothing else can be drawn. */
  readonly unknown: string | null;
}

/** More than these do not stand side by side. */
const MOST_KINDS = 3;
const MOST_FIGURES = 4;
/** Words an adjective may stand before its noun. */
const ADJECTIVE_REACH = 3;

interface Found {
  readonly wish: SubjectWish;
  readonly tokens: readonly Token[];
  readonly place: boolean;
  readonly exact: boolean;
}

/** The things named outside places, in order; a place's noun only when there is nothing else. */
export function findSubjects(
  tokens: readonly Token[],
  isTaken: (at: number, length: number) => boolean,
): FoundSubjects {
  const found = readNouns(tokens, isTaken);
  const outside = found.filter((one) => !one.place);
  const chosen = (outside.length > 0 ? outside : found.slice(0, 1)).slice(0, MOST_KINDS);
  let left = MOST_FIGURES - chosen.length;
  const wishes = chosen.map(({ wish }) => {
    const more = Math.min(left, wish.count - 1);
    left -= more;
    return { ...wish, count: 1 + more };
  });
  const substitutes = chosen
    .filter((one) => !one.exact)
    .map(({ tokens: words, wish }) => ({
      word: words.map((token) => token.raw).join(' '),
      noun: wish.noun,
    }));
  const used = new Set(chosen.flatMap((one) => one.tokens));
  const unknown = chosen.length > 0 ? null : unknownThing(tokens, isTaken);
  return { wishes, tokens: used, substitutes, unknown };
}

function readNouns(
  tokens: readonly Token[],
  isTaken: (at: number, length: number) => boolean,
): Found[] {
  const found: Found[] = [];
  let adjectives: Adjectives = NO_ADJECTIVES;
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i] as Token;
    const phrase = nounAt(tokens, i);
    const length = phrase?.tokens.length ?? 1;
    if (phrase && !token.negated && !isTaken(i, length) && isHead(tokens, i, phrase)) {
      const { noun, exact } = phrase.value;
      const { color, size, count, tokens: words } = adjectives;
      const wish = { noun, color, size, count };
      found.push({ wish, tokens: [...words, ...phrase.tokens], place: token.place, exact });
      adjectives = NO_ADJECTIVES;
    } else {
      adjectives = readAdjective(adjectives, token, tokens[i - 1]);
    }
    i += length;
  }
  return found;
}

/** The noun at a place: one of the vocabulary, or what a word is likely to mean. */
function nounAt(tokens: readonly Token[], at: number): Phrase<NamedNoun> | null {
  const named = phraseAt(tokens, at, subjects);
  if (named?.value.exact) return named;
  // What cannot be drawn itself must stand where a thing stands: "a fly", not "to fly".
  if (named) return isNamed(tokens, at) ? named : null;
  const token = tokens[at] as Token;
  if (isPlainWord(token) || !opensThing(tokens, at)) return null;
  if (phraseAt(tokens, at, meanings)) return null;
  const noun = guessNoun(token.word);
  return noun && { tokens: [token], start: at, value: { noun, exact: false } };
}

function isPlainWord({ word }: Token): boolean {
  return fillers.has(word) || traits.has(word) || counts.has(word);
}

/** After an article, a number or an adjective, or first of its part of the sentence. */
function opensThing(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined || before.clause !== tokens[at]?.clause) return true;
  const { word } = before;
  return isDeterminer(word) || isBreak(word) || traits.has(word) || counts.has(word);
}

/** As `opensThing`, with up to three words of any kind before: "a softly glowing lantern". */
function isNamed(tokens: readonly Token[], at: number): boolean {
  for (let i = at; i > at - ADJECTIVE_REACH; i--) {
    if (opensThing(tokens, i)) return true;
    const before = tokens[i - 1] as Token;
    const verb = i < at && phraseAt(tokens, i - 1, subjects) !== null;
    if (verb || fillers.has(before.word) || before.word === 'can') return false;
  }
  return false;
}

/** In "robot dog" the dog is meant. */
function isHead(tokens: readonly Token[], at: number, phrase: Phrase<NamedNoun>): boolean {
  const after = at + phrase.tokens.length;
  if (tokens[after]?.clause !== tokens[at]?.clause) return true;
  const next = phraseAt(tokens, after, subjects);
  return next === null || (!next.value.exact && phrase.value.exact);
}

interface Adjectives {
  readonly color: string | null;
  readonly size: number;
  readonly count: number;
  readonly tokens: readonly Token[];
  /** Words since the last of them. */
  readonly age: number;
}

const NO_ADJECTIVES: Adjectives = { color: null, size: 1, count: 1, tokens: [], age: 0 };

function readAdjective(sofar: Adjectives, token: Token, before: Token | undefined): Adjectives {
  const trait = traits.get(token.word);
  const count = counts.get(token.word);
  if (token.negated || token.clause !== (before?.clause ?? token.clause)) {
    return trait || count ? readAdjective(NO_ADJECTIVES, token, undefined) : NO_ADJECTIVES;
  }
  if (trait || count) {
    const shade = trait?.color ? shaded(trait.color, before?.word) : sofar.color;
    const words =
      shade !== null && shade !== trait?.color && trait?.color ? [before, token] : [token];
    return {
      color: shade,
      size: trait?.size ?? sofar.size,
      count: count ?? sofar.count,
      tokens: [...sofar.tokens, ...words.filter((word) => word !== undefined)],
      age: 0,
    };
  }
  const ends = isBreak(token.word) || token.place || sofar.age + 1 >= ADJECTIVE_REACH;
  return ends ? NO_ADJECTIVES : { ...sofar, age: sofar.age + 1 };
}

/** A colour by itself, or as "dark", "light" and the like make it. */
function shaded(hex: string, before: string | undefined): string {
  const towards = before === 'dark' || before === 'deep' ? 0 : 255;
  if (!['dark', 'deep', 'light', 'pale'].includes(before ?? '')) return hex;
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const mixed = parts.map((part) => Math.round(part + (towards - part) * 0.38));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function unknownThing(
  tokens: readonly Token[],
  isTaken: (at: number, length: number) => boolean,
): string | null {
  const at = tokens.findIndex((token, i) => {
    const before = tokens[i - 1];
    const named = before !== undefined && isDeterminer(before.word);
    return named && !token.negated && !token.place && !isTaken(i, 1) && !isPlainWord(token);
  });
  return tokens[at]?.raw ?? null;
}
