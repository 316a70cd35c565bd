import ts from 'typescript';
import type { Unit } from './boundary-rules.ts';
import { type Fault, isProduction, lineOf, walk } from './house.ts';

/** Ids of things that are declared one file each, with the code that is shared by their kind. */
export interface NamedKind {
  readonly ids: ReadonlySet<string>;
  /** Files that may know a single one of them. */
  readonly ownFiles: RegExp;
}

/** The kinds, read from the paths of the repository. */
export function namedKinds(paths: readonly string[], providers: ReadonlySet<string>): NamedKind[] {
  const idsUnder = (pattern: RegExp) =>
    new Set(
      paths
        .filter((path) => !/\.(test|case|gen)\.ts$|\/define-/.test(path))
        .flatMap((path) => pattern.exec(path)?.[1] ?? []),
    );
  return [
    { ids: providers, ownFiles: /^packages\/providers\/src\// },
    {
      ids: idsUnder(/^packages\/catalog\/src\/models\/(.+)\.ts$/),
      ownFiles: /^packages\/catalog\/src\/models\//,
    },
    {
      ids: idsUnder(/^packages\/atelier\/src\/styles\/([^/]+)\.ts$/),
      ownFiles: /^packages\/atelier\/src\/styles\//,
    },
    {
      ids: idsUnder(/^packages\/atelier\/src\/scene\/scenes\/([^/]+)\.ts$/),
      ownFiles: /^packages\/atelier\/src\/scene\/scenes\//,
    },
  ];
}

/** Shared code that asks which provider, model, style or scene it has before it. */
export function nameFaults(unit: Unit, kinds: readonly NamedKind[]): Fault[] {
  if (!isProduction(unit.path)) return [];
  const faults: Fault[] = [];
  walk(unit.ast, (node) => {
    for (const text of comparedTexts(node)) {
      const kind = kinds.find(({ ids, ownFiles }) => ids.has(text) && !ownFiles.test(unit.path));
      if (kind === undefined) continue;
      const message = `shared code asks for "${text}"; declare a capability instead`;
      faults.push({ path: unit.path, line: lineOf(unit.ast, node), rule: 'name', message });
    }
  });
  return faults;
}

/** The literals that a comparison or a `case` compares with. */
function comparedTexts(node: ts.Node): string[] {
  if (ts.isCaseClause(node)) return literal(node.expression);
  if (!ts.isBinaryExpression(node)) return [];
  const operator = node.operatorToken.kind;
  const compares =
    operator === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    operator === ts.SyntaxKind.ExclamationEqualsEqualsToken;
  return compares ? [...literal(node.left), ...literal(node.right)] : [];
}

function literal(node: ts.Node): string[] {
  return ts.isStringLiteralLike(node) ? [node.text] : [];
}
