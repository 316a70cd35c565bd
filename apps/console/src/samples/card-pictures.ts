import { sentenceCase } from '../catalogue/collections.ts';
import type { Sample } from './samples.ts';

/** The picture on a model's card: something one would ask that model for. */
export interface CardPicture extends Sample {
  /** Id of the model whose card it is; `model` is who drew it. */
  readonly cardOf: string;
}

const SIDE = 480;
const CHARACTERS = {
  fox: 'A fox',
  robot: 'A teal robot',
  girl: 'A girl in a yellow coat',
} as const;

/** Card, character or `-`, prompt, art style, seed. One line a card. */
const TABLE = `
atelier/character-remix | fox | in a sunlit meadow with flowers | gouache | 4
atelier/scene | - | a lighthouse on the beach at dusk | oil | 8
black-forest-labs/flux-2-klein-4b | - | a sailboat on the sea in the morning | flat-poster | 5
black-forest-labs/flux-2-klein-9b | - | a red car in a street at night in the rain | cinematic | 11
black-forest-labs/flux-2-max | girl | in an old town lane at dusk | cinematic | 7
black-forest-labs/flux-2-pro | robot | in a jungle in misty light | cinematic | 3
google/gemini-2.5-flash-image | robot | in a sunny kitchen | clay | 2
google/gemini-3-pro-image | girl | in a library by lamp light | colored-pencil | 5
google/gemini-3.1-flash-image | fox | at a market street at dusk | anime | 9
ideogram/ideogram-character-edit | girl | on a theatre stage in a spotlight | pastel | 4
ideogram/ideogram-character-remix | robot | in a snowy winter village at night | oil | 6
ideogram/ideogram-character | girl | on floating islands in the clouds | anime | 3
ideogram/ideogram-v3-edit | - | a teapot in a cafe | watercolor | 7
ideogram/ideogram-v3-reframe | - | a camel in the desert at sunset | ukiyo-e | 12
ideogram/ideogram-v3-remix | fox | in a forest in the fog | ink-wash | 5
ideogram/ideogram-v3-replace-background | robot | in a workshop | comic | 8
ideogram/ideogram-v3-transparent | fox | in a studio before a backdrop | low-poly | 3
ideogram/ideogram-v3 | - | an owl in the forest at night | stained-glass | 6
ideogram/ideogram-v4 | - | a rocket on the moon | risograph | 4
local/engine | robot | in a bedroom by lamp light | pencil | 2
openai/gpt-image-1-mini | - | a penguin in the snow | paper-cut | 5
openai/gpt-image-1.5 | girl | on the deck of a sailing ship | impasto | 9
qwen/qwen-image-edit-2511 | fox | in a castle hall | mosaic | 4
recraft/recraft-v4.1 | - | a balloon over green hills | flat-poster | 3
stability/stable-diffusion-3.5-large | - | a horse in a mountain valley | impasto | 7
stability/stable-image-core | - | a turtle underwater by a coral reef | pointillism | 5
stability/stable-image-ultra | - | a lion in the grassland at sunset | oil | 2
`;

/** One for each model, drawn by the built-in engine; `npm run samples` draws them anew. */
export const CARD_PICTURES: readonly CardPicture[] = TABLE.trim().split('\n').map(readLine);

function readLine(line: string): CardPicture {
  const [cardOf = '', who = '', prompt = '', artStyle = '', seed = ''] = line
    .split('|')
    .map((cell) => cell.trim());
  const drawing = who === 'fox' || who === 'robot' || who === 'girl' ? who : null;
  return {
    cardOf,
    model: drawing ? 'atelier/character-remix' : 'atelier/scene',
    asset: `cards/${cardOf.replace('/', '_')}.webp`,
    side: SIDE,
    alt: drawing ? `${CHARACTERS[drawing]} ${prompt}` : sentenceCase(prompt),
    character: drawing ? `characters/${drawing}.png` : null,
    prompt,
    artStyle,
    style: sentenceCase(artStyle),
    seed: Number(seed),
  };
}
