import { modelTestText, modelText } from './model-template.ts';
import { type Names, toNames } from './names.ts';
import { providerTestText, providerText } from './provider-template.ts';
import { sceneTestText, sceneText } from './scene-template.ts';
import { styleTestText, styleText } from './style-template.ts';

/** A file that `npm run new` writes. */
export interface NewFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

interface Template {
  readonly folder: string;
  readonly text: (names: Names) => string;
  readonly test: (names: Names) => string;
}

const TEMPLATES = {
  provider: { folder: 'packages/providers/src', text: providerText, test: providerTestText },
  style: { folder: 'packages/atelier/src/styles', text: styleText, test: styleTestText },
  scene: { folder: 'packages/atelier/src/scene/scenes', text: sceneText, test: sceneTestText },
  model: { folder: 'packages/catalog/src/models', text: modelText, test: modelTestText },
} as const satisfies Record<string, Template>;

/** What `npm run new` can start. */
export type Kind = keyof typeof TEMPLATES;

/** True for the name of a kind. */
export function isKind(text: string | undefined): text is Kind {
  return text !== undefined && Object.hasOwn(TEMPLATES, text);
}

/** The starting file of a new thing and its test. Throws when the name has another shape. */
export function startFiles(kind: Kind, name: string): NewFile[] {
  const word = '[a-z][a-z0-9]*(-[a-z0-9]+)*';
  const shape = kind === 'model' ? `${word}/${word}` : word;
  if (!new RegExp(`^${shape}$`).test(name)) {
    const wanted = kind === 'model' ? '<maker>/<model> in kebab-case' : 'one name in kebab-case';
    throw new Error(`"${name}" cannot name a ${kind}; write ${wanted}.`);
  }
  const { folder, text, test }: Template = TEMPLATES[kind];
  const names = toNames(name);
  return [
    { path: `${folder}/${name}.ts`, text: text(names) },
    { path: `${folder}/${name}.test.ts`, text: test(names) },
  ];
}
