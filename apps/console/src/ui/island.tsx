import type { FunctionComponent } from 'react';

/** Names of the parts of pages that come to life in a browser. */
export type IslandName = 'playground' | 'compare';

/** The element that the client brings to life. */
export function islandId(name: IslandName): string {
  return `island-${name}`;
}

/** The element that holds what the island starts with. */
export function islandPropsId(name: IslandName): string {
  return `island-${name}-props`;
}

/** A part of a page, rendered here and hydrated there. `props` must be plain data. */
export function Island<Props extends object>(given: {
  name: IslandName;
  component: FunctionComponent<Props>;
  props: Props;
}) {
  const { name, component: Component, props } = given;
  return (
    <>
      <div id={islandId(name)}>
        <Component {...props} />
      </div>
      <script id={islandPropsId(name)} type="application/json">
        {JSON.stringify(props).replaceAll('<', '\\u003c')}
      </script>
    </>
  );
}
