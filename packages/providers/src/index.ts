export * from './define-provider.ts';
export * from './describe-fields.ts';
export { fetchPublicPicture, type PublicFetchOptions } from './http/fetch-public-picture.ts';
export { type PublicPost, postPublic } from './http/post-public.ts';
export { isPublicAddress, isPublicHost } from './http/public-address.ts';
export { explainForbiddenUrl, PublicFetchError } from './http/public-target.ts';
export * from './read-configuration.ts';
export { PROVIDERS } from './registry.gen.ts';
