/** What a stream has to say next. */
export type Message<Partial, Done> =
  | { readonly kind: 'partial'; readonly partial: Partial }
  | { readonly kind: 'beat' }
  | { readonly kind: 'done'; readonly outcome: Done }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Messages on their way from who makes to who reads. */
export interface Inbox<Partial, Done> {
  put(message: Message<Partial, Done>): void;
  /** The oldest message; waits where there is none. One reader at a time. */
  take(): Promise<Message<Partial, Done>>;
}

/** Intermediate pictures that wait at most; a slower reader misses the oldest of them. */
const MAX_WAITING = 4;

/**
 * Messages in their order. What waits is bounded whatever the reader does: few partial pictures,
 * one beat, one end.
 */
export function createInbox<Partial, Done>(): Inbox<Partial, Done> {
  const waiting: Message<Partial, Done>[] = [];
  let wake = () => {};
  return {
    put(message) {
      if (message.kind === 'beat' && waiting.length > 0) return;
      const partials = waiting.filter((one) => one.kind === 'partial');
      if (message.kind === 'partial' && partials.length >= MAX_WAITING) {
        waiting.splice(
          waiting.findIndex((one) => one.kind === 'partial'),
          1,
        );
      }
      waiting.push(message);
      wake();
    },
    async take() {
      while (true) {
        const message = waiting.shift();
        if (message) return message;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
