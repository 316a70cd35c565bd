import { isBuiltin } from 'node:module';
import type ts from 'typescript';
import {
  type Fault,
  type HouseFile,
  isProduction,
  isTestCode,
  parse,
  type Workspace,
  workspaceDir,
} from './house.ts';
import { IMPORT_TABLE } from './import-table.ts';
import {
  globalUses,
  type ImportUse,
  importsOf,
  isRelative,
  packageOf,
  resolveRelative,
} from './imports.ts';

/** A parsed file and what it imports. */
export interface Unit {
  readonly path: string;
  readonly ast: ts.SourceFile;
  readonly imports: readonly ImportUse[];
}

/** The workspaces, and what the repository's own package.json declares. */
export interface Ground {
  readonly workspaces: readonly Workspace[];
  readonly rootDevDependencies: ReadonlySet<string>;
}

/** Parses a file for the rules. */
export function toUnit(file: HouseFile): Unit {
  const ast = parse(file);
  return { path: file.path, ast, imports: importsOf(ast) };
}

/** Breaches of the import table by one file: workspaces, packages, Node's modules, test code. */
export function importFaults(unit: Unit, ground: Ground): Fault[] {
  const dir = workspaceDir(unit.path);
  const own = ground.workspaces.find((workspace) => workspace.dir === dir);
  if (own === undefined) return [];
  return unit.imports.flatMap((use) => {
    const message = isRelative(use.specifier)
      ? judgeRelative(unit.path, use, own)
      : judgeBare(unit.path, use, { own, ground });
    return message === null ? [] : [fault(unit.path, use.line, { rule: 'import', message })];
  });
}

function judgeRelative(path: string, use: ImportUse, own: Workspace): string | null {
  const target = resolveRelative(path, use.specifier);
  const isLauncher = path.startsWith(`${own.dir}/bin/`) && /^(scripts|dist)\//.test(target);
  if (isLauncher) return null;
  if (!target.startsWith(`${own.dir}/`)) {
    return `"${use.specifier}" leaves the workspace; import the other one by its name`;
  }
  if (!/\.[a-z0-9]+$/.test(target)) return `"${use.specifier}" lacks its file extension`;
  if (isProduction(path) && !isProduction(target) && !use.typeOnly) {
    return `"${use.specifier}" is test code`;
  }
  return null;
}

interface Place {
  readonly own: Workspace;
  readonly ground: Ground;
}

function judgeBare(path: string, use: ImportUse, place: Place): string | null {
  const name = packageOf(use.specifier);
  if (isBuiltin(use.specifier)) return judgeBuiltin(path, use.specifier, place.own);
  const other = place.ground.workspaces.find((workspace) => workspace.name === name);
  if (other !== undefined) return judgeWorkspace(path, use, { ...place, other });
  return judgePackage(path, name, place);
}

function judgeBuiltin(path: string, specifier: string, own: Workspace): string | null {
  if (!specifier.startsWith('node:')) return `write "node:${specifier}"`;
  const rule = ruleOf(own);
  const bare = specifier.slice('node:'.length);
  if (!isProduction(path) || rule.neverBuiltins === null) return null;
  return rule.neverBuiltins.test(bare) ? `${own.dir} may not use ${specifier}` : null;
}

function judgeWorkspace(
  path: string,
  use: ImportUse,
  place: Place & { readonly other: Workspace },
): string | null {
  const { own, other } = place;
  const short = folderName(other);
  const entry = `.${use.specifier.slice(other.name.length)}`;
  if (other.name === own.name) return 'a workspace imports its own files by relative path';
  if (!other.entries.has(entry)) {
    return `"${use.specifier}" reaches past the entry of ${other.dir}`;
  }
  const inTest = isTestCode(path);
  if (short === 'testkit' || entry.includes('testing')) {
    return inTest ? null : `"${use.specifier}" is for tests only`;
  }
  const allowed = ruleOf(own).workspaces[short];
  if (allowed === undefined) return `${own.dir} may not import ${other.dir}`;
  if (!inTest && allowed === 'types' && !use.typeOnly) {
    return `${own.dir} may import only types of ${other.dir}`;
  }
  return isDeclared(path, other.name, place) ? null : notDeclared(other.name, own);
}

function judgePackage(path: string, name: string, place: Place): string | null {
  const { own } = place;
  const never = ruleOf(own).neverPackages;
  if (isProduction(path) && never?.test(name)) return `${own.dir} may not use ${name}`;
  return isDeclared(path, name, place) ? null : notDeclared(name, own);
}

function isDeclared(path: string, name: string, { own, ground }: Place): boolean {
  if (own.dependencies.has(name)) return true;
  if (isProduction(path)) return false;
  return own.devDependencies.has(name) || ground.rootDevDependencies.has(name);
}

function notDeclared(name: string, own: Workspace): string {
  return `${name} is not declared in ${own.dir}/package.json`;
}

/** What a package.json declares against the table: a dependency nobody may import. */
export function manifestFaults(own: Workspace, ground: Ground): Fault[] {
  const rule = ruleOf(own);
  const path = `${own.dir}/package.json`;
  return [...own.dependencies].flatMap((name) => {
    const other = ground.workspaces.find((workspace) => workspace.name === name);
    const refused = other
      ? rule.workspaces[folderName(other)] === undefined
      : rule.neverPackages?.test(name);
    return refused
      ? [fault(path, 1, { rule: 'import', message: `${own.dir} may not depend on ${name}` })]
      : [];
  });
}

/** Globals a workspace may not read, and settings read outside their place. */
export function globalFaults(unit: Unit): Fault[] {
  if (!isProduction(unit.path)) return [];
  const dir = workspaceDir(unit.path);
  const rule = IMPORT_TABLE[dir?.split('/')[1] ?? ''];
  const names = new Set(rule?.neverGlobals ?? []);
  const uses = globalUses(unit.ast, names).map((use) =>
    fault(unit.path, use.line, {
      rule: 'global',
      message: `${dir} may not use ${use.name}; take it as an argument`,
    }),
  );
  return [...uses, ...environmentFaults(unit)];
}

function environmentFaults(unit: Unit): Fault[] {
  if (/^apps\/gateway\/(src\/config\.ts$|src\/cli\/|bin\/)/.test(unit.path)) return [];
  const message = 'settings are read in apps/gateway/src/config.ts and handed on';
  const reads = globalUses(unit.ast, new Set(['process.env', 'import.meta.env']));
  const imports = unit.imports.filter((use) => use.specifier === 'node:process');
  return [...reads, ...imports].map((use) =>
    fault(unit.path, use.line, { rule: 'environment', message }),
  );
}

/** The table's row of a workspace. Throws when the workspace has none. */
export function ruleOf(own: Workspace) {
  const rule = IMPORT_TABLE[folderName(own)];
  if (rule === undefined) throw new Error(`${own.dir} has no row in test/house/import-table.ts`);
  return rule;
}

function folderName(workspace: Workspace): string {
  return workspace.dir.split('/')[1] ?? workspace.dir;
}

function fault(path: string, line: number, what: Pick<Fault, 'rule' | 'message'>): Fault {
  return { path, line, ...what };
}
