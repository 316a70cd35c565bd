import type { PlanAxis, RemixRequest, ScenePlan } from '../engine/atelier.ts';
import { createRandom, type Random } from '../raster/random.ts';
import { sceneCatalog } from '../scene/catalog.gen.ts';
import type { TimeOfDay, Weather } from '../scene/define-scene.ts';
import { styleCatalog } from '../styles/catalog.gen.ts';
import { type Noun, type NounKind, pluralOf } from '../subject/nouns.ts';
import { type FoundSubjects, findSubjects, type SubjectWish } from './find-subjects.ts';
import { type Phrase, phraseAt, readPrompt, type Token } from './read-prompt.ts';
import { type Axis, fillers, type Meaning, meanings, subjects } from './vocabulary.ts';
import { homeOf } from './word-hints.ts';

/** What besides the words decides a plan; the request's fields of the same names. */
export type PlanOptions = Pick<
  RemixRequest,
  'artStyle' | 'styleType' | 'styleReferences' | 'negativePrompt' | 'magicPrompt' | 'seed'
> & {
  /** The style that looks most like the style references, where they have been looked at. */
  readonly nearestStyle?: string | null;
  /** True when the character comes from a picture. */
  readonly reference: boolean;
};

/** A plan with what the renderer needs beside it. */
export interface Understanding {
  readonly plan: ScenePlan;
  readonly subjects: readonly SubjectWish[];
  readonly warnings: readonly string[];
}

/** How a prompt is understood: a value and a reason for every axis. */
export function planScene(prompt: string, options: PlanOptions): ScenePlan {
  return understand(prompt, options).plan;
}

/** The plan together with the subjects to draw and the warnings it gives. */
export function understand(prompt: string, options: PlanOptions): Understanding {
  const tokens = readPrompt(prompt);
  const heard = hear(tokens);
  const refused = refusedValues(heard, options.negativePrompt);
  const found = options.reference ? NOTHING : findSubjects(tokens, takenBy(tokens, heard));
  const { wishes } = found;
  const random = createRandom(options.seed).fork('plan');
  const about = heard.filter(({ tokens: words }) => !found.tokens.has(words[0] as Token));
  const choose = new Chooser(about, refused, { options, random, noun: wishes[0]?.noun });
  const style = choose.style();
  const scene = choose.scene();
  const info = sceneCatalog.find((one) => one.id === scene.value);
  const time = choose.among('time', info?.times ?? ['day']);
  const weather = choose.among('weather', info?.weathers ?? ['clear']);
  const plan: ScenePlan = {
    subject: subjectAxis(wishes, options),
    scene,
    time,
    weather,
    style,
    palette: choose.free('palette', 'natural', 'the colours of the scene'),
    framing: choose.free('framing', 'full-body', 'the whole character is shown by default'),
    light: choose.free('light', 'natural', 'the light of the hour'),
    mood: choose.free('mood', 'neutral', 'no mood was asked for'),
    camera: { value: 'eye-level', reason: 'the camera looks from eye level' },
    notUnderstood: notUnderstood(tokens, heard, { found, reference: options.reference }),
  };
  return { plan, subjects: wishes, warnings: warningsOf(plan, found, options) };
}

const NOTHING: FoundSubjects = { wishes: [], tokens: new Set(), substitutes: [], unknown: null };

type Heard = readonly Phrase<readonly Meaning[]>[];

function hear(tokens: readonly Token[]): Heard {
  const heard: Phrase<readonly Meaning[]>[] = [];
  for (let i = 0; i < tokens.length; ) {
    const phrase = phraseAt(tokens, i, meanings);
    const length = phrase?.tokens.length ?? 1;
    // The "ice" of "ice cream" is no place.
    const noun = phraseAt(tokens, i, subjects)?.tokens.length ?? 0;
    if (phrase && isCoat(tokens, phrase)) heard.push({ ...phrase, value: [] });
    else if (phrase && noun <= length) heard.push(phrase, ...hoursWithin(phrase));
    i += Math.max(noun, length);
  }
  return heard;
}

