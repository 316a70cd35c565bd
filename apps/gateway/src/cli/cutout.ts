import { writeFile } from 'node:fs/promises';
import type { CutOutRequest, CutOutResult } from '@aigateway/atelier';
import { type Command, Option } from 'commander';
import { type Box, mattingSetting, parseBox, readPicture } from './picture-files.ts';
import { CommandError, printResult } from './report.ts';

interface CutOutOptions {
  readonly output: string;
  readonly mask?: string;
  readonly box?: Box;
  readonly json?: boolean;
}

/** `aigateway cutout`: the character of a picture on nothing. */
export function addCutOutCommand(program: Command): void {
  program
    .command('cutout')
    .description('cut the character out of a picture')
    .argument('<picture>', 'PNG, JPEG or WebP of the character')
    .requiredOption('-o, --output <file>', 'where to write: .png')
    .option('--mask <file>', 'grey or alpha, same size: white = the character')
    .addOption(
      new Option('--box <x,y,w,h>', 'where it is about, 0 to 1 of the picture').argParser(parseBox),
    )
    .option('--json', 'print the result as JSON')
    .action(cutOut);
}

async function cutOut(picture: string, options: CutOutOptions): Promise<void> {
  if (!/\.png$/i.test(options.output))
    throw new CommandError(`${options.output} must end in .png.`);
  const request: CutOutRequest = {
    picture: await readPicture(picture),
    ...(options.mask !== undefined && { mask: await readPicture(options.mask) }),
    ...(options.box !== undefined && { box: options.box }),
  };
  const { createAtelier } = await import('@aigateway/atelier');
  const atelier = createAtelier({ threads: 1, queueLimit: 1, ...mattingSetting() });
  try {
    const { bytes, ...result } = await atelier.cutOut(request);
    await writeFile(options.output, bytes);
    printResult(options.json, { file: options.output, ...result }, toText(result, options.output));
  } finally {
    await atelier.close();
  }
}

function toText({ width, height, method, confidence }: Omit<CutOutResult, 'bytes'>, file: string) {
  const line = `${file}  ${width}x${height}  ${method}  confidence ${confidence.toFixed(2)}`;
  if (method !== 'whole-picture') return line;
  const reason = 'The character could not be told from its background';
  return `${line}\nNote: ${reason}, so the whole picture was kept; try --box or --mask.`;
}
