import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Atelier, RemixMetrics, RemixRequest, RemixResult } from '@aigateway/atelier';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { MAX_SIDE, MIN_SIDE } from '../routing/choose-size.ts';
import { type Box, mattingSetting, parseBox, readPicture } from './picture-files.ts';
import { CommandError, printResult } from './report.ts';

interface PictureOptions {
  readonly output: string;
  readonly style?: string;
  readonly styleReference?: readonly string[];
  readonly styleType?: 'auto' | 'realistic' | 'fiction';
  readonly magicPrompt?: 'auto' | 'on' | 'off';
  readonly seed: number;
  readonly size: { width: number; height: number };
  readonly mask?: string;
  readonly box?: Box;
  readonly metrics?: boolean;
  readonly negative?: string;
  readonly json?: boolean;
}

/** `aigateway remix` and `aigateway generate`: pictures without a server. */
export function addPictureCommands(program: Command): void {
  withOptions(
    program
      .command('remix')
      .description('show the character of a picture in another setting and style')
      .argument('<picture>', 'PNG, JPEG or WebP of the character')
      .argument('<prompt>', 'what to show')
      .option('--mask <file>', 'grey or alpha, same size: white = the character')
      .addOption(
        new Option('--box <x,y,w,h>', 'where it is about, 0 to 1 of the picture').argParser(
          parseBox,
        ),
      )
      .option('--metrics', 'say how far the character kept its appearance'),
  ).action((picture: string, prompt: string, options: PictureOptions) =>
    makePicture({ prompt, picture }, options),
  );
  withOptions(
    program
      .command('generate')
      .description('draw a subject and a scene from words')
      .argument('<prompt>', 'what to show'),
  ).action((prompt: string, options: PictureOptions) => makePicture({ prompt }, options));
}

function withOptions(command: Command): Command {
  return command
    .requiredOption('-o, --output <file>', 'where to write: .png, .jpg or .webp')
    .option('--style <name>', 'art style, such as oil, watercolour or anime')
    .option('--style-reference <files...>', 'pictures whose colours and strokes to take')
    .addOption(
      new Option('--style-type <type>', 'kind of look where no style is named').choices([
        'auto',
        'realistic',
        'fiction',
      ]),
    )
    .option('--negative <words>', 'what not to show')
    .addOption(
      new Option('--magic-prompt <mode>', 'off adds nothing that was not asked').choices([
        'auto',
        'on',
        'off',
      ]),
    )
    .addOption(
      new Option('--seed <number>', 'same seed, same picture').argParser(parseSeed).default(1),
    )
    .addOption(
      new Option('--size <WxH>', 'pixels')
        .argParser(parseSize)
        .default({ width: 1024, height: 1024 }, '1024x1024'),
    )
    .option('--json', 'print the result as JSON');
}

async function makePicture(
  from: { prompt: string; picture?: string },
  options: PictureOptions,
): Promise<void> {
  const { createAtelier } = await import('@aigateway/atelier');
  const atelier = createAtelier({
    threads: availableParallelism(),
    queueLimit: 1,
    ...mattingSetting(),
  });
  try {
    const started = performance.now();
    const result = await atelier.remix(await toRequest(from, options), {
      onProgress: drawProgress,
    });
    await writeFile(options.output, result.bytes);
    printResult(
      options.json,
      toJson(result, options, performance.now() - started),
      toText(result, options),
    );
  } finally {
    clearProgress();
    await atelier.close();
  }
}

async function toRequest(
  from: { prompt: string; picture?: string },
  options: PictureOptions,
): Promise<Parameters<Atelier['remix']>[0]> {
  const request: RemixRequest = {
    prompt: from.prompt,
    ...options.size,
    seed: options.seed,
    output: { format: formatOf(options.output), quality: 90 },
    ...(from.picture !== undefined && { reference: await readPicture(from.picture) }),
    ...(options.mask !== undefined && { mask: await readPicture(options.mask) }),
    ...(options.box !== undefined && { box: options.box }),
    ...(options.metrics && { metrics: true }),
    ...(options.style !== undefined && { artStyle: options.style }),
    ...(options.styleReference && {
      styleReferences: await Promise.all(options.styleReference.map(readPicture)),
    }),
    ...(options.styleType && { styleType: options.styleType }),
    ...(options.magicPrompt && { magicPrompt: options.magicPrompt }),
    ...(options.negative !== undefined && { negativePrompt: options.negative }),
  };
  return request;
}

function formatOf(file: string): 'png' | 'jpeg' | 'webp' {
  if (/\.png$/i.test(file)) return 'png';
  if (/\.jpe?g$/i.test(file)) return 'jpeg';
  if (/\.webp$/i.test(file)) return 'webp';
  throw new CommandError(`${file} must end in .png, .jpg or .webp.`);
}

function toJson(result: RemixResult, options: PictureOptions, milliseconds: number) {
  const { width, height, seed, revisedPrompt, warnings, cutOut, plan, metrics } = result;
  const file = options.output;
  const told = { file, width, height, seed, revisedPrompt, warnings, cutOut, plan, milliseconds };
  return { ...told, ...(metrics && { metrics }) };
}

function toText(result: RemixResult, options: PictureOptions): string {
  const lines = [
    `${options.output}  ${result.width}x${result.height}  seed ${result.seed}`,
    result.revisedPrompt,
    ...result.warnings.map((warning) => `Note: ${warning}`),
    ...(result.metrics ? [describeMetrics(result.metrics)] : []),
  ];
  return lines.join('\n');
}

function describeMetrics(metrics: RemixMetrics): string {
  if (metrics.status === 'not_measured') return `Appearance: not measured, ${metrics.reason}.`;
  const { descriptor, edge, palette, hueShift, chromaRatio } = metrics.appearance;
  const show = (value: number | null) => (value === null ? 'none' : String(value));
  const agreement = `descriptor ${show(descriptor)}, edge ${edge}, palette ${palette}`;
  const colour = `hue turned ${show(hueShift)} degrees, chroma ratio ${show(chromaRatio)}`;
  const copied = metrics.copy.copied ? '; the result is the given picture itself' : '';
  return `Appearance: ${agreement}, ${colour}${copied}.`;
}

const BAR_WIDTH = 30;

/** A bar on a terminal, nothing in a pipe. */
function drawProgress(progress: number): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round(progress * BAR_WIDTH);
  const bar = '█'.repeat(filled).padEnd(BAR_WIDTH, '░');
  process.stderr.write(`\r${bar} ${Math.round(progress * 100)} %`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isInteger(seed) || seed < 0 || seed > 2_147_483_647) {
    throw new InvalidArgumentError('must be a whole number from 0 to 2147483647.');
  }
  return seed;
}

function parseSize(text: string): { width: number; height: number } {
  const match = /^(\d{2,5})x(\d{2,5})$/.exec(text);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE) {
    throw new InvalidArgumentError(
      `must be WIDTHxHEIGHT, and the built-in engine makes sides of ${MIN_SIDE} to ${MAX_SIDE} ` +
        'pixels. Makers with larger sizes are called through the server.',
    );
  }
  return { width, height };
}
