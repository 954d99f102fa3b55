/** Where organisations are drawn: on a map of tiles of one size where the scenario has one, else as areas of their membership. */
import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";

export type Placed = {
  id: string;
  kind: string;
  members: number;
  tile?: [number, number] | null;
};
/** A rectangle, and how much of it (0 to 1, of each side) the membership fills. */
export type Rectangle = { x: number; y: number; width: number; height: number; filled: number };
export type Layout = { mapped: boolean; height: number; places: Map<string, Rectangle> };

const LARGEST = 62; // px: a tile grows no further
const APART = 0.3; // of a tile, between the map and what has no place on it
const LINE = 1.5; // px between tiles
const LEAST = 0.16; // of a side: the smallest membership is still seen

export function laidOut(all: readonly Placed[], width: number, height: number): Layout {
  const placed = all.filter((one) => one.tile);
  return placed.length ? onMap(all, placed, width) : byArea(all, width, height);
}

function onMap(all: readonly Placed[], placed: readonly Placed[], width: number): Layout {
  const columns = Math.max(...placed.map((one) => one.tile![0]));
  const rows = Math.max(...placed.map((one) => one.tile![1]));
  const side = Math.min(width / columns, LARGEST);
  const left = (width - side * columns) / 2;
  const most = Math.max(...all.map((one) => one.members), 1);
  const loose = all.filter((one) => !one.tile);
  const places = new Map<string, Rectangle>();
  const put = (one: Placed, column: number, row: number) =>
    places.set(one.id, {
      x: left + column * side + LINE / 2,
      y: row * side + LINE / 2,
      width: side - LINE,
      height: side - LINE,
      filled: Math.max(LEAST, Math.sqrt(one.members / most)),
    });
  for (const one of placed) put(one, one.tile![0] - 1, one.tile![1] - 1);
  loose.forEach((one, n) => put(one, n % columns, rows + APART + Math.floor(n / columns)));
  const below = loose.length ? APART + Math.ceil(loose.length / columns) : 0;
  return { mapped: true, height: (rows + below) * side, places };
}

type Node = { id: string; members?: number; children?: Node[] };

function byArea(all: readonly Placed[], width: number, height: number): Layout {
  const kinds = [...new Set(all.map((one) => one.kind))];
  const data: Node = {
    id: "",
    children: kinds.map((kind) => ({
      id: kind,
      children: all
        .filter((one) => one.kind === kind)
        .map(({ id, members }) => ({ id, members: Math.max(members, 1) })),
    })),
  };
  const root = hierarchy(data)
    .sum((node) => node.members ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const laid = treemap<Node>()
    .size([width, height])
    .tile(treemapSquarify.ratio(1.15))
    .paddingInner(LINE)
    .round(false)(root);
  const places = laid
    .leaves()
    .map((leaf): [string, Rectangle] => [
      leaf.data.id,
      { x: leaf.x0, y: leaf.y0, width: leaf.x1 - leaf.x0, height: leaf.y1 - leaf.y0, filled: 1 },
    ]);
  return { mapped: false, height, places: new Map(places) };
}
