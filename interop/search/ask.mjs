// Asks the search script of the pages what the Go tests ask their own searcher:
// node ask.mjs FOLDER, with a JSON list of queries on standard input. FOLDER has
// search/ in it. Prints for each query what is found and how many bytes of index
// files that took.
import { readFile } from "node:fs/promises";
import { documents, search } from "../../templates/js/search.js";

const pageSize = 20;
let input = "";
for await (const chunk of process.stdin) input += chunk;

const answers = [];
for (const query of JSON.parse(input)) {
  let loaded = 0;
  const load = async (name) => {
    const data = await readFile(`${process.argv[2]}/search/${name}`);
    loaded += data.length;
    return name.endsWith(".json") ? JSON.parse(data) : new Uint8Array(data);
  };
  const { numbers, leftOut, meta } = await search(query, load);
  const docs = await documents(numbers.slice(0, pageSize), meta, load);
  answers.push({ count: numbers.length, numbers: numbers.slice(0, 200), leftOut, ids: docs.map((d) => d.id), loaded });
}
process.stdout.write(JSON.stringify(answers));
