import { sceneCatalog } from '../scene/catalog.gen.ts';
import { styleCatalog } from '../styles/catalog.gen.ts';
import { neighbours } from '../subject/nearest-noun.ts';
import { type Noun, nouns } from '../subject/nouns.ts';
import { looseWords, sceneWords, softWords, styleWords } from './word-hints.ts';

/** Axes that a word can decide. */
export type Axis =
  | 'scene'
  | 'time'
  | 'weather'
  | 'style'
  | 'palette'
  | 'framing'
  | 'light'
  | 'mood';

/** What a word means for one axis. */
export interface Meaning {
  readonly axis: Axis;
  readonly value: string;
  /**
   * A hint gives way to a plain request. A soft word is a hint, but plain where a place is named:
   * "on a boat".
   */
  readonly strength: 'plain' | 'soft' | 'hint';
}

/** An adjective of the subject. */
export interface Trait {
  readonly color?: string;
  /** Relative to the usual size. */
  readonly size?: number;
}

const WORDS: Record<Exclude<Axis, 'scene' | 'style'>, Record<string, string>> = {
  time: {
    dawn: 'dawn, sunrise, daybreak, early morning, first light, morning, rising sun, sun rises',
    day:
      'day, daytime, daylight, noon, midday, afternoon, sunny, sunshine, sunlit, bright day, ' +
      'sun, summer',
    sunset: 'sunset, sundown, golden hour, evening sun, evening, setting sun, late afternoon',
    dusk: 'dusk, twilight, blue hour, nightfall, sun sets, after sunset',
    night:
      'night, midnight, nighttime, moonlight, moonlit, starry, starry night, stars, dark sky, ' +
      'at night, full moon, crescent moon, new moon, under the moon, at the moon, fireworks, ' +
      'northern lights, aurora, starlight',
  },
  weather: {
    clear: 'clear, clear sky, cloudless, blue sky',
    cloud: 'cloudy, clouds, cloud, overcast, grey sky',
    rain: 'rain, rainy, raining, drizzle, wet, puddles, downpour, shower',
    snow: 'snow, snowing, snowy, snowfall, blizzard, winter, wintry, snowstorm',
    fog: 'fog, foggy, mist, misty, haze, hazy, smoky',
    storm: 'storm, stormy, thunder, thunderstorm, lightning, tempest, hurricane',
  },
  palette: {
    warm: 'warm, warm colors, warm colours, autumn, autumnal, fiery, golden',
    cool: 'cool, cool colors, cool colours, icy, cold, frosty',
    pastel: 'pastel, pastels, pale colors, soft colors, soft colours',
    vivid:
      'vivid, vibrant, colorful, colourful, saturated, bold colors, bright colors, ' +
      'bright colours, rainbow',
    muted: 'muted, faded, desaturated, vintage, washed out, earthy, earth tones',
    monochrome: 'monochrome, black and white, black-and-white, b&w, grayscale, greyscale, sepia',
  },
  framing: {
    'close-up': 'close-up, closeup, close up, headshot, extreme close-up, face',
    bust: 'bust, portrait, head and shoulders',
    'half-body': 'half body, half-body, waist up, upper body, medium shot',
    'full-body': 'full body, full-body, full figure, head to toe, full length, whole body',
    'wide-shot':
      'wide shot, wide-shot, long shot, wide angle, wide-angle, panorama, panoramic, ' +
      'tiny in the landscape, establishing shot, far away, in the distance',
  },
  light: {
    natural: 'natural light, daylight, available light',
    soft: 'soft light, diffuse light, diffused light, soft lighting',
    dramatic: 'dramatic light, dramatic lighting, dramatic, chiaroscuro, low key, moody light',
    backlit: 'backlit, backlight, rim light, rim lighting, silhouette',
    neon: 'neon light, neon lights, neon lighting, neon glow',
  },
  mood: {
    calm: 'calm, peaceful, serene, tranquil, quiet, relaxing',
    cozy: 'cozy, cosy, homely, comfortable',
    joyful: 'joyful, happy, cheerful, playful, fun, joyous',
    epic: 'epic, majestic, heroic, grand, breathtaking',
    mysterious:
      'mysterious, mystic, mystical, magical, enchanted, magic, dreamy, ethereal, surreal',
    melancholy: 'sad, lonely, melancholy, melancholic, nostalgic',
    dark: 'spooky, scary, creepy, eerie, horror, ominous, gloomy, haunted, dark fantasy, gothic',
  },
};

/** Words that ask for one thing and suggest another. */
const HINTS: Record<string, readonly [Axis, string][]> = {
  cyberpunk: [
    ['scene', 'city-street'],
    ['time', 'night'],
    ['light', 'neon'],
  ],
  neon: [
    ['time', 'night'],
    ['light', 'neon'],
  ],
  futuristic: [
    ['scene', 'city-street'],
    ['time', 'night'],
  ],
  'blade runner': [
    ['scene', 'city-street'],
    ['time', 'night'],
    ['weather', 'rain'],
  ],
  halloween: [['time', 'night']],
  christmas: [['weather', 'snow']],
  tropical: [['palette', 'vivid']],
  steampunk: [
    ['scene', 'workshop'],
    ['palette', 'warm'],
  ],
  haunted: [
    ['scene', 'castle-hall'],
    ['time', 'night'],
  ],
  autumn: [['scene', 'forest']],
  cowboy: [['scene', 'desert']],
  viking: [['scene', 'ocean-deck']],
  pirate: [['scene', 'ocean-deck']],
  knight: [['scene', 'castle-hall']],
  noir: [
    ['palette', 'monochrome'],
    ['time', 'night'],
  ],
};

