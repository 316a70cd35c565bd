/** A picture shown on the site, and how it was asked for. */
export interface Sample {
  /** File in `assets/`. */
  readonly asset: string;
  readonly width: number;
  readonly height: number;
  /** What is to be seen, for those who cannot see it. */
  readonly alt: string;
  /** Id of the model that made it. */
  readonly model: string;
  readonly prompt: string;
  /** Title of the art style. */
  readonly style: string;
  readonly seed: number;
}

/** All samples that are shipped, best first. */
export const SAMPLES: readonly Sample[] = [];
