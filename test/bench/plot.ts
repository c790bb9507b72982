import type { Results } from "./report.ts";
import { WAYS, type WayName } from "./ways.ts";

const [WIDTH, LABEL, BAR, GAP, TOP] = [760, 250, 18, 10, 56];

/** Requests a second of every way, as a picture: one group of bars for each number of connections. */
export function plot({ throughput, machine, at }: Results): string {
  const names = Object.keys(WAYS) as WayName[];
  const most = Math.max(1, ...throughput.flatMap(({ ways }) => names.map((name) => ways[name].perSecond)));
  const scale = (WIDTH - LABEL - 90) / most;
  const bars = throughput.flatMap(({ connections, ways }, group) =>
    names.map((name, i) => {
      const y = TOP + (group * (names.length + 1) + i + 1) * (BAR + GAP);
      const { perSecond } = ways[name];
      const heading =
        i === 0 ? `<text x="0" y="${y - GAP - 4}" font-weight="bold">${connections} connections</text>` : "";
      return `${heading}<text x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${WAYS[name].name}</text>
<rect x="${LABEL}" y="${y}" width="${(perSecond * scale).toFixed(1)}" height="${BAR}" fill="${WAYS[name].of === "sawt" ? "#0B5E4F" : "#6E6659"}"/>
<text x="${(LABEL + perSecond * scale + 6).toFixed(1)}" y="${y + 14}">${perSecond.toFixed(0)}</text>`;
    }),
  );
  const height = TOP + (throughput.length * (names.length + 1) + 1) * (BAR + GAP);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1D1A16">
<title>Requests a second: Sawt and what it is built on</title>
<rect width="${WIDTH}" height="${height}" fill="#FBF8F1"/>
<text x="0" y="18" font-size="15" font-weight="bold">Requests a second: Sawt (green) and what it is built on</text>
<text x="0" y="36" fill="#575046">${machine} · ${at.slice(0, 10)}</text>
${bars.join("\n")}
</svg>
`;
}
