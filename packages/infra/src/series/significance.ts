/** A line through measurements over time. */
export interface Slope {
  /** By how much it grows in an hour. */
  readonly perHour: number;
  /** How likely such a slope would be by chance alone. */
  readonly p: number;
  /** Whether that is less likely than one in twenty. */
  readonly significant: boolean;
}

/** Fewer points lie on some line always. */
const LEAST_POINTS = 5;

/** Of a regression that the database has made; null where there is too little to say it. */
export const slopeOf = (perHour: number | null, r2: number | null, points: number): Slope | null => {
  if (perHour === null || r2 === null || points < LEAST_POINTS) return null;
  const freedom = points - 2;
  const p = r2 >= 1 ? 0 : twoSided(Math.sqrt((r2 * freedom) / (1 - r2)), freedom);
  return { perHour, p, significant: p < 0.05 };
};

/** The t beyond which, on both sides, this share of Student's distribution lies. */
export const studentQuantile = (beyond: number, freedom: number): number => {
  let [low, high] = [0, 1];
  while (twoSided(high, freedom) > beyond) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (twoSided(middle, freedom) > beyond) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** The share of Student's distribution beyond ±t. */
const twoSided = (t: number, freedom: number): number =>
  incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);

/** The regularised incomplete beta function, by its continued fraction (Lentz). */
const incompleteBeta = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
};

const TINY = 1e-300;
const kept = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

const fraction = (x: number, a: number, b: number): number => {
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let sum = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / kept(1 + term * d);
      c = kept(1 + term / c);
      sum *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-12) break;
  }
  return sum;
};

/** By Lanczos' approximation, right to about fifteen digits. */
const logGamma = (x: number): number => {
  const parts = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const base = x + 6.5;
  const sum = parts.reduce((total, part, i) => total + part / (x + i), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
};
