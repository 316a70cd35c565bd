export * from './engine/atelier.ts';
