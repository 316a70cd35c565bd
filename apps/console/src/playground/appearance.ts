import type { ImageMetrics } from '@aigateway/contract';

/** How far the character kept its appearance, in words for its caption; null = not asked. */
export function nameAppearance(metrics: ImageMetrics | null): string | null {
  if (metrics === null) return null;
  if (metrics.status === 'not_measured') return `Appearance not measured: ${metrics.reason}`;
  const { descriptor, edge, palette } = metrics.appearance;
  const parts = [
    scoreOf('shape', edge),
    scoreOf('detail', descriptor),
    scoreOf('colour', palette),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `Appearance kept: ${parts.join(', ')}`;
}

function scoreOf(name: string, share: number | null | undefined): string | null {
  return share === null || share === undefined
    ? null
    : `${name} ${Math.round(Math.max(0, share) * 100)} %`;
}
