import { type Fault, type HouseFile, isSource } from './house.ts';

const MAX_FILE_LINES = 400;
const MAX_COLUMNS = 100;

// Spelled so that this file does not break its own rules.
const UNFINISHED = new RegExp(`\\b(${['TO', 'FIX', 'XX', 'HA'].join('|')})(DO|ME|X|CK)\\b`);
const MACHINE_PATH = /(?<![\w.~$}/-])\/(?:work|root|tmp|Users|home\/[a-z]\w*)(?:\/|\b(?![\w:-]))/;
const INTERNAL_HOST = /https?:\/\/[\w.-]*(?:\.internal|\.local|artifactory|nexus)\b/;

/** Faults of a source's lines: too many, too long. */
export function lineFaults(file: HouseFile): Fault[] {
  const lines = file.text.replace(/\n$/, '').split('\n');
  const long = lines.flatMap((line, index) => {
    const columns = [...line].length;
    if (columns <= MAX_COLUMNS) return [];
    return [
      fault(file, index + 1, {
        rule: 'columns',
        message: `${columns} columns, ${MAX_COLUMNS} at most`,
      }),
    ];
  });
  if (lines.length <= MAX_FILE_LINES) return long;
  const message = `${lines.length} lines, ${MAX_FILE_LINES} at most`;
  return [fault(file, 1, { rule: 'file-lines', message }), ...long];
}

/** Faults of any text: unfinished work, paths and hosts of one machine. */
export function wordFaults(file: HouseFile): Fault[] {
  return file.text.split('\n').flatMap((line, index) => {
    const found: Fault[] = [];
    if (UNFINISHED.test(line)) {
      found.push(fault(file, index + 1, { rule: 'unfinished', message: 'file an issue instead' }));
    }
    if (MACHINE_PATH.test(line)) {
      found.push(
        fault(file, index + 1, { rule: 'machine-path', message: 'a path of one machine' }),
      );
    }
    if (!isSource(file.path) && INTERNAL_HOST.test(line)) {
      found.push(
        fault(file, index + 1, { rule: 'internal-host', message: 'a host of one network' }),
      );
    }
    return found;
  });
}

/** A workspace's README: its first line says what may be touched there. */
export function readmeFaults(dir: string, text: string | null): Fault[] {
  const path = `${dir}/README.md`;
  const first = text?.split('\n')[0] ?? '';
  if (/^Touch (this|here)\b.{20,}\.$/.test(first)) return [];
  const message = 'the first line must say what may be touched: "Touch this when …, no …."';
  return [{ path, line: 1, rule: 'readme', message }];
}

function fault(file: HouseFile, line: number, what: Pick<Fault, 'rule' | 'message'>): Fault {
  return { path: file.path, line, ...what };
}
