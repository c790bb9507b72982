/** A file as text, as Vite imports it. */
declare module "*?raw" {
  const text: string;
  export default text;
}

/** Many files as text, by their paths. */
interface ImportMeta {
  glob(pattern: string, options: { query: "?raw"; import: "default"; eager: true }): Record<string, string>;
}
