// Tests of templates/js/search.js by itself, for node --test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { documents, fold, mark, parse, search, shardOf, choose } from "../../templates/js/search.js";

test("fold makes variants one", () => {
  for (const [text, want] of [
    ["ＯｐｅｎＳＳＬ", "openssl"], ["ｻｰﾊﾞｰ", "サーバ"], ["サーバーサイド", "サーバーサイド"], ["キー", "キー"],
    ["クロスサイト・スクリプティング", "クロスサイトスクリプティング"], ["㍿", "株式会社"], ["①", "1"], ["İΣ", "iσ"],
  ]) assert.equal(fold(text), want);
});

const keys = (query, ignored) => parse(query, ignored).parts.map((p) => p.choices);

test("parse finds the parts of a query", () => {
  assert.deepEqual(keys("OpenSSLの脆弱性"), [[["openssl"]], [["脆弱", "弱性"]]]);
  assert.deepEqual(keys("5678"), [[["5678"], ["#5678"]]]);
  assert.deepEqual(keys("345678"), [[["345678"], ["#3456", "#5678"]]]);
  assert.deepEqual(keys("the a !"), [[["the"]]]);
  assert.deepEqual(keys("the a !", ["the"]), []);
  assert.deepEqual(keys("x x86 x86 2.4.1"), [[["x86"]], [["2.4.1"]]]);
  assert.deepEqual(keys("クロスサイトスクリプティング"), [[["クロ", "スサ", "イト", "スク", "リプ", "ティ", "ング"]]]);
  assert.equal(parse("jvn#1234-5678").id, "=jvn12345678");
  assert.equal(parse("openssl").id, "");
  assert.equal(parse("a".repeat(5000)).parts[0].choices[0][0].length, 32);
});

test("choose takes no more shards than may be loaded", () => {
  const many = parse(Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i).repeat(5)).join(" "));
  assert.equal(choose(many, 4096).size, 6);
  assert.deepEqual([...choose(parse("openssl"), 1)], [0]);
});

test("words that begin alike share a shard", () => {
  assert.equal(shardOf("openssl", 1024), shardOf("openss", 1024));
  assert.equal(shardOf("#5678", 1024), shardOf("5678", 1024));
  assert.equal(shardOf("", 16), 5); // the offset basis of FNV-1a ends in c5
});

// A shard with "open" in the titles of 0 and 200 and elsewhere in 1, and with
// "openssl" in the titles of 0 to 8, as a bitmap.
const shard = Uint8Array.from([
  4, ...Buffer.from("open"), 6, 1, 200, 1, 2, 2,
  7, ...Buffer.from("openssl"), 5, 0xff, 0x01, 0,
]);

test("mark reads both forms of a list", () => {
  const marks = new Uint8Array(201);
  mark(shard, "open", marks);
  assert.deepEqual([marks[0], marks[1], marks[8], marks[9], marks[200]], [2, 2, 2, 0, 2]);
  marks.fill(0);
  mark(shard, "openssl", marks);
  assert.deepEqual([marks[0], marks[8], marks[200]], [2, 2, 0]);
  marks.fill(0);
  mark(shard, "ope", marks);
  assert.ok(marks.every((m) => m === 0), "three letters are no beginning");
  mark(shard, "open", new Uint8Array(3)); // fewer advisories than the shard knows
});

const site = {
  "meta.json": { documents: 3, per_file: 2, shards: 1, languages: ["ja"], ignored: [] },
  "terms/0.bin": Uint8Array.from([
    4, ...Buffer.from("=a12"), 2, 1, 0, 4, ...Buffer.from("open"), 2, 2, 4, 1, 2,
  ]),
  "documents/0.json": [{ id: "A#1" }, { id: "A#2" }],
  "documents/1.json": [{ id: "A#3" }],
};
const load = async (name) => site[name] ?? assert.fail(name);

test("search ranks titles before the rest, and an id before all", async () => {
  assert.deepEqual((await search("open", load)).numbers, [1, 2, 0]);
  assert.deepEqual((await search("A-12", load)).numbers, [0]);
  assert.equal((await search("!", load)).empty, true);
  assert.equal((await search("none", load)).empty, false);
});

test("documents leaves out what is not there", async () => {
  const { meta } = await search("open", load);
  assert.deepEqual(await documents([2, 3, 0], meta, load), [{ id: "A#3" }, { id: "A#1" }]);
});

test("a file that cannot be loaded is an error", async () => {
  await assert.rejects(search("open", async () => { throw new Error("offline"); }));
});
