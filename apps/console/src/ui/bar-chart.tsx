const HEIGHT = 100;
const STEP = 10;
const GAP = 2;

/** One bar: what it stands for, how much, and how that is written. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly text: string;
}

/** Numbers over time as bars, oldest first; drawn without a script, as wide as the page. */
export function BarChart({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const [first] = bars;
  const last = bars.at(-1);
  if (!first || !last) return null;
  const highest = bars.reduce((most, bar) => (bar.value > most.value ? bar : most), first);
  const title = `${label}, ${first.name} to ${last.name}; most on ${highest.name}: ${highest.text}`;
  return (
    <figure className="bar-chart">
      <figcaption>
        <span>{label}</span>
        <span>{highest.value > 0 && `most in a day: ${highest.text}`}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={title}
      >
        {bars.map(({ name, value, text }, i) => {
          const height = highest.value > 0 ? (value / highest.value) * HEIGHT : 0;
          return (
            <g key={name}>
              <rect className="bar-day" x={i * STEP} y={0} width={STEP} height={HEIGHT}>
                <title>{`${name}: ${text}`}</title>
              </rect>
              <rect
                className="bar"
                x={i * STEP + GAP / 2}
                y={HEIGHT - height}
                width={STEP - GAP}
                height={height}
              />
            </g>
          );
        })}
      </svg>
      <p className="bar-ends">
        <span>{first.name}</span>
        <span>{last.name}</span>
      </p>
    </figure>
  );
}

/** How much of the most a value is; the number stands beside it. */
export function ShareBar({ value, most }: { value: number; most: number }) {
  const width = most > 0 ? (value / most) * HEIGHT : 0;
  return (
    <svg
      className="share-bar"
      viewBox={`0 0 ${HEIGHT} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className="bar" width={width} height={1} />
    </svg>
  );
}
