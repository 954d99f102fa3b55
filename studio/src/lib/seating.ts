/** Where seats lie in a half circle. */

export type Place = { x: number; y: number };

/** So many fit into one row, where each seat can hold a name. */
export const FEW = 12;

/** A few seats side by side on the top of the circle, as around a table. */
function arc(n: number): { places: Place[]; radius: number } {
  const radius = Math.min(0.14, 1.1 / n);
  const step = Math.min(0.4, Math.PI / Math.max(1, n - 1));
  const places = Array.from({ length: n }, (_, k) => {
    const angle = Math.PI / 2 + step * ((n - 1) / 2 - k);
    return { x: 0.86 * Math.cos(angle), y: -0.86 * Math.sin(angle) };
  });
  return { places, radius };
}

/** Places of n seats in rows, from left to right; the half circle has radius 1, its centre at (0, 0), y upwards negative.
 *
 * Rows are as far apart as seats within a row; each row has seats in proportion to its radius. Returns the radius of a seat too. */
export function halfCircle(n: number, inner = 0.42): { places: Place[]; radius: number } {
  if (n <= 0) return { places: [], radius: 0 };
  if (n <= FEW) return arc(n);
  let rows = 1;
  const apart = (count: number) => {
    const radii = radiiOf(count, inner);
    return (Math.PI * radii.reduce((sum, radius) => sum + radius, 0)) / Math.max(1, n - 1);
  };
  while (rows < 14 && apart(rows + 1) < (1 - inner) / rows + 0.02) rows++;
  while (rows > 1 && n < rows * 3) rows--;
  const radii = radiiOf(rows, inner);
  const whole = radii.reduce((sum, radius) => sum + radius, 0);
  const counts = radii.map((radius) => Math.floor((n * radius) / whole));
  for (let left = n - counts.reduce((sum, count) => sum + count, 0), row = 0; left > 0; left--, row++)
    counts[rows - 1 - (row % rows)]!++;
  const found = radii.flatMap((radius, row) => {
    const count = counts[row]!;
    return Array.from({ length: count }, (_, k) => {
      const angle = count === 1 ? Math.PI / 2 : Math.PI * (1 - k / (count - 1));
      return { angle, radius, x: radius * Math.cos(angle), y: -radius * Math.sin(angle) };
    });
  });
  found.sort((a, b) => b.angle - a.angle || a.radius - b.radius);
  const gap = Math.min(
    rows > 1 ? (1 - inner) / (rows - 1) : 0.3,
    ...radii.map((radius, row) => (counts[row]! > 1 ? (Math.PI * radius) / (counts[row]! - 1) : 0.4)),
  );
  return { places: found.map(({ x, y }) => ({ x, y })), radius: Math.min(0.17, gap * 0.44) };
}

const radiiOf = (rows: number, inner: number) =>
  rows === 1 ? [0.86] : Array.from({ length: rows }, (_, row) => inner + ((1 - inner) * row) / (rows - 1));

/** Split a number of dots among parts in proportion, none that is above 0 without a dot. */
export function dots(parts: readonly number[], most: number): number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  if (whole <= most) return [...parts];
  const counts = parts.map((part) => (part > 0 ? Math.max(1, Math.round((part / whole) * most)) : 0));
  const largest = counts.indexOf(Math.max(...counts));
  counts[largest]! += most - counts.reduce((sum, count) => sum + count, 0);
  return counts;
}
