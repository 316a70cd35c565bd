export * from './call-snippets.ts';
export * from './define-model.ts';
export * from './example-request.ts';
export * from './quote-price.ts';
export { MODELS } from './registry.gen.ts';
export * from './to-wire-model.ts';
