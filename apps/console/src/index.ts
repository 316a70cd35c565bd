export * from './account-services.ts';
export * from './console-services.ts';
export { type ConsoleOptions, createConsole } from './create-console.ts';
export type { ConsoleEnv } from './http/visitor.ts';
