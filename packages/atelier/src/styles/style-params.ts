import type { Style } from './define-style.ts';

/**
 * A style's parameters with defaults filled in. Throws RangeError for a name the style does not
 * have and for a value outside `min..max`: a wish is refused, never quietly changed.
 */
export function resolveStyleParams(
  style: Pick<Style, 'id' | 'params'>,
  given: Readonly<Record<string, number>> = {},
): Record<string, number> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(style.params, name)) {
      const known = Object.keys(style.params).join(', ');
      throw new RangeError(`style "${style.id}" has no parameter "${name}"; it has ${known}`);
    }
  }
  return Object.fromEntries(
    Object.entries(style.params).map(([name, param]) => {
      const value = given[name] ?? param.default;
      if (!(value >= param.min && value <= param.max)) {
        throw new RangeError(
          `style "${style.id}": ${name} must be from ${param.min} to ${param.max}, not ${value}`,
        );
      }
      return [name, value];
    }),
  );
}
