import { HAS_VENDOR_DOCUMENTS, IDEOGRAM_V2_FIELDS, readVendorDocument } from '@aigateway/testkit';
import { describe, expect, test } from 'vitest';
import { RESOLUTIONS_V3 } from './fields/ideogram-sizes.ts';

describe.skipIf(!HAS_VENDOR_DOCUMENTS)("Ideogram's own documents", () => {
  const V1_FILE = 'ideogram-openapi-2026-07-02.json';
  interface Schema {
    $ref?: string;
    properties?: object;
    enum?: string[];
  }
  interface Operation {
    post: { requestBody: { content: Record<string, { schema: Schema }> } };
  }
  interface Document {
    paths: Record<string, Operation | undefined>;
    components: { schemas: Record<string, Schema | undefined> };
  }
  const of = (schema: string, file: string) =>
    (readVendorDocument(file) as Document).components.schemas[schema];
  const firstVersionFields = (operation: string): string[] => {
    const { paths, components } = readVendorDocument(V1_FILE) as Document;
    const content = paths[`/v1/ideogram-v3/${operation}`]?.post.requestBody.content ?? {};
    return Object.values(content).flatMap(({ schema }) => {
      const named = components.schemas[schema.$ref?.split('/').at(-1) ?? ''];
      return Object.keys((named ?? schema).properties ?? {});
    });
  };

  test('know every field of a character remix that the fake accepts', () => {
    const file = 'ideogram-v2-character-remix-2026-10-07.excerpt.json';
    const { properties = {} } = of('RemixImageIdeogramV3CharacterRequest', file) ?? {};
    const accepted = IDEOGRAM_V2_FIELDS['/v2/image/remix/ideogram-3-character'] ?? new Set();
    expect([...accepted].filter((name) => !(name in properties))).toEqual([]);
  });

  /** What version 2 alone has: jobs, privacy, and pictures kept there. */
  const ONLY_V2 = /^(async|private|webhook_url|target_collection_id|.*_asset_identifiers?)$/;

  test.each([
    ['generate/ideogram-3', 'generate'],
    ['remix/ideogram-3', 'remix'],
    ['inpaint/ideogram-3', 'inpaint'],
    ['inpaint/ideogram-3-character', 'inpaint'],
    ['reframe/ideogram-3', 'reframe'],
    ['replace-background/ideogram-3', 'replace-background'],
    ['generate/ideogram-3-transparent', 'generate-transparent'],
  ])('know the fields of %s that the fake accepts, by their first version', (path, first) => {
    const known = new Set(firstVersionFields(first));
    const accepted = IDEOGRAM_V2_FIELDS[`/v2/image/${path}`] ?? new Set<string>();
    const unknown = [...accepted].filter((name) => !known.has(name) && !ONLY_V2.test(name));
    // The first version spells the one in the plural and has the other on its first operation only.
    const spelt = ['character_reference_mask', 'enable_copyright_detection'];
    expect(unknown.filter((name) => !spelt.includes(name))).toEqual([]);
    expect(accepted.size).toBeGreaterThan(5);
  });

  test('list the same 69 sizes', () => {
    const listed = of('ResolutionV3', V1_FILE)?.enum;
    expect([...RESOLUTIONS_V3].sort()).toEqual([...(listed ?? [])].sort());
  });
});