const COLORS: Record<string, string> = {
  red: '#d8322f',
  crimson: '#b3122b',
  orange: '#ee7a1e',
  yellow: '#f3c41f',
  golden: '#e0a92a',
  gold: '#e0a92a',
  green: '#3f9d45',
  emerald: '#148f5c',
  teal: '#178f8f',
  turquoise: '#2ab5b0',
  blue: '#2f68d0',
  navy: '#1f3270',
  purple: '#7a3fb8',
  violet: '#7a3fb8',
  pink: '#ec6fa5',
  magenta: '#cf2f9a',
  brown: '#7d4f2c',
  black: '#26262b',
  white: '#f2f0ec',
  gray: '#8b8d92',
  grey: '#8b8d92',
  silver: '#b9bec6',
  cyan: '#27b7d6',
  indigo: '#3f3aa8',
  lavender: '#b39ddb',
  maroon: '#7a1f2b',
  scarlet: '#d0261f',
  ginger: '#d9752b',
  tan: '#c8a27a',
  cream: '#f1e6c8',
  ivory: '#f3eddc',
  bronze: '#a9713a',
  copper: '#b8693d',
  mint: '#9fd8b8',
  lime: '#9acb2e',
  beige: '#d8c6a2',
};

const SIZES: Record<string, number> = {
  tiny: 0.55,
  small: 0.75,
  little: 0.78,
  mini: 0.6,
  baby: 0.7,
  big: 1.18,
  large: 1.18,
  tall: 1.18,
  huge: 1.35,
  giant: 1.4,
  gigantic: 1.45,
  enormous: 1.45,
  massive: 1.4,
  towering: 1.4,
  colossal: 1.45,
  oversized: 1.3,
  miniature: 0.55,
  tiniest: 0.5,
};

/** Words that carry grammar or praise and never count as "not understood". */
export const fillers: ReadonlySet<string> = new Set(
  `a an the and or of with to for is are be as this that these those it its his her their my your
our in at on inside within under underneath by near through into across along beside over
behind before above below against around amid among beneath upon from while then but no not
without never nor avoid exclude very really quite so some any one two three who which where
when there here same please picture image photo photograph painting drawing illustration
artwork art render rendering style styled scene background setting character subject
masterpiece beautiful lovely nice stunning gorgeous amazing detailed highly quality high best
4k 8k hd make create generate show showing shown depict depicting put place standing stands
stand sitting sits look looking having has have time day's up down out like during made done
pair couple both each other together next front edge middle top bottom side
using sky light lighting lit light's shot view colors colours tones feel feeling mood`.split(/\s+/),
);

/** Every phrase that decides an axis. */
export const meanings: ReadonlyMap<string, readonly Meaning[]> = buildMeanings();

function buildMeanings(): Map<string, Meaning[]> {
  const all = new Map<string, Meaning[]>();
  const add = (phrase: string, meaning: Meaning) => {
    const list = all.get(phrase);
    if (list) list.push(meaning);
    else all.set(phrase, [meaning]);
  };
  for (const [axis, values] of Object.entries(WORDS) as [Axis, Record<string, string>][]) {
    for (const [value, phrases] of Object.entries(values)) {
      for (const phrase of phrases.split(', ')) add(phrase, { axis, value, strength: 'plain' });
    }
  }
  for (const [phrase, hints] of Object.entries(HINTS)) {
    for (const [axis, value] of hints) add(phrase, { axis, value, strength: 'hint' });
  }
  // A word two scenes lay claim to belongs to the one that this room's own list names.
  const owners = new Map(
    Object.entries(sceneWords).flatMap(([id, words]) =>
      words.split(', ').map((word) => [word, id] as const),
    ),
  );
  for (const scene of sceneCatalog) {
    const own = sceneWords[scene.id]?.split(', ') ?? [];
    for (const word of new Set([...scene.words, ...own, scene.id.replaceAll('-', ' ')])) {
      const owner = owners.get(word);
      if (owner !== undefined && owner !== scene.id) continue;
      // "In the snow" is about the weather before it is about a place.
      const weather = all.get(word)?.some((meaning) => meaning.axis === 'weather');
      const strength = !softWords.has(word) ? 'plain' : weather ? 'hint' : 'soft';
      add(word, { axis: 'scene', value: scene.id, strength });
    }
  }
  for (const style of styleCatalog) {
    const own = styleWords[style.id]?.split(', ') ?? [];
    for (const word of new Set([...style.words, ...own, style.id.replaceAll('-', ' ')])) {
      if (looseWords.has(word)) continue;
      const strength = softWords.has(word) ? 'hint' : 'plain';
      add(word, { axis: 'style', value: style.id, strength });
    }
  }
  return all;
}

/** A noun as it was named: `exact` is false where only something near it can be drawn. */
export interface NamedNoun {
  readonly noun: Noun;
  readonly exact: boolean;
}

/** Every noun that can be drawn, and those near one, by each of their names. */
export const subjects: ReadonlyMap<string, NamedNoun> = new Map<string, NamedNoun>([
  ...[...neighbours].map(([name, noun]) => [name, { noun, exact: false }] as const),
  ...nouns.flatMap((noun) =>
    [noun.name, ...noun.also].map((name) => [name, { noun, exact: true }] as const),
  ),
]);

/** How many of a thing a word asks for; more than can stand side by side are not drawn. */
export const counts: ReadonlyMap<string, number> = new Map([
  ['two', 2],
  ['2', 2],
  ['pair', 2],
  ['couple', 2],
  ['three', 3],
  ['3', 3],
  ['four', 4],
  ['4', 4],
]);

/** Adjectives that change how the subject is drawn. */
export const traits: ReadonlyMap<string, Trait> = new Map<string, Trait>([
  ...Object.entries(COLORS).map(([word, color]) => [word, { color }] as const),
  ...Object.entries(SIZES).map(([word, size]) => [word, { size }] as const),
]);
