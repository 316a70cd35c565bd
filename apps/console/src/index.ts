export * from './console-services.ts';
export { type ConsoleOptions, createConsole } from './create-console.ts';
