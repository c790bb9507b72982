// Judges logs with Go's own note and tlog packages, for test/log/go-differential.server.test.ts.
// One JSON question a line on standard input, one JSON answer a line on standard output.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Kind   string   `json:"kind"`
	Vkey   string   `json:"vkey"`
	Note   []byte   `json:"note"`
	Bundle []byte   `json:"bundle"`
	Size   int64    `json:"size"`
	From   int64    `json:"from"`
	Index  int64    `json:"index"`
	Leaf   []byte   `json:"leaf"`
	Root   []byte   `json:"root"`
	Old    []byte   `json:"old"`
	Proof  [][]byte `json:"proof"`
}

type answer struct {
	OK   bool   `json:"ok"`
	Why  string `json:"why,omitempty"`
	Root []byte `json:"root,omitempty"`
	Size int64  `json:"size,omitempty"`
}

func refuse(why string) answer { return answer{Why: why} }

func hashOf(b []byte) (h tlog.Hash, ok bool) {
	if len(b) != tlog.HashSize {
		return h, false
	}
	copy(h[:], b)
	return h, true
}

// A checkpoint: a note by the log's key whose text is origin, decimal size, base64 root (C2SP tlog-checkpoint).
func checkpoint(q question) answer {
	verifier, err := note.NewVerifier(q.Vkey)
	if err != nil {
		return refuse(err.Error())
	}
	opened, err := note.Open(q.Note, note.VerifierList(verifier))
	if err != nil {
		return refuse(err.Error())
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return refuse("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return refuse("no decimal size")
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return refuse("no root")
	}
	return answer{OK: true, Size: size, Root: root}
}

// Entries of a bundle (C2SP tlog-tiles), appended to a log that begins with them: its root.
func root(q question) answer {
	var hashes []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = hashes[x]
		}
		return out, nil
	})
	size := int64(0)
	for rest := q.Bundle; len(rest) > 0; size++ {
		if len(rest) < 2 {
			return refuse("a bundle ends inside a length")
		}
		length := int(binary.BigEndian.Uint16(rest))
		if len(rest) < 2+length {
			return refuse("a bundle ends inside an entry")
		}
		added, err := tlog.StoredHashes(size, rest[2:2+length], read)
		if err != nil {
			return refuse(err.Error())
		}
		hashes = append(hashes, added...)
		rest = rest[2+length:]
	}
	if size != q.Size {
		return answer{Why: "another number of entries", Size: size}
	}
	top, err := tlog.TreeHash(size, read)
	if err != nil {
		return refuse(err.Error())
	}
	return answer{OK: true, Size: size, Root: top[:]}
}

func proof(q question) ([]tlog.Hash, bool) {
	out := []tlog.Hash{}
	for _, each := range q.Proof {
		h, ok := hashOf(each)
		if !ok {
			return nil, false
		}
		out = append(out, h)
	}
	return out, true
}

func inclusion(q question) answer {
	hashes, ok := proof(q)
	top, okRoot := hashOf(q.Root)
	leaf, okLeaf := hashOf(q.Leaf)
	if !ok || !okRoot || !okLeaf {
		return refuse("not a hash")
	}
	if err := tlog.CheckRecord(tlog.RecordProof(hashes), q.Size, top, q.Index, leaf); err != nil {
		return refuse(err.Error())
	}
	return answer{OK: true}
}

func consistency(q question) answer {
	hashes, ok := proof(q)
	top, okRoot := hashOf(q.Root)
	old, okOld := hashOf(q.Old)
	if !ok || !okRoot || !okOld {
		return refuse("not a hash")
	}
	if err := tlog.CheckTree(tlog.TreeProof(hashes), q.Size, top, q.From, old); err != nil {
		return refuse(err.Error())
	}
	return answer{OK: true}
}

// Go's proof checks panic on sizes that no tree has; for this purpose that is a refusal.
func judge(q question) (a answer) {
	defer func() {
		if recover() != nil {
			a = refuse("panic")
		}
	}()
	switch q.Kind {
	case "checkpoint":
		return checkpoint(q)
	case "root":
		return root(q)
	case "inclusion":
		return inclusion(q)
	case "consistency":
		return consistency(q)
	}
	return refuse("not a question")
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	decoder := json.NewDecoder(in)
	encoder := json.NewEncoder(out)
	for {
		var q question
		if err := decoder.Decode(&q); err != nil {
			return
		}
		if err := encoder.Encode(judge(q)); err != nil {
			return
		}
	}
}
