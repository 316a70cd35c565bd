/// <reference lib="dom" />
import { hydrateRoot } from 'react-dom/client';
import { Playground } from '../playground/playground.tsx';
import {
  type PlaygroundProps,
  PROPS_ELEMENT_ID,
  ROOT_ELEMENT_ID,
} from '../playground/playground-props.ts';

const root = document.getElementById(ROOT_ELEMENT_ID);
const data = document.getElementById(PROPS_ELEMENT_ID);
if (root && data) {
  const props: PlaygroundProps = JSON.parse(data.textContent ?? '');
  hydrateRoot(root, <Playground {...props} />);
}
