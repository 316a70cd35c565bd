import type { ModelRequestSchema } from '@aigateway/contract';

/** A model as the playground offers it. */
export interface PlaygroundModel {
  readonly id: string;
  readonly name: string;
  readonly maker: string;
  /** Micro-dollars for one picture at each rendering speed. */
  readonly priceMicroUsd: Readonly<Record<string, number>>;
  /** The same for the sizes `WxH` that have prices of their own. */
  readonly priceBySize: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The speed that each quality asks for where no speed is named. */
  readonly speedOfQuality: Readonly<Record<string, string>>;
}

/** A character that is at hand for those who brought none. */
export interface SampleCharacter {
  readonly name: string;
  readonly url: string;
  readonly alt: string;
}

/** A place, and the words that ask for it. */
export interface OfferedScene {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly thumbnailUrl: string | null;
}

/** A picture made before, and what asks for it. */
export interface OfferedExample {
  readonly url: string;
  readonly alt: string;
  readonly prompt: string;
  readonly artStyle: string;
  readonly style: string;
  readonly seed: number;
  /** Address of the character that went in. */
  readonly character: string;
}

/** Everything the playground starts with; plain data, so that it can travel inside the page. */
export interface PlaygroundProps {
  readonly publicUrl: string;
  readonly models: readonly PlaygroundModel[];
  /** What the model that is chosen at first honours; the others are asked for when chosen. */
  readonly schema: ModelRequestSchema;
  /** Addresses by art style. */
  readonly styleThumbnails: Readonly<Record<string, string>>;
  readonly scenes: readonly OfferedScene[];
  readonly characters: readonly SampleCharacter[];
  readonly examples: readonly OfferedExample[];
}
