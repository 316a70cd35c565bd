import { ensureBuild } from './ensure-build.mjs';

ensureBuild();
process.argv.splice(2, 0, 'serve');
await import('../dist/aigateway.js');
