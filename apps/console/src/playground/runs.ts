import type { Choices } from './build-request.ts';
import type { ArrivedPicture, CallResult } from './call-gateway.ts';

/** One call and what became of it. */
export type Run = {
  readonly id: string;
  readonly model: { readonly id: string; readonly name: string };
  readonly choices: Choices;
} & (
  | { readonly state: 'running'; readonly partials: Readonly<Record<number, string>> }
  | { readonly state: 'done'; readonly result: CallResult; readonly tookMs: number }
  | { readonly state: 'failed'; readonly message: string; readonly requestId: string | null }
);

/** A run that has pictures. */
export type DoneRun = Extract<Run, { state: 'done' }>;

/** What can be done with a picture that was made. */
export interface RunVerbs {
  readonly onCancel: () => void;
  readonly onRerun: (choices: Choices) => void;
  /** A picture made here becomes the character. */
  readonly onUse: (url: string) => void;
  /** The address under which others can see it. */
  readonly linkOf: (choices: Choices, picture: ArrivedPicture) => string;
}

/** Style sheets cannot take a ratio from an attribute, so the few shapes have names. */
export function shapeOf(size: string): 'square' | 'landscape' | 'portrait' {
  const [width = 1, height = 1] = size.split('x').map(Number);
  return width === height ? 'square' : width > height ? 'landscape' : 'portrait';
}
