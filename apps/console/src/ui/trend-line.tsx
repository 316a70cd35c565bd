const WIDTH = 160;
const HEIGHT = 32;

/** A small line of numbers, oldest first; drawn without a script. */
export function TrendLine({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, i) => {
    const y = HEIGHT - 2 - (value / most) * (HEIGHT - 4);
    return `${round(i * step)},${round(y)}`;
  });
  return (
    <svg className="trend" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polygon points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} />
      <polyline points={points.join(' ')} />
    </svg>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
