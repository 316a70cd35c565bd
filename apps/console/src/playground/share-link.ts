import type { Choices } from './build-request.ts';
import type { ArrivedPicture } from './call-gateway.ts';

/** What a share link carries: what asks for a picture, and where the picture is, while it is. */
export interface Shared {
  readonly modelId: string;
  readonly prompt: string;
  readonly artStyle: string;
  readonly size: string;
  readonly seed: string;
  readonly options: Readonly<Record<string, string>>;
  /** Address of a character that is at hand for everybody; what a visitor brought stays theirs. */
  readonly character: string | null;
  /** Path of the picture on the gateway that made it. */
  readonly picture: string | null;
}

const MARK = '#shared=';

/**
 * The address under which a picture and its making can be seen by whoever has it. All of it is in
 * the part of the address that browsers do not send: nothing is kept on a server for it.
 */
export function writeShareLink(page: string, choices: Choices, picture: ArrivedPicture): string {
  const character = choices.picture?.previewUrl ?? null;
  const shared: Shared = {
    modelId: choices.modelId,
    prompt: choices.prompt,
    artStyle: choices.artStyle,
    size: choices.size,
    seed: picture.seed === null ? choices.seed : String(picture.seed),
    options: choices.options,
    character: character?.startsWith('/assets/') ? character : null,
    picture: picture.url.startsWith('/img/') ? picture.url : null,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  const text = btoa(String.fromCharCode(...bytes));
  return `${page}${MARK}${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** What the page was opened with, or null. Whatever is not as it should be is null as well. */
export function readShareLink(fragment: string): Shared | null {
  if (!fragment.startsWith(MARK)) return null;
  try {
    const text = fragment.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return check(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** A link is written by a stranger: only texts get through, and addresses of this host. */
function check(value: unknown): Shared | null {
  if (typeof value !== 'object' || value === null) return null;
  const given = value as Record<string, unknown>;
  const text = (name: string) => (typeof given[name] === 'string' ? String(given[name]) : '');
  const path = (name: string, start: string) =>
    text(name).startsWith(start) && !text(name).includes('..') ? text(name) : null;
  const options = typeof given.options === 'object' && given.options ? given.options : {};
  return {
    modelId: text('modelId'),
    prompt: text('prompt').slice(0, 10_000),
    artStyle: text('artStyle'),
    size: text('size'),
    seed: text('seed'),
    options: Object.fromEntries(
      Object.entries(options).filter((pair): pair is [string, string] => {
        return typeof pair[1] === 'string';
      }),
    ),
    character: path('character', '/assets/'),
    picture: path('picture', '/img/'),
  };
}
