// What the search page does: it looks words up and shows what it finds. The
// words of ?q= are looked up in the files below search/ that
// generator/render/search writes; the package comment there tells what is in
// them. Results look as lists do, and words for the reader come from the page.

// Lengths in characters, as in generator/render/search/text.go.
const shortestWord = 2;
const longestWord = 32;
const longestID = 48;
const prefix = 4;
const digits = 4;

const longestQuery = 200;
const mostPairs = 4; // of a run of characters, before every other one is left out
const mostShards = 6; // of one query: it shall not load more than 300 kB
const pageSize = 20;

const cjk = "々-〇ぁ-ゖ\u3099-ゟァ-ヺー-ヿ\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{3ffff}";
const isCJK = new RegExp(`[${cjk}]`, "u");
const runs = new RegExp(`[${cjk}]+|(?:(?![${cjk}])[\\p{L}\\p{N}\\p{M}]|(?<=[0-9])\\.(?=[0-9]))+`, "gu");
const particle = /[のをはがにでとへも]/;
const hiragana = /[ぁ-ゟ]/;

// fold gives a text in the form in which texts are compared.
export function fold(text) {
  const lower = Array.from(text.normalize("NFKC"), (c) => (c === "İ" ? "i" : c.toLowerCase())).join("");
  return lower.replaceAll("・", "").replace(/(?<=[ァ-ヺー]{2})ー(?![ァ-ヺー])/g, "");
}

// pairs lists the neighbouring characters of a run that are terms: not hiragana
// before another writing, nor a particle after it.
function pairs(chars) {
  const out = [];
  for (let i = 1; i < chars.length; i++) {
    const [a, b] = [chars[i - 1], chars[i]];
    if (hiragana.test(a) ? hiragana.test(b) : !particle.test(b)) out.push(a + b);
  }
  return out;
}

// everyOther keeps the first, every second and the last: of a long run they
// still have all characters.
function everyOther(list) {
  return list.filter((_, i) => i % 2 === 0 || i === list.length - 1);
}

// parse gives what a query asks for: parts, of which an advisory must have all.
// A part has choices, of which one must hold; a choice is a list of keys, all of
// which must be there. id is the key of the whole query as an id, if it may be
// one.
export function parse(query, ignored = []) {
  const text = fold([...query].slice(0, longestQuery).join(""));
  const parts = new Map();
  let squeezed = [];
  for (const [run] of text.matchAll(runs)) {
    const chars = [...run];
    squeezed.push(...chars.filter((c) => c !== "."));
    if (isCJK.test(run)) {
      const all = [...new Set(pairs(chars))];
      if (all.length > 0) parts.set(run, { text: run, choices: [all.length > mostPairs ? everyOther(all) : all] });
    } else if (chars.length >= shortestWord && !ignored.includes(run)) {
      parts.set(run, { text: run, choices: wordChoices(chars.slice(0, longestWord).join("")) });
    }
  }
  squeezed = squeezed.slice(0, longestID);
  return { parts: [...parts.values()], id: /[0-9]/.test(text) ? "=" + squeezed.join("") : "" };
}

// wordChoices: a word is found whole or, if it is long enough, as the beginning
// of one; digits are found within an id, too.
function wordChoices(word) {
  const choices = [[word]];
  if (/^[0-9]+$/.test(word) && word.length >= digits) {
    const within = [];
    for (let i = 0; i + digits < word.length; i += digits) within.push("#" + word.slice(i, i + digits));
    within.push("#" + word.slice(-digits));
    choices.push(within);
  }
  return choices;
}

const begins = (key) => key[0] !== "=" && key[0] !== "#" && !isCJK.test(key) && [...key].length >= prefix;

// shardOf gives the shard of a key: FNV-1a over what those of one shard share.
export function shardOf(key, shards) {
  let hashed = key;
  if (key[0] === "#") hashed = key.slice(1);
  else if (key[0] !== "=") hashed = [...key].slice(0, prefix).join("");
  let h = 0x811c9dc5;
  for (const b of new TextEncoder().encode(hashed)) h = Math.imul(h ^ b, 0x01000193) >>> 0;
  return (h & (shards - 1)) >>> 0;
}

