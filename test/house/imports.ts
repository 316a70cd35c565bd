import { posix } from 'node:path';
import ts from 'typescript';
import { lineOf, walk } from './house.ts';

/** One import of any form: `import`, `export … from`, `import()`, `import('…').Type`, `require`. */
export interface ImportUse {
  readonly specifier: string;
  readonly line: number;
  /** Erased before the code runs. */
  readonly typeOnly: boolean;
}

/** Every import of a file. */
export function importsOf(ast: ts.SourceFile): ImportUse[] {
  const uses: ImportUse[] = [];
  walk(ast, (node) => {
    const found = readImport(node);
    if (found) uses.push({ ...found, line: lineOf(ast, node) });
  });
  return uses;
}

function readImport(node: ts.Node): Omit<ImportUse, 'line'> | null {
  if (ts.isImportDeclaration(node)) {
    return fromLiteral(node.moduleSpecifier, isTypeOnlyImport(node.importClause));
  }
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    const allTypes =
      clause !== undefined &&
      ts.isNamedExports(clause) &&
      clause.elements.length > 0 &&
      clause.elements.every((element) => element.isTypeOnly);
    return fromLiteral(node.moduleSpecifier, node.isTypeOnly || allTypes);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return fromLiteral(node.argument.literal, true);
  }
  if (ts.isCallExpression(node) && isImportCall(node)) return fromLiteral(node.arguments[0], false);
  return null;
}

function isImportCall(node: ts.CallExpression): boolean {
  const { expression } = node;
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(expression) && expression.text === 'require';
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) {
    return false;
  }
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

function fromLiteral(node: ts.Node | undefined, typeOnly: boolean): Omit<ImportUse, 'line'> | null {
  if (node === undefined || !ts.isStringLiteralLike(node)) return null;
  return { specifier: node.text, typeOnly };
}

/** True for `./x.ts` and `../x.ts`. */
export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

/** The repository path a relative specifier names. */
export function resolveRelative(path: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(path), specifier));
}

/** The package of a bare specifier: `@scope/name/deep` -> `@scope/name`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Where a file reads something of the world: `process.env`, `Date.now`, `fetch`, `new Date()`. */
export interface GlobalUse {
  readonly name: string;
  readonly line: number;
}

/** Every use of one of the global `names` (dotted where a member is meant) in a file. */
export function globalUses(ast: ts.SourceFile, names: ReadonlySet<string>): GlobalUse[] {
  const declared = declaredNames(ast);
  const uses: GlobalUse[] = [];
  walk(ast, (node) => {
    for (const name of namesUsedBy(node)) {
      const root = name.split('.')[0] ?? name;
      if (names.has(name) && !declared.has(root)) uses.push({ name, line: lineOf(ast, node) });
    }
  });
  return uses;
}

/** The dotted global names one node stands for, itself only. */
function namesUsedBy(node: ts.Node): string[] {
  if (isClockRead(node)) return ['new Date()'];
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const name = dottedName(node);
    return name === null ? [] : [name];
  }
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
    const root = dottedName(node.initializer);
    if (root === null) return [];
    return node.name.elements.map((element) => {
      const key = element.propertyName ?? element.name;
      return stripGlobalThis(`${root}.${key.getText()}`);
    });
  }
  if (ts.isIdentifier(node) && isReference(node)) return [node.text];
  return [];
}

/** `new Date()` and `Date()` read the clock; `new Date(ms)` does not. */
function isClockRead(node: ts.Node): boolean {
  const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
  if (!isCall || dottedName(node.expression) !== 'Date') return false;
  return ts.isCallExpression(node) || (node.arguments?.length ?? 0) === 0;
}

function dottedName(node: ts.Node): string | null {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isMetaProperty(node)) return 'import.meta';
  if (ts.isPropertyAccessExpression(node)) return joinName(node.expression, node.name.text);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return joinName(node.expression, node.argumentExpression.text);
  }
  return null;
}

function joinName(owner: ts.Node, member: string): string | null {
  const name = dottedName(owner);
  return name === null ? null : stripGlobalThis(`${name}.${member}`);
}

function stripGlobalThis(name: string): string {
  return name.replace(/^(globalThis|global)\./, '');
}

/** True when an identifier is read as a value, not when it names a member or a type. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isTypeNode(parent) || ts.isTypeElement(parent) || ts.isQualifiedName(parent)) return false;
  return !(ts.isClassElement(parent) && parent.name === node) && !ts.isJsxAttribute(parent);
}

/** Names a file declares anywhere: those are not the globals of the same name. */
function declaredNames(ast: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  walk(ast, (node) => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) {
      names.add(node.name.text);
    }
  });
  return names;
}
