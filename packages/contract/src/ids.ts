/** The prefix of every id that travels on the wire or is stored. */
export const ID_PREFIXES = {
  organisation: 'org',
  key: 'key',
  person: 'usr',
  session: 'ses',
  signInMethod: 'sim',
  signInProof: 'sip',
  invitation: 'inv',
  account: 'acct',
  transaction: 'txn',
  entry: 'ent',
  hold: 'hold',
  generation: 'gen',
  image: 'img',
  request: 'req',
  job: 'job',
  event: 'evt',
  webhook: 'wh',
  webhookSecret: 'whs',
  delivery: 'dlv',
  lease: 'lease',
  character: 'char',
  providerKey: 'pk',
  subAccount: 'sub',
  budget: 'bud',
  auditEntry: 'aud',
  order: 'ord',
} as const;

/** What an id names. */
export type IdKind = keyof typeof ID_PREFIXES;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TIME_CHARACTERS = 8;
const RANDOM_CHARACTERS = 16;

/** Random bytes that `formatId` wants: 16 characters of base 62 are 95 bits. */
export const ID_RANDOM_BYTES = RANDOM_CHARACTERS;

/**
 * `<prefix>_<8 characters of time><16 random characters>`: sortable by creation, unguessable.
 * `nowMs` is unix milliseconds; `random` holds at least `ID_RANDOM_BYTES` bytes.
 */
export function formatId(kind: IdKind, nowMs: number, random: Uint8Array): string {
  if (random.length < RANDOM_CHARACTERS) {
    throw new RangeError(`an id needs ${RANDOM_CHARACTERS} random bytes, got ${random.length}`);
  }
  let time = '';
  for (let rest = Math.floor(nowMs), i = 0; i < TIME_CHARACTERS; i++) {
    time = ALPHABET.charAt(rest % 62) + time;
    rest = Math.floor(rest / 62);
  }
  return `${ID_PREFIXES[kind]}_${time}${toBase62(random, RANDOM_CHARACTERS)}`;
}

/** `length` characters of base 62, one a byte; 256 mod 62 costs under 0.05 bits a character. */
export function toBase62(bytes: Uint8Array, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += ALPHABET.charAt((bytes[i] ?? 0) % 62);
  return text;
}

/** True when `text` has the shape of an id of this kind; says nothing about its existence. */
export function isId(kind: IdKind, text: string): boolean {
  const prefix = `${ID_PREFIXES[kind]}_`;
  return text.startsWith(prefix) && /^[0-9A-Za-z]{8,40}$/.test(text.slice(prefix.length));
}
