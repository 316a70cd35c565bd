import type { PlanAxis, RemixRequest, ScenePlan } from '../engine/atelier.ts';
import { createRandom, type Random } from '../raster/random.ts';
import { sceneCatalog } from '../scene/catalog.gen.ts';
import type { TimeOfDay, Weather } from '../scene/define-scene.ts';
import { styleCatalog } from '../styles/catalog.gen.ts';
import type { Noun, NounKind } from '../subject/nouns.ts';
import { type Phrase, phraseAt, readPrompt, type Token } from './read-prompt.ts';
import { type Axis, fillers, type Meaning, meanings, subjects, traits } from './vocabulary.ts';

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

/** A thing to draw, with its adjectives. */
export interface SubjectWish {
  readonly noun: Noun;
  readonly color: string | null;
  readonly size: number;
}

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
  const wishes = options.reference ? [] : findSubjects(tokens, heard);
  const random = createRandom(options.seed).fork('plan');
  const choose = new Chooser(heard, refused, { options, random, kind: wishes[0]?.noun.kind });
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
    notUnderstood: notUnderstood(tokens, heard, options.reference),
  };
  return { plan, subjects: wishes, warnings: warningsOf(plan, wishes, options) };
}

type Heard = readonly Phrase<readonly Meaning[]>[];

function hear(tokens: readonly Token[]): Heard {
  const heard: Phrase<readonly Meaning[]>[] = [];
  for (let i = 0; i < tokens.length; ) {
    const phrase = phraseAt(tokens, i, meanings);
    if (phrase) heard.push(phrase);
    i += phrase?.tokens.length ?? 1;
  }
  return heard;
}

function refusedValues(heard: Heard, negativePrompt: string | undefined): Set<string> {
  const refused = new Set<string>();
  const add = (phrase: Phrase<readonly Meaning[]>) => {
    // "No snow" is about the weather, though "snow" also asks for mountains.
    const weather = phrase.value.some((meaning) => meaning.axis === 'weather');
    for (const { axis, value, hint } of phrase.value) {
      if (!hint && !(weather && axis === 'scene')) refused.add(`${axis}:${value}`);
    }
  };
  for (const phrase of heard) if (phrase.tokens.some((token) => token.negated)) add(phrase);
  for (const phrase of hear(readPrompt(negativePrompt ?? ''))) add(phrase);
  return refused;
}

/** The first things named outside places; a place's noun only when there is nothing else. */
function findSubjects(tokens: readonly Token[], heard: Heard): SubjectWish[] {
  const found: { wish: SubjectWish; place: boolean }[] = [];
  let color: string | null = null;
  let size = 1;
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i] as Token;
    const trait = traits.get(token.word);
    const taken = heard.some((p) => p.start === i && isScene(p) && token.place);
    const named = taken || token.negated ? null : phraseAt(tokens, i, subjects);
    const phrase = named && partOfLonger(heard, i, named.tokens.length) ? null : named;
    if (phrase) {
      found.push({ wish: { noun: phrase.value, color, size }, place: token.place });
      color = null;
      size = 1;
    } else if (trait) {
      color = trait.color ?? color;
      size = trait.size ?? size;
    }
    i += phrase?.tokens.length ?? 1;
  }
  const outside = found.filter((one) => !one.place);
  const chosen = outside.length > 0 ? outside : found.slice(0, 1);
  return chosen.slice(0, 2).map((one) => one.wish);
}

/** The "book" of "comic book" is no subject. */
function partOfLonger(heard: Heard, at: number, length: number): boolean {
  return heard.some(({ start, tokens }) => {
    return tokens.length > length && start <= at && at < start + tokens.length;
  });
}

function isScene(phrase: Phrase<readonly Meaning[]>): boolean {
  return phrase.value.some((meaning) => meaning.axis === 'scene');
}

interface Circumstances {
  readonly options: PlanOptions;
  readonly random: Random;
  readonly kind: NounKind | undefined;
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
        const inPlace = axis === 'scene' && tokens[0]?.place ? 0.5 : 0;
        const score = (meaning.hint ? 0 : 10) + tokens.length + inPlace;
        if (best && best.score >= score) continue;
        const words = tokens.map((token) => token.raw).join(' ');
        const verb = meaning.hint ? 'suggests it' : 'asks for it';
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
    const homes = (HOMES[this.at.kind ?? 'animal'] ?? []).filter(has);
    const weather = this.asked('weather')?.value;
    const fitting = weather === 'snow' ? homes.filter((id) => snowy(id)) : homes;
    const choices =
      fitting.length > 0 ? fitting : homes.length > 0 ? homes : known.map((s) => s.id);
    const pick = this.plain ? 0 : Math.floor(this.at.random.next() * Math.min(3, choices.length));
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

function snowy(id: string): boolean {
  return sceneCatalog.find((scene) => scene.id === id)?.weathers.includes('snow') ?? false;
}

function subjectAxis(wishes: readonly SubjectWish[], { reference }: PlanOptions): PlanAxis {
  if (reference) return { value: 'the given character', reason: 'a reference picture was given' };
  const value = wishes.map((wish) => wish.noun.name).join(' and ');
  if (value) return { value, reason: 'named in the prompt and drawn from the vocabulary' };
  return { value: 'none', reason: 'no known subject was named' };
}

function notUnderstood(tokens: readonly Token[], heard: Heard, reference: boolean): string[] {
  const used = new Set<Token>();
  for (const phrase of heard) for (const token of phrase.tokens) used.add(token);
  for (let i = 0; i < tokens.length; i++) {
    const phrase = phraseAt(tokens, i, subjects);
    for (const token of phrase?.tokens ?? []) used.add(token);
    const token = tokens[i] as Token;
    if (!reference && traits.has(token.word)) used.add(token);
  }
  const left = tokens.filter((token) => !used.has(token) && !fillers.has(token.word));
  return [...new Set(left.map((token) => token.raw))];
}

function warningsOf(
  plan: ScenePlan,
  wishes: readonly SubjectWish[],
  options: PlanOptions,
): string[] {
  const warnings: string[] = [];
  if (plan.notUnderstood.length > 0) {
    warnings.push(`These words changed nothing: ${plan.notUnderstood.join(', ')}.`);
  }
  if (!options.reference && wishes.length === 0) {
    warnings.push('No known subject was named, so the scene was drawn alone.');
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
  const listed = text.split(' and ').map((one) => `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`);
  return listed.join(' and ').replace(/^a/, 'A');
}
