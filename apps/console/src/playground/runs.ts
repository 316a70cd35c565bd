import type { Choices } from './build-request.ts';
import type { CallResult } from './call-gateway.ts';

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
