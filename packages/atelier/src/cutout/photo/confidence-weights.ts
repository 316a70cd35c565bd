/**
 * Logistic regression of "the chosen guess overlaps the true subject by 0.7 or more", fitted on
 * composites. Order: overlap, score, then the features named in `CONFIDENCE_FEATURES`.
 */
export const CONFIDENCE_WEIGHTS = {
  mean: [0.8299, 1.061, 0.7841, 0.3247, -3.367, 0.7567, 0.9972, 0.3784, 0.152, 1.74, -3.529, 7.729],
  deviation: [
    0.1243, 0.3885, 0.1444, 0.1075, 1.462, 0.1148, 0.01157, 0.1717, 0.2035, 0.9291, 1.423, 1.82,
  ],
  linear: [
    0.677, -0.009347, 0.2399, -0.2905, 0.0076, -0.12, 0.2247, -0.3335, -0.3687, 0.2481, -0.4009,
    -0.1674,
  ],
  constant: 1.179,
};
