import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import * as esbuild from "esbuild";
import * as z from "zod/mini";
import { ROOT } from "./build.ts";

/** What the embedded server takes over from wrangler.toml, so that nothing is said twice. */
const WorkerSettings = z.object({
  /** Of the wrangler.toml that these were read from. */
  sha256: z.string(),
  name: z.string(),
  compatibilityDate: z.string(),
  compatibilityFlags: z.array(z.string()),
  vars: z.record(z.string(), z.json()),
  kvBindings: z.array(z.string()),
  durableObjects: z.array(z.object({ binding: z.string(), className: z.string() })),
  sqliteClasses: z.array(z.string()),
  /** `directory` is relative to the project. */
  assets: z.object({ binding: z.string(), directory: z.string() }),
});
export type WorkerSettings = z.infer<typeof WorkerSettings>;

/** The part of wrangler's configuration that is read, as wrangler gives it back. */
const WranglerConfig = z.object({
  name: z.string(),
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()),
  vars: z.record(z.string(), z.json()),
  kv_namespaces: z.array(z.object({ binding: z.string() })),
  durable_objects: z.object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) }),
  migrations: z.array(z.object({ new_sqlite_classes: z.optional(z.array(z.string())) })),
  assets: z.object({ binding: z.string(), directory: z.string() }),
});

const CONFIG = resolve(ROOT, "wrangler.toml");
const CACHE = resolve(ROOT, "src/built/wrangler.json");

/**
 * Only wrangler knows its file's format for certain, and loading wrangler takes 0.7 s and 100 MB: it is asked once for each
 * change of the file.
 */
export async function readWorkerSettings(): Promise<WorkerSettings> {
  const sha256 = createHash("sha256")
    .update(await readFile(CONFIG))
    .digest("hex");
  const cached = await readCache();
  if (cached?.sha256 === sha256) return cached;
  const settings = { sha256, ...(await askWrangler()) };
  await mkdir(dirname(CACHE), { recursive: true });
  await writeFile(CACHE, JSON.stringify(settings, null, 2));
  return settings;
}

async function readCache(): Promise<WorkerSettings | undefined> {
  try {
    return WorkerSettings.safeParse(JSON.parse(await readFile(CACHE, "utf8"))).data;
  } catch {
    return undefined;
  }
}

async function askWrangler(): Promise<Omit<WorkerSettings, "sha256">> {
  const { unstable_readConfig } = await import("wrangler");
  const config = z.parse(WranglerConfig, unstable_readConfig({ config: CONFIG }));
  return {
    name: config.name,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    vars: config.vars,
    kvBindings: config.kv_namespaces.map(({ binding }) => binding),
    durableObjects: config.durable_objects.bindings.map(({ name, class_name }) => ({
      binding: name,
      className: class_name,
    })),
    sqliteClasses: config.migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes ?? []),
    assets: { binding: config.assets.binding, directory: config.assets.directory },
  };
}

/** The Worker's script, and the modules beside it that are no JavaScript, in the form in which workerd takes them. */
export interface WorkerBundle {
  script: string;
  modules: { type: "CompiledWasm" | "Data"; path: string; contents: Uint8Array<ArrayBuffer> }[];
}

/** What a file that is no JavaScript becomes, as `[[rules]]` of wrangler.toml and wrangler's own rules have it. */
const MODULE_TYPES: Record<string, "CompiledWasm" | "Data"> = { ".wasm": "CompiledWasm", ".ttf": "Data" };

/**
 * A folder in which each Worker's bundle is kept, by its entry. Only tests name one, a fresh one for each run: the sources do not
 * change meanwhile, and dozens of servers need not bundle the same again.
 */
const KEPT_BUNDLES = process.env.SAWT_BUNDLES;

const Bundled = z.object({ script: z.string(), files: z.array(z.string()) });

export async function bundleWorker(entry: string): Promise<WorkerBundle> {
  const { script, files } = KEPT_BUNDLES ? await keptIn(KEPT_BUNDLES, entry) : await bundle(entry);
  const modules = await Promise.all(
    files.map(async (file) => ({
      type: MODULE_TYPES[extname(file)] ?? "Data",
      path: basename(file),
      contents: new Uint8Array(await readFile(file)),
    })),
  );
  return { script, modules };
}

async function keptIn(folder: string, entry: string): Promise<z.infer<typeof Bundled>> {
  const name = createHash("sha256").update(entry).digest("hex");
  const file = join(folder, name);
  try {
    return z.parse(Bundled, JSON.parse(await readFile(file, "utf8")));
  } catch {
    const made = await bundle(entry);
    // It appears whole: two servers may start at once.
    const fresh = `${file}-${process.pid}`;
    await writeFile(fresh, JSON.stringify(made));
    await rename(fresh, file);
    return made;
  }
}

async function bundle(entry: string): Promise<z.infer<typeof Bundled>> {
  const files = new Set<string>();
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    plugins: [besideTheScript(files)],
    // Identifiers stay: they are all that a stack trace of a running server has to say. (`keepNames` would call a helper
    // for every function that a request makes, and is only needed where identifiers go.)
    minifySyntax: true,
    minifyWhitespace: true,
    charset: "utf8",
    write: false,
    logLevel: "silent",
  });
  return { script: outputFiles[0]?.text ?? "", files: [...files] };
}

/** Leaves imports of WebAssembly and of data in the script, by their bare file name, and collects the files. */
function besideTheScript(files: Set<string>): esbuild.Plugin {
  return {
    name: "beside-the-script",
    setup(build) {
      build.onResolve({ filter: /\.(wasm|ttf)$/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === RESOLVING) return undefined;
        const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: RESOLVING });
        if (found.errors.length > 0) return found;
        files.add(found.path);
        return { path: `./${basename(found.path)}`, external: true };
      });
    },
  };
}

const RESOLVING = Symbol("resolving");
