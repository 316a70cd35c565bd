export * from './fake-ideogram.ts';
export * from './fake-ideogram-fields.ts';
export * from './fake-openai.ts';
export * from './fake-server.ts';
export * from './make-png.ts';
export * from './parse-multipart.ts';
export * from './provider-scenario.ts';
export * from './vendor-documents.ts';
