/** A figure, the limit it is held against and their unit. */
export interface Verdict {
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** True when more is better. */
  readonly atLeast?: boolean;
}

/** Prints whether a figure keeps its limit. */
export function verdict(name: string, { value, limit, unit, atLeast = false }: Verdict): void {
  const ok = atLeast ? value >= limit : value <= limit;
  const sign = atLeast ? '>=' : '<=';
  const figures = `${value.toFixed(2)} ${unit} (${sign} ${limit.toFixed(2)})`;
  console.log(`${ok ? 'ok  ' : 'MISS'}  ${name}: ${figures}`);
}
