import type { Sample } from '../samples/samples.ts';
import type { Site } from './site.ts';

/** A sample picture, hung with its caption. */
export function Plate(props: { site: Site; sample: Sample; eager?: boolean; bare?: boolean }) {
  const { site, sample, eager = false, bare = false } = props;
  return (
    <figure className="plate">
      <img
        src={site.assetUrl(sample.asset)}
        width={sample.side}
        height={sample.side}
        alt={sample.alt}
        loading={eager ? 'eager' : 'lazy'}
        decoding={eager ? 'sync' : 'async'}
        fetchPriority={eager ? 'high' : 'auto'}
      />
      {!bare && (
        <figcaption>
          <cite>{sample.prompt}</cite>
          <span>
            {sample.style}, seed {sample.seed}
          </span>
        </figcaption>
      )}
    </figure>
  );
}
