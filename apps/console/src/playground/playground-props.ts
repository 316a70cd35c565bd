import type { ArtStyleSummary } from '../console-services.ts';

/** One input of the form, made from one field of the contract's request schema. */
export interface FormField {
  readonly name: string;
  readonly kind: 'select' | 'number' | 'text' | 'boolean';
  readonly description: string;
  /** For `select`. */
  readonly options: readonly string[];
  /** For `number`. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly whole: boolean;
  /** What the gateway takes when nothing is sent; null = it decides. */
  readonly fallback: string | null;
}

/** A model as the playground offers it. */
export interface PlaygroundModel {
  readonly id: string;
  readonly name: string;
  readonly maker: string;
  /** Micro-dollars for one picture at each rendering speed. */
  readonly priceMicroUsd: Readonly<Record<string, number>>;
  /** The speed that each quality asks for where no speed is named. */
  readonly speedOfQuality: Readonly<Record<string, string>>;
  /** Takes a picture of a character. */
  readonly takesPicture: boolean;
  readonly fields: readonly FormField[];
  /** Largest `n`. */
  readonly maxPictures: number;
}

/** A character that is at hand for those who brought none. */
export interface SampleCharacter {
  readonly name: string;
  readonly url: string;
  readonly alt: string;
}

/** A look, with its thumbnail when there is one. */
export interface OfferedStyle extends ArtStyleSummary {
  readonly thumbnailUrl: string | null;
}

/** Everything the playground starts with; plain data, so that it can travel inside the page. */
export interface PlaygroundProps {
  readonly publicUrl: string;
  readonly models: readonly PlaygroundModel[];
  /** Model that is chosen at first. */
  readonly modelId: string;
  readonly styles: readonly OfferedStyle[];
  readonly characters: readonly SampleCharacter[];
}

/** Where the page keeps the props for the script. */
export const PROPS_ELEMENT_ID = 'playground-props';

/** The element that the script brings to life. */
export const ROOT_ELEMENT_ID = 'playground-root';
