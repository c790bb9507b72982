import type { Price } from "./prices.ts";

const [WIDTH, LABEL, BAR, GAP, TOP] = [720, 220, 20, 10, 60];

const NAMES: Record<Price["kind"], string> = {
  workerRequests: "Worker requests",
  objectRequests: "object requests",
  rowsRead: "rows read",
  rowsWritten: "rows written",
  kvReads: "KV reads",
  kvWrites: "KV writes",
  kvLists: "KV lists",
  objectSeconds: "object seconds",
  cpu: "processor time",
};

/** What makes up a price, dearest first, as a picture. */
export function plotPrices(title: string, prices: readonly Price[]): string {
  const dearest = Math.max(...prices.map(({ dollars }) => dollars));
  const scale = (WIDTH - LABEL - 120) / dearest;
  const shown = prices.filter(({ dollars }) => dollars >= 0.0005);
  const bars = shown.map(({ kind, dollars }, i) => {
    const y = TOP + i * (BAR + GAP);
    return `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${NAMES[kind]}</text>
<rect x="${LABEL}" y="${y}" width="${(dollars * scale).toFixed(1)}" height="${BAR}" fill="#6E6659"/>
<text x="${(LABEL + dollars * scale + 6).toFixed(1)}" y="${y + 15}">$${dollars.toFixed(3)}</text>`;
  });
  const total = shown.reduce((sum, { dollars }) => sum + dollars, 0);
  const height = TOP + shown.length * (BAR + GAP) + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1D1A16">
<title>${title}</title>
<rect width="${WIDTH}" height="${height}" fill="#FBF8F1"/>
<text x="12" y="22" font-size="15" font-weight="bold">${title}</text>
<text x="12" y="42" fill="#575046">$${total.toFixed(2)} in all, beyond what the plan includes</text>
${bars.join("\n")}
</svg>
`;
}

export const nameOf = (kind: Price["kind"]): string => NAMES[kind];
