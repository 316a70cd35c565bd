import { writeCallSnippets } from '@aigateway/catalog/call-snippets';
import { SnippetTabs } from '../ui/snippet-tabs.tsx';
import { buildRequest, type Choices, PICTURE_PLACEHOLDER } from './build-request.ts';
import { Examples } from './examples.tsx';
import { PlaygroundForm } from './playground-form.tsx';
import type { PlaygroundProps } from './playground-props.ts';
import { RunList } from './run-list.tsx';
import { writeShareLink } from './share-link.ts';
import { usePlayground } from './use-playground.ts';

/** The form on the left, pictures on the right, and the code that does the same below. */
export function Playground(props: PlaygroundProps) {
  const state = usePlayground(props);
  const { choices, form, shared, runs } = state;
  const { picture } = choices;
  const request = buildRequest(form, choices, {
    image: picture && PICTURE_PLACEHOLDER,
    mask: picture?.mask ? PICTURE_PLACEHOLDER : null,
  });
  const again = (chosen: Choices) => {
    state.choose(chosen);
    state.run(chosen);
  };
  return (
    <>
      <div className="bench">
        <PlaygroundForm props={props} state={state} />
        <div className="bench-results">
          {shared?.picture && (
            <figure className="shared plate">
              <img src={shared.picture} alt={shared.prompt} />
              <figcaption>
                <cite>{shared.prompt}</cite>
                Shared with you. Everything that asks for it stands in the form.
              </figcaption>
            </figure>
          )}
          <RunList
            runs={runs}
            onCancel={state.cancel}
            onRerun={again}
            onUse={(url) =>
              state.choose({
                picture: { name: 'A picture made here', previewUrl: url, mask: null },
              })
            }
            linkOf={(made, arrived) =>
              writeShareLink(`${props.publicUrl}/playground`, made, arrived)
            }
          />
          {runs.length === 0 ? (
            <Examples
              examples={props.examples}
              onPick={(example) => again({ ...choices, ...example })}
            />
          ) : (
            <p className="quiet history-note">
              Kept in this browser alone, the latest forty.{' '}
              <button className="link-button" type="button" onClick={state.forget}>
                Forget them
              </button>
            </p>
          )}
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
