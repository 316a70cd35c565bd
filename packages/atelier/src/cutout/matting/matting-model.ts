import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readOnnxInput } from './onnx-header.ts';

/** The engine cannot start with its settings; the message is one sentence for the operator. */
export class EngineSetupError extends Error {
  override readonly name = 'EngineSetupError';
}

/** How a network wants its picture and what its map means. */
export interface MattingModel {
  readonly file: string;
  readonly input: string;
  /** Size of the picture it takes, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Red, green, blue (0..1) become `(value - mean) / std`. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** `sigmoid` = the map is in logits; `auto` = it is when it leaves 0..1. */
  readonly activation: 'auto' | 'none' | 'sigmoid';
}

const PEER = 'onnxruntime-node';
/** Side where neither the model nor its sidecar names one. */
const USUAL_SIDE = 512;
/** ImageNet's mean and deviation, which most salient-object networks are trained with. */
const USUAL_MEAN = [0.485, 0.456, 0.406];
const USUAL_STD = [0.229, 0.224, 0.225];

/** Where the optional peer lies, or null when it is not installed. */
export function findRuntime(from: string = import.meta.url): string | null {
  try {
    return createRequire(from).resolve(PEER);
  } catch {
    return null;
  }
}

/**
 * What the model's file and the JSON of the same name beside it say (`size`, `mean`, `std`,
 * `activation`). Throws `EngineSetupError` when the file, or the peer that runs it, is missing.
 */
export function describeModel(file: string, runtime = findRuntime()): MattingModel {
  if (!existsSync(file)) throw new EngineSetupError(`The matting model ${file} does not exist.`);
  if (runtime === null) {
    throw new EngineSetupError(`A matting model needs ${PEER}: run npm install ${PEER}.`);
  }
  const input = readOnnxInput(file);
  if (input === null) throw new EngineSetupError(`${file} is not an ONNX model.`);
  const [, channels, height, width] = input.shape;
  if (input.shape.length !== 4 || (channels !== 3 && channels !== null)) {
    throw new EngineSetupError(
      `${file} does not take a colour picture: its input "${input.name}" has another shape.`,
    );
  }
  const beside = readSidecar(`${file.replace(/\.onnx$/i, '')}.json`);
  return {
    file,
    input: input.name,
    width: width ?? beside.size?.[0] ?? USUAL_SIDE,
    height: height ?? beside.size?.[1] ?? USUAL_SIDE,
    mean: beside.mean ?? USUAL_MEAN,
    std: beside.std ?? USUAL_STD,
    activation: beside.activation ?? 'auto',
  };
}

interface Sidecar {
  readonly size?: readonly number[];
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly activation?: MattingModel['activation'];
}

function readSidecar(file: string): Sidecar {
  if (!existsSync(file)) return {};
  const wrong = (what: string) => new EngineSetupError(`${file}: ${what}.`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw wrong('is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw wrong('must be an object');
  const { size, mean, std, activation } = value as Record<string, unknown>;
  if (size !== undefined && !numbers(size, 2, 16)) throw wrong('"size" must be [width, height]');
  if (mean !== undefined && !numbers(mean, 3, -1)) throw wrong('"mean" must be three numbers');
  if (std !== undefined && !numbers(std, 3, 1e-6))
    throw wrong('"std" must be three numbers above 0');
  if (activation !== undefined && !['auto', 'none', 'sigmoid'].includes(String(activation))) {
    throw wrong('"activation" must be auto, none or sigmoid');
  }
  return value;
}

function numbers(value: unknown, count: number, least: number): boolean {
  if (!Array.isArray(value) || value.length !== count) return false;
  return value.every((one) => typeof one === 'number' && one >= least && one <= 4096);
}
