import { encodeImage } from '../codec/encode-image.ts';
import type { CutOut } from '../cutout/cut-out.ts';
import { cutOutOnce } from '../cutout/cut-out-picture.ts';
import type { Matting } from '../cutout/matting/matte-picture.ts';
import { measureRemix } from '../metrics/measure-remix.ts';
import { type Composed, compose } from '../place/compose.ts';
import type { Framing } from '../place/frame-character.ts';
import { gradePicture } from '../place/grade.ts';
import { addParticles } from '../place/particles.ts';
import { describePlan, type Understanding, understand } from '../prompt/plan-scene.ts';
import type { Bands } from '../raster/kernel.ts';
import { createRandom, type Random } from '../raster/random.ts';
import { createPlane, type Raster } from '../raster/raster.ts';
import type { SceneResult, TimeOfDay, Weather } from '../scene/define-scene.ts';
import { scenes } from '../scene/registry.gen.ts';
import { applyLook, type Look } from '../style-reference/look.ts';
import { nearestStyle, scaleOfMarks } from '../style-reference/nearest-style.ts';
import { readReferences } from '../style-reference/read-references.ts';
import type { Style } from '../styles/define-style.ts';
import { styles } from '../styles/registry.gen.ts';
import { drawSubjects } from '../subject/draw-subject.ts';
import type { RemixRequest, RemixResult } from './atelier.ts';
import { copyScene, type Memory } from './remember.ts';
import { createPartials, type PartialListener } from './send-partials.ts';

/** What a picture is made with besides the request. */
export interface RenderContext {
  readonly bands: Bands;
  /** A network to cut out with; absent = none was configured. */
  readonly matting?: Matting | null;
  /** Steps of earlier pictures; absent = nothing is remembered. */
  readonly memory?: Memory;
  /** Throws when the caller has hung up. */
  readonly checkpoint: () => void;
  /** 0..1, never falling. */
  readonly onProgress: (progress: number) => void;
  /** Takes the pictures in between; absent = nobody waits for them. */
  readonly partials?: PartialListener;
  /** Milliseconds, for the timings only; never seen by a pixel. */
  readonly now: () => number;
}

/** One picture from one request: cut out, plan, draw the scene, place, paint, encode. */
export async function renderRemix(
  request: RemixRequest,
  context: RenderContext,
): Promise<RemixResult> {
  const clock = stopwatch(context);
  const partials = createPartials(request, context.partials);
  const random = createRandom(request.seed);
  const look = await readReferences(request.styleReferences, context);
  const heard = understand(request.prompt, {
    ...request,
    reference: request.reference !== undefined,
    nearestStyle: look && nearestStyle(look, styles),
  });
  const cutOut = await findSubject(request, heard, context);
  await partials.cutOut(cutOut);
  clock.lap('cutout', 0.22);
  const style = styles.find((one) => one.id === heard.plan.style.value) ?? (styles[0] as Style);
  const scene = drawScene(request, heard, { context, random });
  clock.lap('scene', 0.5);
  const composed = placeSubject(cutOut, scene, { heard, style, context });
  gradePicture(composed.image, {
    words: [heard.plan.palette.value, heard.plan.mood.value, heard.plan.light.value],
    character: composed.character,
    bands: context.bands,
  });
  await partials.composed(composed.image);
  clock.lap('place', 0.62);
  const painted = paint(composed, style, { request, context, random, look });
  await partials.painted(painted);
  clock.lap('style', 0.92);
  const open = !scenes.some(({ id, indoor }) => indoor && id === heard.plan.scene.value);
  if (open && (style.family === 'photographic' || style.family === 'painted')) {
    const weather = heard.plan.weather.value as Weather;
    const { character } = composed;
    addParticles(painted, { weather, character, random: random.fork('particles') });
  }
  context.checkpoint();
  const { format, quality } = request.output;
  const bytes = await encodeImage(painted, { format, quality });
  clock.lap('encode', 1);
  const known = request.reference !== undefined && cutOut !== null;
  const metrics = request.metrics
    ? await measureRemix({
        reference: request.reference,
        cutOut,
        frame: { ...standingOf(heard), standX: scene.standX, groundY: scene.groundY },
        result: painted,
        mask: composed.character,
        bands: context.bands,
      })
    : null;
  return {
    bytes,
    format,
    width: request.width,
    height: request.height,
    seed: request.seed,
    plan: heard.plan,
    revisedPrompt: describePlan(heard.plan),
    warnings: [...heard.warnings, ...cutOutWarnings(cutOut)],
    cutOut: known ? { method: cutOut.method, confidence: cutOut.confidence } : null,
    timingsMs: clock.laps,
    reused: reusedSteps(request, context.memory),
    ...(metrics && { metrics }),
  };
}

