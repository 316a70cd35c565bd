/** Why the engine made no picture; the message is a sentence for the caller. */
export class AtelierError extends Error {
  override readonly name = 'AtelierError';
  constructor(
    readonly code: 'invalid_image' | 'saturated',
    message: string,
  ) {
    super(message);
  }
}
