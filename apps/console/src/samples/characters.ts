/** A character that is shipped for those who brought none. */
export interface ShippedCharacter {
  readonly name: string;
  /** File in `assets/`: a picture with a transparent background. */
  readonly asset: string;
  readonly alt: string;
}

/** All shipped characters; where they come from stands in `assets/characters/SOURCES.md`. */
export const CHARACTERS: readonly ShippedCharacter[] = [
  { name: 'Teddy', asset: 'characters/teddy.png', alt: 'A brown teddy bear with a red bow tie' },
  { name: 'Penguin', asset: 'characters/penguin.png', alt: 'An emperor penguin, one wing out' },
  { name: 'Chemist', asset: 'characters/chemist.png', alt: 'A woman in a lab coat with a flask' },
];
