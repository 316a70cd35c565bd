import type { ResolveLink } from './markdown.tsx';

/**
 * Links of a document as addresses of the site: other documents by their slug, `#part` and full
 * addresses as they are. What lies outside `docs` (a source file, the licence) has no page here;
 * such a link leads to the table of contents.
 */
export function linksFrom(
  slug: string,
  isFolder: boolean,
  known: ReadonlySet<string>,
): ResolveLink {
  const folder = isFolder ? slug : slug.split('/').slice(0, -1).join('/');
  return (target) => {
    if (/^(https?:|mailto:|#)/.test(target)) return target;
    const [path = '', anchor] = target.split('#');
    const { pathname } = new URL(path, `http://docs/${folder === '' ? '' : `${folder}/`}`);
    const found = pathname
      .slice(1)
      .replace(/(^|\/)README\.md$/, '')
      .replace(/\.md$/, '');
    if (!known.has(found)) return '/docs';
    return `/docs/${found}${anchor === undefined ? '' : `#${anchor}`}`;
  };
}
