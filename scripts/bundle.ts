import type { UserConfig } from 'tsdown';

/**
 * What every bundle of this house shares: workspaces are bundled, what comes from npm is not
 * (some of it is native), one flat folder of ESM.
 */
export const bundle: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  clean: true,
  deps: {
    alwaysBundle: [/^@aigateway\//],
    neverBundle: (id, importer) => importer !== undefined && !/^(\.|\/|@aigateway\/)/.test(id),
  },
  outExtensions: () => ({ js: '.js' }),
};
