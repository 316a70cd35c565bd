import ts from 'typescript';
import type { Unit } from './boundary-rules.ts';
import { type Fault, isProduction, walk, workspaceDir } from './house.ts';
import { COMPOSITION, STAGES } from './import-table.ts';
import { type ImportUse, isRelative, resolveRelative } from './imports.ts';

const GATEWAY = 'apps/gateway/src/';
const PROVIDERS = 'packages/providers/src/';

/** Breaches of the gateway's inner order: stages, pipeline, composition, settings. */
export function stageFaults(units: readonly Unit[]): Fault[] {
  const rooms = units.filter((one) => one.path.startsWith(GATEWAY) && isProduction(one.path));
  const targets = new Map(rooms.map((unit) => [unit.path, relativeTargets(unit)]));
  return rooms.flatMap((unit) =>
    (targets.get(unit.path) ?? []).flatMap(({ use, target }) => {
      const message =
        judgeRooms(roomOf(unit.path), roomOf(target), use) ??
        judgeDetour(roomOf(unit.path), target, targets);
      return message === null ? [] : [{ path: unit.path, line: use.line, rule: 'stage', message }];
    }),
  );
}

function judgeRooms(from: string, to: string, use: ImportUse): string | null {
  if (to === 'config') {
    const reads = from === 'main' || from === 'cli' || use.typeOnly;
    return reads ? null : 'only main.ts and cli/ import the values of config.ts';
  }
  if (from === to || !isOrdered(from)) return null;
  if (COMPOSITION.has(to)) return `${from} may not import ${to}: it is put together there`;
  return judgeOrder(from, to);
}

/** Rooms whose order is fixed: the stages and the pipeline that calls them. */
function isOrdered(room: string): boolean {
  return room === 'pipeline' || STAGES.has(room);
}

function judgeOrder(from: string, to: string): string | null {
  if (from === to) return null;
  if (from === 'pipeline') return to === 'edge' ? 'the pipeline does not know the edge' : null;
  if (to === 'pipeline') return `${from} may not import the pipeline`;
  return STAGES.has(to) ? `the stages ${from} and ${to} may not know each other` : null;
}

type Targets = ReadonlyMap<string, readonly { readonly target: string }[]>;

/** A stage that reaches another one through a file outside all stages. */
function judgeDetour(from: string, through: string, targets: Targets): string | null {
  if (!isOrdered(from)) return null;
  const seen = new Set<string>();
  const search = (path: string): string | null => {
    if (seen.has(path) || isOrdered(roomOf(path))) return null;
    seen.add(path);
    for (const { target } of targets.get(path) ?? []) {
      const message = judgeOrder(from, roomOf(target)) ?? search(target);
      if (message !== null) return message;
    }
    return null;
  };
  const message = search(through);
  return message === null ? null : `${message}, not even through ${through}`;
}

/** First folder, or file name, below the gateway's sources. */
function roomOf(path: string): string {
  const rest = path.slice(GATEWAY.length);
  return (rest.split('/')[0] ?? rest).replace(/\.tsx?$/, '');
}

/** Names of the providers: `src/<name>.ts` that calls `defineProvider`. */
export function providerNames(units: readonly Unit[]): Set<string> {
  const names = units
    .filter((unit) => /^packages\/providers\/src\/[^/]+\.ts$/.test(unit.path))
    .filter((unit) => isProduction(unit.path) && callsDefineProvider(unit.ast))
    .map((unit) => unit.path.slice(PROVIDERS.length).replace(/\.ts$/, ''));
  return new Set(names);
}

function callsDefineProvider(ast: ts.SourceFile): boolean {
  let found = false;
  walk(ast, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    if (node.expression.text === 'defineProvider') found = true;
  });
  return found;
}

/** One provider never imports another's files, and shared code imports none. */
export function providerFaults(unit: Unit, names: ReadonlySet<string>): Fault[] {
  const shared = /\/(registry\.gen|index)\.ts$/.test(unit.path);
  if (!unit.path.startsWith(PROVIDERS) || !isProduction(unit.path) || shared) return [];
  const from = ownerOf(unit.path, names);
  return relativeTargets(unit).flatMap(({ use, target }) => {
    const to = ownerOf(target, names);
    if (to === null || to === from) return [];
    const message =
      from === null
        ? `shared code may not import the provider "${to}"`
        : `the provider "${from}" may not import files of "${to}"`;
    return [{ path: unit.path, line: use.line, rule: 'provider', message }];
  });
}

/** The provider a file belongs to: `src/<name>.ts` or anything below `src/<name>/`. */
function ownerOf(path: string, names: ReadonlySet<string>): string | null {
  const first = path.slice(PROVIDERS.length).split('/')[0] ?? '';
  const name = first.replace(/\.ts$/, '');
  return names.has(name) ? name : null;
}

/** Circles of imports inside a workspace, types included: a circle has no lowest layer. */
export function cycleFaults(units: readonly Unit[]): Fault[] {
  const graph = new Map<string, string[]>();
  for (const unit of units.filter((one) => isProduction(one.path))) {
    graph.set(
      unit.path,
      relativeTargets(unit).map(({ target }) => target),
    );
  }
  const done = new Set<string>();
  const faults: Fault[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const message = [...trail.slice(start), path].join(' -> ');
      faults.push({ path, line: 1, rule: 'cycle', message });
      return;
    }
    if (done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return faults;
}

/** Files that a workspace's code imports by relative path within that workspace. */
function relativeTargets(unit: Unit): { use: ImportUse; target: string }[] {
  const dir = workspaceDir(unit.path);
  return unit.imports
    .filter((use) => isRelative(use.specifier))
    .map((use) => ({ use, target: resolveRelative(unit.path, use.specifier) }))
    .filter(({ target }) => workspaceDir(target) === dir);
}
