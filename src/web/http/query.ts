/**
 * The names that addresses of pages and frames read of their query. Whatever else stands there, such as a social network's
 * number of a click, tells no two answers apart.
 */
const NAMES = ["lang", "theme", "view", "back", "childId", "width"] as const;

export type Query = Partial<Record<(typeof NAMES)[number], string>>;

export function queryOf(url: string): Query {
  if (!url.includes("?")) return {};
  const { searchParams } = new URL(url);
  return Object.fromEntries(NAMES.flatMap((name) => (searchParams.has(name) ? [[name, searchParams.get(name)]] : [])));
}
