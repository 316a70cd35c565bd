export type { CutOutMethod } from './cutout/cut-out.ts';
export { EngineSetupError } from './cutout/matting/matting-model.ts';
export type {
  Atelier,
  CutOutRequest,
  CutOutResult,
  EncodedImage,
  PartialStage,
  PlanAxis,
  RemixHooks,
  RemixMetrics,
  RemixRequest,
  RemixResult,
  ScenePlan,
} from './engine/atelier.ts';
export { AtelierError } from './engine/atelier-error.ts';
export { type AtelierOptions, createAtelier } from './engine/create-atelier.ts';
export type { Appearance } from './metrics/appearance.ts';
export type { CopyCheck } from './metrics/copy.ts';
export { type PlanOptions, planScene } from './prompt/plan-scene.ts';
export { type SceneInfo, sceneCatalog } from './scene/catalog.gen.ts';
export { type StyleInfo, styleCatalog } from './styles/catalog.gen.ts';
export { type Noun, type NounKind, nouns } from './subject/nouns.ts';