// choose says which shards a query needs, the more telling ones first: one of
// each part, the long parts before the short, then a second one of each, and so
// on, as many as may be loaded.
export function choose({ parts, id }, shards) {
  const chosen = new Set();
  if (id) chosen.add(shardOf(id, shards));
  const length = (part) => [...part.text].length;
  const queues = [...parts].sort((a, b) => length(b) - length(a)).map((p) => p.choices.flat());
  for (let i = 0; queues.some((q) => i < q.length); i++) {
    for (const q of queues) {
      if (i < q.length && chosen.size < mostShards) chosen.add(shardOf(q[i], shards));
    }
  }
  return chosen;
}

// mark notes in a shard's terms where a key occurs: 2 in the title, 1 elsewhere.
// The form of a shard is told at put in generator/render/search/index.go.
export function mark(shard, key, marks) {
  const wanted = new TextEncoder().encode(key);
  const open = begins(key);
  let at = 0;
  const number = () => {
    let n = 0;
    for (let shift = 1; ; shift *= 128) {
      const b = shard[at++];
      n += (b & 127) * shift;
      if (b < 128) return n;
    }
  };
  const put = (n, value) => {
    if (n < marks.length && marks[n] < value) marks[n] = value;
  };
  while (at < shard.length) {
    const length = shard[at++];
    let found = open ? length >= wanted.length : length === wanted.length;
    for (let i = 0; found && i < wanted.length; i++) found = shard[at + i] === wanted[i];
    at += length;
    for (const value of [2, 1]) {
      const head = number();
      const end = at + Math.floor(head / 2);
      if (found && head % 2 === 0) {
        for (let n = -1; at < end; ) put((n += number()), value);
      } else if (found) {
        for (let i = at; i < end; i++) {
          for (let bit = 0; bit < 8; bit++) if (shard[i] & (1 << bit)) put((i - at) * 8 + bit, value);
        }
      }
      at = end;
    }
  }
}

// search gives the numbers of the advisories found, the best first, and the
// words of the query that were not looked up. load gives a file below search/,
// as JSON or as bytes.
export async function search(query, load) {
  const meta = await load("meta.json");
  const wanted = parse(query, meta.ignored);
  const shards = new Map();
  const names = [...choose(wanted, meta.shards)];
  const loaded = await Promise.all(names.map((n) => load(`terms/${n}.bin`)));
  names.forEach((n, i) => shards.set(n, loaded[i]));

  const marksOf = (key) => {
    const marks = new Uint8Array(meta.documents);
    mark(shards.get(shardOf(key, meta.shards)), key, marks);
    return marks;
  };
  const fold2 = (lists, pick) => lists.reduce((a, b) => a.map((x, i) => pick(x, b[i])));
  const known = (key) => shards.has(shardOf(key, meta.shards));

  let best = null; // the least of what an advisory has of all parts
  const leftOut = [];
  for (const part of wanted.parts) {
    const choices = part.choices.map((keys) => keys.filter(known)).filter((keys) => keys.length > 0);
    if (choices.length === 0) {
      leftOut.push(part.text);
      continue;
    }
    const marks = fold2(choices.map((keys) => fold2(keys.map(marksOf), Math.min)), Math.max);
    best = best ? fold2([best, marks], Math.min) : marks;
  }
  best ??= new Uint8Array(meta.documents);
  if (wanted.id) marksOf(wanted.id).forEach((m, n) => m && (best[n] = 3));
  const found = [[], [], [], []];
  for (let n = meta.documents - 1; n >= 0; n--) found[best[n]].push(n);
  return {
    numbers: [...found[3], ...found[2], ...found[1]], leftOut, meta,
    empty: wanted.parts.length === 0 && !wanted.id,
  };
}

