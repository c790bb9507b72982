// recount reads a Sawt log from outside: go run recount.go URL-OF-LOG VKEY [EARLIER-CHECKPOINT-FILE]
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: recount URL-OF-LOG VKEY [EARLIER-CHECKPOINT-FILE]")
	}
	url, vkey := strings.TrimSuffix(os.Args[1], "/"), os.Args[2]
	now := open(get(url+"/checkpoint"), vkey)

	// Every entry becomes a leaf; every count is made anew.
	var hashes stored
	var entries []string
	for n := int64(0); n*256 < now.N; n++ {
		bundle := get(url + "/tile/entries/" + path(n, now.N-n*256))
		for len(bundle) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2:end]
			more, err := tlog.StoredHashes(int64(len(entries)), entry, hashes)
			check(err)
			hashes = append(hashes, more...)
			entries = append(entries, string(entry))
			bundle = bundle[end:]
		}
	}
	root, err := tlog.TreeHash(now.N, hashes)
	check(err)
	if int64(len(entries)) != now.N || root != now.Hash {
		log.Fatal("FALSE: the entries do not lead to the signed root")
	}

	// The tiles, which receipts are made from, must say the same. TreeHash checks what it reads against the root.
	_, err = tlog.TreeHash(now.N, tlog.TileHashReader(now, tiles{url, now.N}))
	check(err)

	if len(os.Args) > 3 {
		kept, err := os.ReadFile(os.Args[3])
		check(err)
		earlier := open(kept, vkey)
		proof, err := tlog.ProveTree(now.N, earlier.N, hashes)
		check(err)
		check(tlog.CheckTree(proof, now.N, now.Hash, earlier.N, earlier.Hash))
	}

	count := map[string]int{}
	for _, entry := range entries {
		by := 1
		fields := strings.Fields(entry)
		if fields[0] == "withdraw" {
			index, err := strconv.Atoi(fields[1])
			check(err)
			by, fields = -1, strings.Fields(entries[index])
		}
		if fields[0] == "ballot" {
			for _, option := range strings.Split(fields[4], ",") {
				count[fields[1]+" "+option+" "+fields[2]] += by
			}
		}
	}
	for what, votes := range count {
		fmt.Println(what, votes)
	}
	fmt.Println("TRUE:", now.N, "entries lead to the signed root", base64.StdEncoding.EncodeToString(root[:]))
}

// open verifies a checkpoint's signature and reads its size and root.
func open(signed []byte, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		log.Fatal("FALSE: a checkpoint of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

// path of a tile or bundle: x001/x234/067, and .p/{width} while it is not full.
func path(n, left int64) string {
	p := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		p = fmt.Sprintf("x%03d/%s", n%1000, p)
	}
	if left < 256 {
		p += fmt.Sprintf(".p/%d", left)
	}
	return p
}

// stored answers hashes from memory, in the order that tlog numbers them.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		out[i] = s[index]
	}
	return out, nil
}

// tiles answers hashes from the server's tiles of 256.
type tiles struct {
	url  string
	size int64
}

func (tiles) Height() int                     { return 8 }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(asked []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range asked {
		data = append(data, get(fmt.Sprintf("%s/tile/%d/%s", t.url, tile.L, path(tile.N, int64(tile.W)))))
	}
	return data, nil
}

func get(url string) []byte {
	response, err := http.Get(url)
	check(err)
	defer response.Body.Close()
	var body bytes.Buffer
	_, err = io.Copy(&body, response.Body)
	check(err)
	if response.StatusCode != 200 {
		log.Fatal(url, " answers ", response.Status)
	}
	return body.Bytes()
}

func check(err error) {
	if err != nil {
		log.Fatal("FALSE: ", err)
	}
}
