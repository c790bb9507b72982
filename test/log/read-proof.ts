/** A `.tlog-proof` file, read as its specification shows it and not by code of ours. C2SP tlog-proof, "Format". */
export function readProof(text: string) {
  const [, extra, index, hashes = "", checkpoint = ""] =
    /^c2sp\.org\/tlog-proof@v1\n(?:extra ([^\n]+)\n)?index (\d+)\n((?:[^\n]{44}\n)*)\n(.+)$/s.exec(text) ?? [];
  if (index === undefined) throw new Error("not a proof");
  return {
    ...(extra !== undefined && { extra: new Uint8Array(Buffer.from(extra, "base64")) }),
    index: Number(index),
    hashes: hashes
      .split("\n")
      .slice(0, -1)
      .map((hash) => new Uint8Array(Buffer.from(hash, "base64"))),
    checkpoint,
  };
}
