export * from './make-bomb-png.ts';
export * from './make-png.ts';
