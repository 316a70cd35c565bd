import type { FieldRule, ImageOrder, Picture } from '../define-provider.ts';
import { approximated, used } from './unsupported-fields.ts';

/** One picture that goes upstream, and what it is for. */
export interface PictureRole {
  readonly role: 'source' | 'character' | 'style';
  readonly picture: Picture;
}

/** Rules that go with `composePrompt` and `listPictures`. */
export const REFERENCE_RULES = {
  image: used,
  character_reference_images: approximated(
    'is sent as a picture of the edit, and a sentence in the prompt says what it shows',
  ),
  style_reference_images: approximated(
    'is sent as a picture of the edit, and a sentence in the prompt says what it shows',
  ),
  art_style: approximated('is asked for in words'),
  magic_prompt: approximated('only decides whether the pictures are named in the prompt'),
} as const satisfies Record<string, FieldRule>;

/** Source, characters and style references in that order; a picture with two roles goes once. */
export function listPictures(order: ImageOrder): PictureRole[] {
  const all: PictureRole[] = [
    ...(order.source ? [{ role: 'source' as const, picture: order.source }] : []),
    ...order.characters.map((picture) => ({ role: 'character' as const, picture })),
    ...order.styleReferences.map((picture) => ({ role: 'style' as const, picture })),
  ];
  return all.filter((one, at) => !all.slice(0, at).some((other) => isSame(one, other)));
}

function isSame(one: PictureRole, other: PictureRole): boolean {
  if (one.picture.bytes === other.picture.bytes) return true;
  return Buffer.compare(one.picture.bytes, other.picture.bytes) === 0;
}

/**
 * The prompt with what upstreams can only be told in words: the art style, and what each of
 * several pictures shows, by its place. `magic_prompt: "off"` leaves the pictures unnamed.
 */
export function composePrompt(order: ImageOrder, pictures: readonly PictureRole[]): string {
  const { art_style: style, magic_prompt: magic } = order.options;
  const named = magic === 'off' || pictures.length < 2 ? [] : pictures.map(namePicture);
  const look = style === undefined ? [] : [`Art style: ${style.replaceAll('-', ' ')}.`];
  return [order.prompt, ...look, ...named].join(' ');
}

function namePicture({ role }: PictureRole, at: number): string {
  switch (role) {
    case 'source':
      return `Image ${at + 1} is the picture to change.`;
    case 'character':
      return `Image ${at + 1} shows the character, whose appearance stays.`;
    case 'style':
      return `Image ${at + 1} shows only the style to paint in.`;
    default:
      return role satisfies never;
  }
}

/** The final prompt for the answer, or null where it is the caller's own. */
export function toRevisedPrompt(order: ImageOrder, sent: string): string | null {
  return sent === order.prompt ? null : sent;
}
