/** A shell block of the documents that no end-to-end story runs, and why. */
export interface UnrunBlock {
  readonly path: string;
  /** How its text begins. */
  readonly starts: string;
  readonly reason: string;
}

const INSTALLS = 'installs from the network; .ci/run does it in a clean folder';
const SAME_COMMANDS = 'the same commands as in the README, where a story runs them';

/** Every such block. One that no longer exists fails the test. */
export const UNRUN_BLOCKS: readonly UnrunBlock[] = [
  { path: 'README.md', starts: 'npm install && npm start', reason: INSTALLS },
  { path: 'README.md', starts: 'npm install && npm test', reason: INSTALLS },
  { path: 'README.md', starts: 'npm install\nnpm run check', reason: INSTALLS },
  { path: 'CONTRIBUTING.md', starts: 'npm install\nnpm run check', reason: INSTALLS },
  { path: 'docs/getting-started.md', starts: 'npm install && npm start', reason: INSTALLS },
  { path: 'docs/getting-started.md', starts: 'npx aigateway remix', reason: SAME_COMMANDS },
  {
    path: 'docs/self-hosting.md',
    starts: 'export AIGATEWAY_MODE=production',
    reason: 'needs a public address and listens on every interface',
  },
  {
    path: 'docs/self-hosting.md',
    starts: 'docker build',
    reason: 'needs a container engine, which tests do not demand',
  },
];
