/** The numbers of the greatest values above 0, the greatest first and the lesser number among equals. */
export const greatest = (values: Uint32Array, limit: number): readonly number[] => {
  let top = 0;
  for (const value of values) top = Math.max(top, value);
  const counts = new Uint32Array(top + 1);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  let least = top;
  for (let above = counts[least] ?? 0; above < limit && least > 1; above += counts[least] ?? 0) least -= 1;
  least = Math.max(least, 1);
  // Of the least value there may be millions, of which some are enough.
  const [greater, equal]: [number[], number[]] = [[], []];
  for (let number = 0; number < values.length; number++) {
    const value = values[number] ?? 0;
    if (value > least) greater.push(number);
    else if (value === least && equal.length < limit) equal.push(number);
  }
  greater.sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0) || one - other);
  return [...greater, ...equal].slice(0, limit);
};