function stopwatch({ now, onProgress, checkpoint }: RenderContext) {
  const laps: Record<string, number> = {};
  let last = now();
  return {
    laps,
    lap(name: string, progress: number) {
      const time = now();
      laps[name] = Math.round((time - last) * 10) / 10;
      last = time;
      onProgress(progress);
      checkpoint();
    },
  };
}

async function findSubject(
  request: RemixRequest,
  heard: Understanding,
  context: RenderContext,
): Promise<CutOut | null> {
  if (request.reference === undefined) {
    return drawSubjects(heard.subjects, Math.round(request.height * 0.8));
  }
  return cutOutOnce({ ...request, picture: request.reference }, context);
}

interface SceneContext {
  readonly context: RenderContext;
  readonly random: Random;
}

function drawScene(
  { width, height }: RemixRequest,
  { plan }: Understanding,
  { context, random }: SceneContext,
): SceneResult {
  const { memory } = context;
  if (memory?.scene) return copyScene(memory.scene);
  const scene = scenes.find((one) => one.id === plan.scene.value) ?? scenes[0];
  if (!scene) throw new Error('no scene is registered');
  const drawn = scene.render({
    width,
    height,
    time: plan.time.value as TimeOfDay,
    weather: plan.weather.value as Weather,
    layout: Math.floor(random.fork('layout').next() * scene.layouts),
    random: random.fork('scene'),
    bands: context.bands,
    checkpoint: context.checkpoint,
  });
  memory?.keep('scene', copyScene(drawn));
  return drawn;
}

interface PlaceContext {
  readonly heard: Understanding;
  readonly style: Style;
  readonly context: RenderContext;
}

function placeSubject(
  cutOut: CutOut | null,
  scene: SceneResult,
  { heard, style, context }: PlaceContext,
): Composed {
  const { bands, checkpoint } = context;
  if (cutOut === null) {
    const { width, height } = scene.image;
    return {
      image: scene.image,
      character: createPlane(width, height),
      depth: scene.depth,
      box: null,
    };
  }
  const standing = standingOf(heard);
  return compose(cutOut, scene, { ...standing, focusBlur: style.focusBlur, bands, checkpoint });
}

function standingOf({ plan, subjects }: Understanding): { framing: Framing; size: number } {
  const size = subjects.length === 1 ? (subjects[0]?.size ?? 1) : 1;
  return { framing: plan.framing.value as Framing, size };
}

interface PaintContext {
  readonly request: RemixRequest;
  readonly context: RenderContext;
  readonly random: Random;
  /** The look of the style references; null = none were given. */
  readonly look: Look | null;
}

function paint(
  composed: Composed,
  style: Style,
  { request, context, random, look }: PaintContext,
): Raster {
  const params = Object.fromEntries(
    Object.entries(style.params).map(([name, param]) => [name, param.default]),
  );
  const { bands, checkpoint } = context;
  const { character } = composed;
  const marks = look ? scaleOfMarks(look, style.id) : 1;
  const painted = style.render({
    image: composed.image,
    character,
    depth: composed.depth,
    box: composed.box,
    scale: (marks * Math.max(request.width, request.height)) / 1024,
    params,
    random: random.fork('style'),
    bands,
    checkpoint,
  });
  checkpoint();
  if (look) applyLook(painted, look, { character, bands });
  return painted;
}

function reusedSteps({ reference }: RemixRequest, memory?: Memory): ('cut-out' | 'scene')[] {
  const steps: ('cut-out' | 'scene')[] = [];
  if (reference !== undefined && memory?.cutOut) steps.push('cut-out');
  if (memory?.scene) steps.push('scene');
  return steps;
}

function cutOutWarnings(cutOut: CutOut | null): string[] {
  if (cutOut?.method !== 'whole-picture') return [];
  const advice = 'give a mask or a picture with a transparent or plain background';
  const reason = 'The character could not be told from its background';
  return [`${reason}, so the whole picture is shown as a card; ${advice}.`];
}