/** What single words of a place say about hour and weather: "city at night", "winter village". */
function hoursWithin(phrase: Phrase<readonly Meaning[]>): Phrase<readonly Meaning[]>[] {
  if (phrase.tokens.length < 2 || !isScene(phrase)) return [];
  return phrase.tokens.flatMap((token, at) => {
    const all = phraseAt([token], 0, meanings)?.value ?? [];
    const value = all.filter(({ axis }) => axis === 'time' || axis === 'weather');
    return value.length > 0 ? [{ tokens: [token], start: phrase.start + at, value }] : [];
  });
}

/** "A black and white cat" is about the cat, "a black and white photo" about the picture. */
function isCoat(tokens: readonly Token[], { tokens: words, start }: Phrase<unknown>): boolean {
  const coat = words.map((token) => token.word).join(' ') === 'black and white';
  return coat && phraseAt(tokens, start + words.length, subjects) !== null;
}

function refusedValues(heard: Heard, negativePrompt: string | undefined): Set<string> {
  const refused = new Set<string>();
  const add = (phrase: Phrase<readonly Meaning[]>) => {
    // "No snow" is about the weather, though "snow" also asks for mountains.
    const weather = phrase.value.some((meaning) => meaning.axis === 'weather');
    for (const { axis, value, strength } of phrase.value) {
      if (strength !== 'hint' && !(weather && axis === 'scene')) refused.add(`${axis}:${value}`);
    }
  };
  for (const phrase of heard) if (phrase.tokens.some((token) => token.negated)) add(phrase);
  for (const phrase of hear(readPrompt(negativePrompt ?? ''))) add(phrase);
  return refused;
}

/** True where words ask for a place, or are part of a longer phrase: "comic book" is no book. */
function takenBy(tokens: readonly Token[], heard: Heard) {
  return (at: number, length: number): boolean =>
    heard.some((phrase) => {
      const end = phrase.start + phrase.tokens.length;
      if (phrase.start === at && isScene(phrase) && tokens[at]?.place) return true;
      return phrase.tokens.length > length && phrase.start <= at && at < end;
    });
}

function isScene(phrase: Phrase<readonly Meaning[]>): boolean {
  return phrase.value.some((meaning) => meaning.axis === 'scene');
}

interface Circumstances {
  readonly options: PlanOptions;
  readonly random: Random;
  /** The first thing to draw. */
  readonly noun: Noun | undefined;
}

/** Scenes in which a kind of subject is at home, best first. */
const HOMES: Record<NounKind, readonly string[]> = {
  animal: ['meadow', 'forest', 'beach', 'mountain-valley', 'city-street'],
  sea: ['underwater', 'beach'],
  person: ['city-street', 'beach', 'mountain-valley', 'cafe'],
  fantasy: ['forest', 'castle-hall', 'mountain-valley', 'sky-islands'],
  space: ['moon', 'city-street', 'mountain-valley'],
  vehicle: ['city-street', 'desert', 'mountain-valley', 'beach'],
  food: ['kitchen', 'cafe', 'studio', 'beach'],
  object: ['studio', 'library', 'beach'],
};

class Chooser {
  constructor(
    private readonly heard: Heard,
    private readonly refused: ReadonlySet<string>,
    private readonly at: Circumstances,
  ) {}

  /** What the words ask for on an axis: plain requests before hints, longer phrases first. */
  private asked(axis: Axis): PlanAxis | null {
    let best: { score: number; axis: PlanAxis } | null = null;
    for (const { tokens, value } of this.heard) {
      if (tokens.some((token) => token.negated)) continue;
      for (const meaning of value) {
        if (meaning.axis !== axis || this.refused.has(`${axis}:${meaning.value}`)) continue;
        const inPlace = axis === 'scene' && tokens[0]?.place;
        const hint = meaning.strength === 'hint' || (meaning.strength === 'soft' && !inPlace);
        const score = (hint ? 0 : 10) + tokens.length + (inPlace ? 0.5 : 0);
        if (best && best.score >= score) continue;
        const words = tokens.map((token) => token.raw).join(' ');
        const verb = hint ? 'suggests it' : 'asks for it';
        best = { score, axis: { value: meaning.value, reason: `"${words}" ${verb}` } };
      }
    }
    return best?.axis ?? null;
  }

