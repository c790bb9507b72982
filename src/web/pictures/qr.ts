import { encode } from "uqr";

/** Modules of white around a code that scanners need to find it. ISO/IEC 18004, 9.1. */
const QUIET_ZONE = 4;

/**
 * A QR code as SVG for print: pure black on white, a quarter of it may be lost (level Q), never mirrored. Printed 25 mm wide,
 * a poll's address has modules of about 0.7 mm, which newsprint still holds.
 */
export function qrSvg(url: string): string {
  const { data, size } = encode(url, { ecc: "Q", border: QUIET_ZONE });
  const path = data
    .flatMap((row, y) => runs(row).map(({ from, length }) => `M${from} ${y}h${length}v1h-${length}z`))
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 8}" height="${size * 8}" role="img" aria-label="QR: ${url}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>
`;
}

/** Black modules beside each other as one. */
function runs(row: readonly boolean[]): { from: number; length: number }[] {
  const found: { from: number; length: number }[] = [];
  for (const [x, black] of row.entries()) {
    const last = found.at(-1);
    if (!black) continue;
    if (last && last.from + last.length === x) last.length += 1;
    else found.push({ from: x, length: 1 });
  }
  return found;
}
