/** A picture shown on the site, and how it was asked for. */
export interface Sample {
  /** File in `assets/`. */
  readonly asset: string;
  /** Side of the square file in pixels; it was drawn at 1024. */
  readonly side: number;
  /** What is to be seen, for those who cannot see it. */
  readonly alt: string;
  /** Id of the model that made it. */
  readonly model: string;
  readonly prompt: string;
  readonly style: string;
  readonly seed: number;
}

const REMIX = 'atelier/character-remix';
const SCENE = 'atelier/scene';

/** All samples that are shipped, best first. Every one was made by the built-in engine. */
export const SAMPLES: readonly Sample[] = [
  {
    asset: 'samples/teddy-beach-watercolor.webp',
    side: 1024,
    alt: 'A teddy bear with a red bow tie on a beach at sunset, painted in watercolour',
    model: REMIX,
    prompt: 'on the beach at sunset',
    style: 'Watercolour',
    seed: 21,
  },
  {
    asset: 'samples/teddy-valley-woodcut.webp',
    side: 640,
    alt: 'The same teddy bear in a mountain valley, as a black and white woodcut',
    model: REMIX,
    prompt: 'in a mountain valley',
    style: 'Woodcut',
    seed: 27,
  },
  {
    asset: 'samples/teddy-city-cinematic.webp',
    side: 800,
    alt: 'The same teddy bear in a rainy city street at night, as a film still',
    model: REMIX,
    prompt: 'in a city street at night in the rain',
    style: 'Cinematic',
    seed: 22,
  },
  {
    asset: 'samples/teddy-valley-gouache.webp',
    side: 800,
    alt: 'The same teddy bear in a green valley at dawn, painted in gouache',
    model: REMIX,
    prompt: 'in a mountain valley at dawn',
    style: 'Gouache',
    seed: 23,
  },
  {
    asset: 'samples/teddy-city-impasto.webp',
    side: 800,
    alt: 'The same teddy bear in a city street at sunset, in thick oil paint',
    model: REMIX,
    prompt: 'in a city street at sunset',
    style: 'Impasto',
    seed: 29,
  },
  {
    asset: 'samples/penguin-valley-watercolor.webp',
    side: 800,
    alt: 'A penguin in a snowy valley, painted in watercolour',
    model: REMIX,
    prompt: 'in a mountain valley in the snow',
    style: 'Watercolour',
    seed: 26,
  },
  {
    asset: 'samples/fox-valley-risograph.webp',
    side: 640,
    alt: 'A red fox among snowy firs, as a grainy two-colour print',
    model: SCENE,
    prompt: 'a red fox in a mountain valley in the snow',
    style: 'Risograph',
    seed: 31,
  },
  {
    asset: 'samples/sailboat-beach-watercolor.webp',
    side: 800,
    alt: 'A sailing boat with orange sails on a beach at sunset, painted in watercolour',
    model: SCENE,
    prompt: 'a sailboat on the beach at sunset',
    style: 'Watercolour',
    seed: 32,
  },
];
