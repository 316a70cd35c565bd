export * from './define-provider.ts';
export * from './describe-fields.ts';
export {
  fetchPublicPicture,
  PublicFetchError,
  type PublicFetchOptions,
} from './http/fetch-public-picture.ts';
export { isPublicAddress, isPublicHost } from './http/public-address.ts';
export { defineEndpoint } from './http/upstream-endpoint.ts';
export { createUpstreamFetch } from './http/upstream-fetch.ts';
export * from './read-configuration.ts';
export { PROVIDERS } from './registry.gen.ts';
