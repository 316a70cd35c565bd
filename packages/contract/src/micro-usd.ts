declare const unit: unique symbol;

/** An amount of money: integer millionths of a US dollar ($0.050 = 50 000n). Never a float. */
export type MicroUsd = bigint & { readonly [unit]: 'micro-usd' };

/** One dollar. */
export const ONE_USD = microUsd(1_000_000n);

/** Nothing. */
export const ZERO_USD = microUsd(0n);

/** Marks an integer as micro-dollars. */
export function microUsd(amount: bigint): MicroUsd {
  return amount as MicroUsd;
}

/** `amount` for each of `count` pictures. */
export function timesCount(amount: MicroUsd, count: number): MicroUsd {
  return microUsd(amount * BigInt(count));
}

/** Dollars as people write them: at least `decimals` digits behind the point, more when needed. */
export function formatUsd(amount: MicroUsd, decimals = 2): string {
  return `${amount < 0n ? '-' : ''}$${decimalText(magnitude(amount), 6, decimals)}`;
}

/** Cents for the wire, at most 4 decimals: 50 000 -> "5", 1 250 -> "0.125". */
export function formatCents(amount: MicroUsd): string {
  return `${amount < 0n ? '-' : ''}${decimalText(magnitude(amount), 4, 0)}`;
}

/** Reads dollars such as "5", "$0.05" or "12.345678". Throws a RangeError on anything else. */
export function parseUsd(text: string): MicroUsd {
  const match = /^\$?(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (match === null) {
    throw new RangeError(`"${text}" is not an amount of dollars; write it like 5 or 0.05`);
  }
  const fraction = (match[2] ?? '').padEnd(6, '0');
  return microUsd(BigInt(match[1] ?? '0') * 1_000_000n + BigInt(fraction));
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/** `amount` / 10^`places` as a decimal with at least `minimum` digits behind the point. */
function decimalText(amount: bigint, places: number, minimum: number): string {
  const digits = amount.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, -places);
  const fraction = digits.slice(-places).replace(/0+$/, '').padEnd(minimum, '0');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
