import { writeCallSnippets } from '@aigateway/catalog/call-snippets';
import { useState } from 'react';
import { SnippetTabs } from '../ui/snippet-tabs.tsx';
import { buildRequest, type Choices, PICTURE_PLACEHOLDER } from './build-request.ts';
import { Examples } from './examples.tsx';
import { KeptPictures } from './kept-pictures.tsx';
import { PlaygroundForm } from './playground-form.tsx';
import type { PlaygroundProps } from './playground-props.ts';
import { RunList } from './run-list.tsx';
import { type Shared, writeShareLink } from './share-link.ts';
import { type Playground as PlaygroundState, usePlayground } from './use-playground.ts';

/** Where the pictures are that are shown. */
type Shelf = 'browser' | 'gateway';

const SHELVES: readonly { readonly id: Shelf; readonly title: string }[] = [
  { id: 'browser', title: 'In this browser' },
  { id: 'gateway', title: 'On the gateway' },
];

/** The form on the left, pictures on the right, and the code that does the same below. */
export function Playground(props: PlaygroundProps) {
  const state = usePlayground(props);
  const { choices, form } = state;
  const { picture } = choices;
  const request = buildRequest(form, choices, {
    image: picture && PICTURE_PLACEHOLDER,
    mask: picture?.mask ? PICTURE_PLACEHOLDER : null,
  });
  const [shelf, setShelf] = useState<Shelf>('browser');
  const run = (chosen: Choices) => {
    setShelf('browser');
    state.run(chosen);
  };
  return (
    <>
      <div className="bench">
        <PlaygroundForm props={props} state={{ ...state, run }} />
        <div className="bench-results">
          <SharedPicture shared={state.shared} />
          <ShelfChoice shelf={shelf} onChange={setShelf} />
          <Pictures props={props} state={{ ...state, run }} shelf={shelf} />
        </div>
      </div>
      <section className="section" aria-labelledby="same-call">
        <div className="section-margin">
          <h2 id="same-call">The same call</h2>
          <p className="section-note">Exactly what the button sends, as code.</p>
        </div>
        <div className="section-body">
          <SnippetTabs
            id="playground-code"
            snippets={writeCallSnippets(props.publicUrl, request)}
          />
        </div>
      </section>
    </>
  );
}

function SharedPicture({ shared }: { shared: Shared | null }) {
  if (!shared?.picture) return null;
  return (
    <figure className="shared plate">
      <img src={shared.picture} alt={shared.prompt} />
      <figcaption>
        <cite>{shared.prompt}</cite>
        Shared with you. Everything that asks for it stands in the form.
      </figcaption>
    </figure>
  );
}

/** What lies on the chosen shelf; before anything was made, what one could begin with. */
function Pictures(parts: { props: PlaygroundProps; state: PlaygroundState; shelf: Shelf }) {
  const { props, state, shelf } = parts;
  const { choices, runs } = state;
  const again = (chosen: Choices) => {
    state.choose(chosen);
    state.run(chosen);
  };
  const use = (url: string) =>
    state.choose({ picture: { name: 'A picture made here', previewUrl: url, mask: null } });
  if (shelf === 'gateway') return <KeptPictures onUse={use} />;
  return (
    <>
      <RunList
        runs={runs}
        onCancel={state.cancel}
        onRerun={again}
        onUse={use}
        linkOf={(made, arrived) => writeShareLink(`${props.publicUrl}/playground`, made, arrived)}
      />
      {runs.length === 0 ? (
        <Examples
          examples={props.examples}
          onPick={(example) => again({ ...choices, ...example })}
        />
      ) : (
        <p className="quiet history-note">
          Kept in this browser, the latest forty. <Forget onForget={state.forget} />
        </p>
      )}
    </>
  );
}

/** Forgetting asks first. */
function Forget({ onForget }: { onForget: () => void }) {
  const [asking, setAsking] = useState(false);
  const button = (label: string, onClick: () => void) => (
    <button className="link-button" type="button" onClick={onClick}>
      {label}
    </button>
  );
  if (!asking) return button('Forget them', () => setAsking(true));
  const forget = () => {
    setAsking(false);
    onForget();
  };
  return (
    <span role="alert">
      Forget them for good? {button('Forget', forget)} {button('Keep', () => setAsking(false))}
    </span>
  );
}

function ShelfChoice({ shelf, onChange }: { shelf: Shelf; onChange: (shelf: Shelf) => void }) {
  return (
    <fieldset className="shelf-choice">
      <legend className="visually-hidden">Which pictures are shown</legend>
      {SHELVES.map(({ id, title }) => (
        <button key={id} type="button" aria-pressed={id === shelf} onClick={() => onChange(id)}>
          {title}
        </button>
      ))}
    </fieldset>
  );
}
