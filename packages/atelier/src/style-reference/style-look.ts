/** What a style looks like, in numbers: its features and the sizes of its marks. */
export interface StyleLook {
  readonly features: readonly number[];
  readonly strokeScale: number;
  readonly lineWeight: number;
}
