import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { ACCESS } from './access.ts';
import { createOpenApiDocument, ENDPOINTS } from './openapi.ts';

const document = createOpenApiDocument({ serverUrl: 'http://127.0.0.1:8080', version: '0.1.0' });

test('the document is valid OpenAPI 3.1 under a public validator', async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('every endpoint is in the document with its errors', () => {
  const paths = document.paths as Record<string, Record<string, { responses: object }>>;
  for (const endpoint of ENDPOINTS) {
    expect(Object.keys(paths[endpoint.path]?.[endpoint.method]?.responses ?? {})).toContain('500');
  }
});

test('every call says which scope of a key or which role of a member it needs', () => {
  const paths = document.paths as Record<string, Record<string, { security: object[] }>>;
  const ofKeys = [{ key: ['images'] }, { session: ['developer'] }];
  expect(paths['/v1/images/generations']?.post?.security).toEqual(ofKeys);
  expect(paths['/v1/budgets']?.post?.security).toEqual([
    { key: ['admin'] },
    { session: ['admin'] },
  ]);
  for (const endpoint of ENDPOINTS) {
    const said = paths[endpoint.path]?.[endpoint.method]?.security;
    expect(said, endpoint.id).toHaveLength(
      endpoint.auth === 'none' ? 0 : ACCESS[endpoint.access].scope === null ? 1 : 2,
    );
  }
});

test('a request field that validates is a field that is documented', () => {
  const schemas = (document.components as { schemas: Record<string, { properties: object }> })
    .schemas;
  const documented = Object.keys(schemas.ImageGenerationRequest?.properties ?? {});
  expect(documented).toContain('character_reference_images');
  expect(documented).toContain('metrics');
  expect(documented).toHaveLength(38);
});
