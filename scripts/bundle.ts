/**
 * What every bundle of this house shares: workspaces are bundled, what comes from npm is not
 * (some of it is native), one flat folder of ESM.
 */
export const bundle = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  clean: true,
  deps: {
    alwaysBundle: [/^@aigateway\//],
    neverBundle: (id: string, importer?: string) =>
      importer !== undefined && !/^(\.|\/|@aigateway\/)/.test(id),
  },
  outExtensions: () => ({ js: '.js' }),
} as const;
