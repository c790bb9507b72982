import regular from "@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf";
import bold from "@expo-google-fonts/noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf";
import { initSync, type MeasuredNode, Renderer } from "@takumi-rs/wasm";
import wasm from "@takumi-rs/wasm/auto";
import type { Language } from "../../domain/language.ts";
import { FAMILY, type Tree } from "./card.ts";

/**
 * The engine that shapes, lays out and paints: Takumi in WebAssembly. It was chosen because it joins Arabic letters, places
 * their marks, and keeps right-to-left lines and isolates in order (docs/pictures.md). Everything of it is behind these
 * three functions. Import this file lazily: to run the engine takes 0.1 s, which nobody pays who asks for no picture.
 */
export async function paint(
  tree: Tree,
  { language, width, height, scale = 1 }: { language: Language; width: number; height?: number; scale?: 1 | 2 },
): Promise<Uint8Array<ArrayBuffer>> {
  return (await renderer()).render(tree, {
    width: width * scale,
    ...(height && { height: height * scale }),
    devicePixelRatio: scale,
    format: "png",
    lang: language,
  });
}

/** The same as SVG whose letters are outlines: page-layout software need not shape Arabic. */
export async function outline(
  tree: Tree,
  { language, width, height }: { language: Language; width: number; height?: number },
): Promise<string> {
  return (await renderer()).renderSvg(tree, { width, ...(height && { height }), lang: language });
}

/** Where everything of a tree comes to stand, in pixels. Without `height`: as high as it needs to be. */
export async function layoutOf(
  tree: Tree,
  { language, width, height }: { language: Language; width: number; height?: number },
): Promise<MeasuredNode> {
  return (await renderer()).measure(tree, { width, ...(height && { height }), lang: language });
}

/** For the life of the isolate. A request that finds none makes its own: no promise is shared between requests. */
let ready: Renderer | undefined;

async function renderer(): Promise<Renderer> {
  if (ready) return ready;
  initSync({ module: wasm });
  const made = new Renderer();
  for (const [weight, data] of [
    [400, regular],
    [700, bold],
  ] as const)
    await made.registerFont({ name: FAMILY, weight, data: new Uint8Array(data) });
  ready = made;
  return made;
}
