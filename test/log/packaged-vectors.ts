import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { install } from "./go-judge.ts";

/** Files of Debian packages in which other implementations keep what they test themselves with. */
const FILES = {
  ct: {
    of: "golang-github-google-certificate-transparency-dev",
    path: "/usr/share/gocode/src/github.com/google/certificate-transparency/cpp/merkletree/merkle_tree_test.cc",
  },
  note: {
    of: "golang-golang-x-mod-dev",
    path: "/usr/share/gocode/src/golang.org/x/mod/sumdb/note/note_test.go",
  },
  tlog: {
    of: "golang-golang-x-mod-dev",
    path: "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog_test.go",
  },
  ed25519: { of: "golang-go", path: "/usr/lib/go/src/crypto/ed25519/testdata/sign.input.gz" },
} as const;

export type Packaged = { kind: "text"; text: string } | { kind: "missing"; message: string };

/** The text of such a file; its package is installed where that is allowed. Nothing of it is kept here. */
export function packaged(name: keyof typeof FILES): Packaged {
  const { of, path } = FILES[name];
  if (!existsSync(path)) install([of]);
  if (!existsSync(path))
    return {
      kind: "missing",
      message: `${path} is not on this machine: apt-get install ${of} (done by the test as root with CI or INSTALL_GO set)`,
    };
  const bytes = readFileSync(path);
  return { kind: "text", text: (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString() };
}
