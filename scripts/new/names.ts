/** Names of a new thing in the forms that files need. */
export interface Names {
  /** `oil-pastel`; for a model `maker/model`. */
  readonly id: string;
  /** `oilPastel`. */
  readonly constant: string;
  /** `Oil Pastel`. */
  readonly title: string;
}

/** All forms of a name. */
export function toNames(id: string): Names {
  return { id, constant: toConstant(id), title: toTitle(id) };
}

function toConstant(name: string): string {
  return name.replace(/[-/]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `maker/oil-pastel` -> `Oil Pastel`. */
export function toTitle(name: string): string {
  const words = (name.split('/').at(-1) ?? name).split('-');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
