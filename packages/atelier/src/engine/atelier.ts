import type { CutOutMethod } from '../cutout/cut-out.ts';
import type { Appearance } from '../metrics/appearance.ts';
import type { CopyCheck } from '../metrics/copy.ts';

/** A picture as bytes: PNG, JPEG or WebP, recognised by content. */
export type EncodedImage = Uint8Array;

/** What the engine is asked for. Every field has been validated against the contract. */
export interface RemixRequest {
  readonly prompt: string;
  /** The character; absent = drawn from the words. */
  readonly reference?: EncodedImage;
  /** Grey or alpha, same shape as the reference: white = the character. */
  readonly mask?: EncodedImage;
  /** `[x, y, width, height]`, 0..1 of the reference: roughly where the character is. */
  readonly box?: readonly [number, number, number, number];
  /** Pictures whose look to take. */
  readonly styleReferences?: readonly EncodedImage[];
  /** Output size in pixels, 256..2048 a side. */
  readonly width: number;
  readonly height: number;
  /** 0..2147483647: the same request and seed give the same bytes. */
  readonly seed: number;
  /** A style id; absent = from the prompt, else the default. */
  readonly artStyle?: string;
  readonly styleType?: 'auto' | 'realistic' | 'fiction';
  readonly negativePrompt?: string;
  /** 0.01..1, higher = closer to the source. */
  readonly strength?: number;
  /** `off` adds nothing that was not asked. */
  readonly magicPrompt?: 'auto' | 'on' | 'off';
  readonly output: { readonly format: 'png' | 'jpeg' | 'webp'; readonly quality: number };
  /** True = the result says how far the character kept its appearance. */
  readonly metrics?: boolean;
}

/** One axis of a plan: what was chosen, and why. */
export interface PlanAxis<Value extends string = string> {
  readonly value: Value;
  readonly reason: string;
}

/** How a prompt was understood: a value and a reason for every axis. */
export interface ScenePlan {
  readonly subject: PlanAxis;
  readonly scene: PlanAxis;
  readonly time: PlanAxis;
  readonly weather: PlanAxis;
  readonly style: PlanAxis;
  readonly palette: PlanAxis;
  readonly framing: PlanAxis;
  readonly light: PlanAxis;
  readonly mood: PlanAxis;
  readonly camera: PlanAxis;
  /** Words of the prompt that changed nothing. */
  readonly notUnderstood: readonly string[];
}

/** What was measured on a finished picture, or why nothing was. */
export type RemixMetrics =
  | { readonly status: 'measured'; readonly appearance: Appearance; readonly copy: CopyCheck }
  | { readonly status: 'not_measured'; readonly reason: string };

/** A finished picture and how it came about. */
export interface RemixResult {
  readonly bytes: Uint8Array;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly plan: ScenePlan;
  /** The plan as a readable sentence. */
  readonly revisedPrompt: string;
  /** Sentences for `x-aig-warning`: what was approximated or not understood. */
  readonly warnings: readonly string[];
  /** Null when the subject was drawn from the words. */
  readonly cutOut: { readonly method: CutOutMethod; readonly confidence: number } | null;
  readonly timingsMs: Readonly<Record<string, number>>;
  /** Steps taken from an earlier picture of the same character or the same scene. */
  readonly reused: readonly ('cut-out' | 'scene')[];
  /** Only when the request asked for it. */
  readonly metrics?: RemixMetrics;
}

/** A picture whose character is wanted without its background. */
export interface CutOutRequest {
  readonly picture: EncodedImage;
  /** Grey or alpha, same shape as the picture: white = the character. */
  readonly mask?: EncodedImage;
  /** `[x, y, width, height]`, 0..1 of the picture: roughly where the character is. */
  readonly box?: readonly [number, number, number, number];
}

/** A character on nothing. */
export interface CutOutResult {
  /** PNG with alpha; at most 1280 pixels a side. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** `whole-picture` = the character could not be told from its background. */
  readonly method: CutOutMethod;
  /** 0..1 */
  readonly confidence: number;
  /** The silhouette's rectangle, in pixels. */
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Heard while a picture is being made. */
export interface RemixHooks {
  /** Aborting stops the work within 100 ms; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** 0..1, never falling. */
  readonly onProgress?: (progress: number) => void;
  /** The picture on its way, in the output's format. Costs nothing when absent. */
  readonly onPartial?: (bytes: Uint8Array, stage: PartialStage) => void;
  /** The stages `onPartial` is told of; all three when absent. */
  readonly partialStages?: readonly PartialStage[];
}

/**
 * A picture on its way: the cut-out character on a plain ground, the character in its scene, the
 * painted picture. The first is left out where the words name no subject.
 */
export type PartialStage = 'cut-out' | 'composed' | 'painted';

/** The engine: pictures are made in worker threads, at most one a thread at a time. */
export interface Atelier {
  /**
   * Makes one picture.
   * Rejects with `AtelierError` (see `atelier-error.ts`): `invalid_image` (a given picture cannot
   * be used; the message says which and why), `saturated` (the queue is full), or with the abort
   * reason.
   */
  remix(request: RemixRequest, hooks?: RemixHooks): Promise<RemixResult>;
  /** Cuts the character out and makes nothing else; rejects as `remix` does. */
  cutOut(request: CutOutRequest, hooks?: RemixHooks): Promise<CutOutResult>;
  /** How the prompt would be understood, without drawing. */
  plan(request: RemixRequest): { plan: ScenePlan; revisedPrompt: string; warnings: string[] };
  close(): Promise<void>;
}