  private get plain(): boolean {
    return this.at.options.magicPrompt === 'off';
  }

  style(): PlanAxis {
    const { artStyle, styleType, nearestStyle } = this.at.options;
    if (artStyle && styleCatalog.some((style) => style.id === artStyle)) {
      return { value: artStyle, reason: 'art_style names it' };
    }
    const asked = this.asked('style');
    if (asked) return asked;
    if (nearestStyle) return { value: nearestStyle, reason: 'nearest to the style references' };
    const painted = styleCatalog.find((style) => style.family === 'painted');
    if (styleType === 'fiction' && painted) {
      return { value: painted.id, reason: 'style_type is fiction' };
    }
    const reason = this.at.options.styleReferences?.length
      ? 'the style nearest to the style references is found when the picture is made'
      : styleType === 'realistic'
        ? 'style_type is realistic'
        : 'the default style';
    const photographic = styleCatalog.find((style) => style.family === 'photographic');
    return { value: (photographic ?? styleCatalog[0])?.id ?? 'cinematic', reason };
  }

  scene(): PlanAxis {
    const asked = this.asked('scene');
    if (asked) return asked;
    const known = sceneCatalog.filter((scene) => !this.refused.has(`scene:${scene.id}`));
    const has = (id: string) => known.some((scene) => scene.id === id);
    if (this.plain && has('studio')) {
      return { value: 'studio', reason: 'no place was asked for and magic_prompt is off' };
    }
    const { noun } = this.at;
    const own = homeOf.get(noun?.name ?? '');
    const homes = [...(own ? [own] : []), ...HOMES[noun?.kind ?? 'animal']].filter(has);
    const [weather, time] = [this.asked('weather')?.value, this.asked('time')?.value];
    const fits = (id: string) => {
      const info = sceneCatalog.find((one) => one.id === id);
      const dry = weather === undefined || info?.weathers.includes(weather as Weather);
      return dry && (time === undefined || info?.times.includes(time as TimeOfDay));
    };
    const choices =
      [homes.filter(fits), known.map((one) => one.id).filter(fits), homes].find(
        (list) => list.length > 0,
      ) ?? [];
    const most = choices[0] === own ? 1 : Math.min(3, choices.length);
    const pick = this.plain ? 0 : Math.floor(this.at.random.next() * most);
    const value = choices[pick] ?? known[0]?.id ?? 'beach';
    return { value, reason: 'no place was asked for; the subject is at home there' };
  }

  among(axis: 'time' | 'weather', possible: readonly (TimeOfDay | Weather)[]): PlanAxis {
    const asked = this.asked(axis);
    if (asked && possible.includes(asked.value as TimeOfDay)) return asked;
    const allowed = possible.filter((value) => !this.refused.has(`${axis}:${value}`));
    const usual = axis === 'time' ? 'day' : 'clear';
    const first = allowed.includes(usual) ? usual : (allowed[0] ?? possible[0] ?? usual);
    if (asked) {
      return { value: first, reason: `this scene has no ${axis} "${asked.value}"` };
    }
    if (this.plain || axis === 'weather') return { value: first, reason: `the default ${axis}` };
    const fair = allowed.filter((value) => value !== 'night' && value !== 'dusk');
    const value = fair[Math.floor(this.at.random.next() * fair.length)] ?? first;
    return { value, reason: `no ${axis} was asked for; chosen by the seed` };
  }

  free(axis: Axis, usual: string, reason: string): PlanAxis {
    return this.asked(axis) ?? { value: usual, reason };
  }
}

