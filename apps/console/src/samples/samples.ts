/** A picture shown on the site, and how it was asked for. */
export interface Sample {
  /** File in `assets/`. */
  readonly asset: string;
  /** Side of the square in pixels. */
  readonly side: number;
  /** What is to be seen, for those who cannot see it. */
  readonly alt: string;
  /** Id of the model that made it. */
  readonly model: string;
  /** File in `assets/` of the character that went in; null = drawn from the words. */
  readonly character: string | null;
  readonly prompt: string;
  /** Id of the art style, and its name for people. */
  readonly artStyle: string;
  readonly style: string;
  readonly seed: number;
}

const FOX = { model: 'atelier/character-remix', character: 'characters/fox.png' } as const;
const ROBOT = { ...FOX, character: 'characters/robot.png' } as const;
const GIRL = { ...FOX, character: 'characters/girl.png' } as const;
const WORDS = { model: 'atelier/scene', character: null } as const;

/** How the thumbnails of the art styles are made: the same picture in every style. */
export const STYLE_THUMBNAIL = {
  character: 'characters/fox.png',
  prompt: 'on the beach at sunset',
  seed: 32,
  side: 200,
  drawnAt: 384,
} as const;

/** How the thumbnails of the scenes are made: the same visitor in every scene. */
export const SCENE_THUMBNAIL = {
  character: 'characters/robot.png',
  artStyle: 'gouache',
  seed: 4,
  side: 200,
  drawnAt: 384,
} as const;

/** All samples that are shipped, best first. `npm run samples` draws them anew. */
export const SAMPLES: readonly Sample[] = [
  {
    ...FOX,
    asset: 'samples/fox-beach-watercolor.webp',
    side: 1024,
    alt: 'A fox with a red scarf on a beach at sunset, painted in watercolour',
    prompt: 'on the beach at sunset',
    artStyle: 'watercolor',
    style: 'Watercolour',
    seed: 32,
  },
  {
    ...ROBOT,
    asset: 'samples/robot-city-cinematic.webp',
    side: 768,
    alt: 'A teal robot in a city street on a rainy night, as a film still',
    prompt: 'in a city street at night in the rain',
    artStyle: 'cinematic',
    style: 'Cinematic',
    seed: 22,
  },
  {
    ...GIRL,
    asset: 'samples/girl-underwater-paper-cut.webp',
    side: 768,
    alt: 'A girl in a yellow raincoat on the sea bed, cut from coloured paper',
    prompt: 'underwater',
    artStyle: 'paper-cut',
    style: 'Paper cut-out',
    seed: 6,
  },
  {
    ...FOX,
    asset: 'samples/fox-valley-woodcut.webp',
    side: 640,
    alt: 'The same fox in a snowy mountain valley, as a black and white woodcut',
    prompt: 'in a mountain valley in the snow',
    artStyle: 'woodcut',
    style: 'Woodcut',
    seed: 3,
  },
  {
    ...ROBOT,
    asset: 'samples/robot-moon-pixel-art.webp',
    side: 768,
    alt: 'The same robot on the moon before a ringed planet, as pixel art',
    prompt: 'on the moon, a planet behind',
    artStyle: 'pixel-art',
    style: 'Pixel art',
    seed: 5,
  },
  {
    ...GIRL,
    asset: 'samples/girl-forest-oil.webp',
    side: 640,
    alt: 'The same girl in a sunlit forest, painted in oil',
    prompt: 'in a forest in autumn',
    artStyle: 'oil',
    style: 'Oil painting',
    seed: 9,
  },
  {
    ...WORDS,
    asset: 'samples/sailboat-beach-watercolor.webp',
    side: 640,
    alt: 'A sailing boat with orange sails on a beach at sunset, painted in watercolour',
    prompt: 'a sailboat on the beach at sunset',
    artStyle: 'watercolor',
    style: 'Watercolour',
    seed: 32,
  },
  {
    ...WORDS,
    asset: 'samples/whale-underwater-paper-cut.webp',
    side: 640,
    alt: 'A blue whale under water, cut from coloured paper',
    prompt: 'a whale underwater',
    artStyle: 'paper-cut',
    style: 'Paper cut-out',
    seed: 33,
  },
  {
    ...WORDS,
    asset: 'samples/balloon-valley-gouache.webp',
    side: 640,
    alt: 'A red balloon over a green mountain valley, painted in gouache',
    prompt: 'a balloon in a mountain valley',
    artStyle: 'gouache',
    style: 'Gouache',
    seed: 6,
  },
];