// documents gives what lists show of the advisories with these numbers.
export async function documents(numbers, meta, load) {
  const files = new Map();
  for (const n of numbers) {
    const file = Math.floor(n / meta.per_file);
    if (!files.has(file)) files.set(file, load(`documents/${file}.json`));
  }
  const out = await Promise.all(numbers.map(async (n) => (await files.get(Math.floor(n / meta.per_file)))[n % meta.per_file]));
  return out.filter(Boolean); // one that came or went while the site was published
}

// fetched loads a file below the folder. What a site publishes changes: the
// browser asks whether it has the newest.
function fetched(folder) {
  return async (name) => {
    const response = await fetch(folder + name, { cache: "no-cache" });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return name.endsWith(".json") ? response.json() : new Uint8Array(await response.arrayBuffer());
  };
}

// entry makes an item of the list from its sample in the page: the one of its
// severity, without what is not so.
function entry(samples, levels, base, doc, languages) {
  const at = (doc.withdrawn ? levels.length + 1 : 0) + levels.indexOf(doc.severity) + 1;
  const item = samples[at].cloneNode(true);
  const language = [document.documentElement.lang, ...languages].find((l) => doc.titles[l]);
  const texts = { id: doc.id, title: doc.titles[language], score: doc.score, published: doc.published, updated: doc.updated };
  for (const time of item.querySelectorAll("time")) {
    const text = texts[time.textContent.slice(1, -1)];
    if (text) time.dateTime = text.replaceAll("/", "-");
    else time.parentElement.remove();
  }
  if (!doc.critical) item.querySelector(".mark-critical")?.remove();
  for (const node of item.querySelectorAll("[lang=und]")) node.lang = language;
  for (const link of item.querySelectorAll("a")) link.href = `${base}${doc.path}index.html`;
  const walk = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replace(/\{(\w+)\}/, (all, name) => texts[name] ?? all);
  return item;
}

// start answers the query of the page's address.
async function start(section) {
  const words = section.dataset;
  const status = document.getElementById("search-status");
  const more = document.getElementById("search-more");
  const say = (text, values = {}) => {
    status.textContent = text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  };
  const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
  document.getElementById("search-query").value = query;
  if (!query) {
    status.textContent = "";
    return;
  }
  document.title = `${query} - ${document.title}`;
  for (const link of document.querySelectorAll("header a[hreflang]")) link.search = location.search;
  say(words.searching);

  const samples = document.getElementById("search-samples").content.firstElementChild;
  const levels = words.levels.split(" ");
  const list = samples.cloneNode(false);
  const digits = new Intl.NumberFormat(document.documentElement.lang);
  const load = fetched(words.index);

  // show adds a page of results, and moves on to it if the reader asked.
  const show = async ({ numbers, meta }, asked) => {
    const shown = list.childElementCount;
    const docs = await documents(numbers.slice(shown, shown + pageSize), meta, load);
    list.append(...docs.map((doc) => entry(samples.children, levels, words.base, doc, meta.languages)));
    const left = docs.length > 0 && list.childElementCount < numbers.length;
    more.hidden = !left;
    say(left ? words.part : words.count, { count: digits.format(numbers.length), shown: digits.format(list.childElementCount) });
    if (asked) list.children[shown]?.querySelector("a").focus();
  };
  try {
    const result = await search(query, load);
    if (result.leftOut.length > 0) {
      const note = document.getElementById("search-note");
      note.textContent = words.leftOut.replace("{words}", () => result.leftOut.join(words.separator));
      note.hidden = false;
    }
    if (result.numbers.length === 0) {
      say(result.empty ? words.short : words.none, { query });
      return;
    }
    document.getElementById("search-results").append(list);
    await show(result, false);
    more.addEventListener("click", () => show(result, true).catch(() => say(words.failed)));
  } catch {
    say(words.failed);
  }
}

if (globalThis.document) start(document.getElementById("search"));
