/** A character that is shipped for those who brought none. */
export interface ShippedCharacter {
  readonly name: string;
  /** Name of the drawing it is made from. */
  readonly drawing: 'fox' | 'robot' | 'girl';
  /** File in `assets/`: a picture with a transparent background. */
  readonly asset: string;
  readonly alt: string;
}

/** All shipped characters, drawn for this project; `npm run samples` makes their files. */
export const CHARACTERS: readonly ShippedCharacter[] = [
  {
    name: 'Fox',
    drawing: 'fox',
    asset: 'characters/fox.png',
    alt: 'An orange fox with a red scarf',
  },
  {
    name: 'Robot',
    drawing: 'robot',
    asset: 'characters/robot.png',
    alt: 'A teal robot with a star on its chest',
  },
  {
    name: 'Girl',
    drawing: 'girl',
    asset: 'characters/girl.png',
    alt: 'A girl in a yellow raincoat and red boots',
  },
];
