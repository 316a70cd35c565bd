/// <reference lib="dom" />
import type { FunctionComponent } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { LiveComparison } from '../compare/live-comparison.tsx';
import { Playground } from '../playground/playground.tsx';
import { type IslandName, islandId, islandPropsId } from '../ui/island.tsx';

bring('playground', Playground);
bring('compare', LiveComparison);

/** Brings an island to life, on pages that have it. */
function bring<Props extends object>(name: IslandName, Component: FunctionComponent<Props>): void {
  const root = document.getElementById(islandId(name));
  const data = document.getElementById(islandPropsId(name));
  if (!root || !data) return;
  const props: Props = JSON.parse(data.textContent ?? '');
  hydrateRoot(root, <Component {...props} />);
}