function subjectAxis(wishes: readonly SubjectWish[], { reference }: PlanOptions): PlanAxis {
  if (reference) return { value: 'the given character', reason: 'a reference picture was given' };
  const value = wishes.map(nameOf).join(' and ');
  if (value) return { value, reason: 'named in the prompt and drawn from the vocabulary' };
  return { value: 'none', reason: 'no known subject was named' };
}

const NUMBERS = ['', '', 'two ', 'three ', 'four '];

function nameOf({ noun, count }: SubjectWish): string {
  return `${NUMBERS[count] ?? ''}${count > 1 ? pluralOf(noun.name) : noun.name}`;
}

function notUnderstood(
  tokens: readonly Token[],
  heard: Heard,
  { found, reference }: { found: FoundSubjects; reference: boolean },
): string[] {
  const used = new Set<Token>(found.tokens);
  for (const phrase of heard) for (const token of phrase.tokens) used.add(token);
  for (let i = 0; i < tokens.length; i++) {
    const phrase = phraseAt(tokens, i, subjects);
    // What a given picture shows, or what is kept out of it, may well be named.
    if (!reference && !tokens[i]?.negated) continue;
    for (const token of phrase?.tokens ?? []) used.add(token);
  }
  const left = tokens.filter((token) => !used.has(token) && !fillers.has(token.word));
  return [...new Set(left.map((token) => token.raw))];
}

function warningsOf(
  plan: ScenePlan,
  { wishes, substitutes, unknown }: FoundSubjects,
  options: PlanOptions,
): string[] {
  const warnings: string[] = [];
  if (plan.notUnderstood.length > 0) {
    warnings.push(`These words changed nothing: ${plan.notUnderstood.join(', ')}.`);
  }
  for (const { word, noun } of substitutes) {
    warnings.push(`"${word}" cannot be drawn; the nearest thing, ${noun.name}, stands for it.`);
  }
  if (!options.reference && wishes.length === 0) {
    const what = unknown ? `"${unknown}" cannot be drawn` : 'No known subject was named';
    warnings.push(`${what}, so the scene was drawn alone.`);
  }
  if (options.artStyle && options.artStyle !== plan.style.value) {
    warnings.push(
      `The art style "${options.artStyle}" is not known; ${plan.style.value} was used.`,
    );
  }
  if (options.styleReferences?.length) {
    warnings.push(
      'The style references give their colours to the whole picture, the character included.',
    );
  }
  for (const axis of ['time', 'weather'] as const) {
    if (plan[axis].reason.startsWith('this scene has no')) {
      warnings.push(`${plan.scene.value}: ${plan[axis].reason}; ${plan[axis].value} was used.`);
    }
  }
  return warnings;
}

/** The plan as a readable sentence. */
export function describePlan(plan: ScenePlan): string {
  const scene = sceneCatalog.find((one) => one.id === plan.scene.value)?.title ?? plan.scene.value;
  const style = styleCatalog.find((one) => one.id === plan.style.value)?.title ?? plan.style.value;
  const subject = plan.subject.value === 'none' ? 'An empty scene' : upper(plan.subject.value);
  const parts = [`${subject}, ${plan.framing.value.replace('-', ' ')}`];
  parts.push(`setting: ${scene.toLowerCase()}, ${plan.time.value}, ${plan.weather.value}`);
  const look = [`${style.toLowerCase()} style`];
  if (plan.palette.value !== 'natural') look.push(`${plan.palette.value} palette`);
  if (plan.light.value !== 'natural') look.push(`${plan.light.value} light`);
  if (plan.mood.value !== 'neutral') look.push(`${plan.mood.value} mood`);
  return `${parts.join('; ')}; ${look.join(', ')}.`;
}

function upper(text: string): string {
  if (text.startsWith('the ')) return text.charAt(0).toUpperCase() + text.slice(1);
  const listed = text.split(' and ').map((one) => {
    if (/^(two|three|four) /.test(one)) return one;
    return `${/^(?!uni|ufo)[aeiou]/.test(one) ? 'an' : 'a'} ${one}`;
  });
  const sentence = listed.join(' and ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
