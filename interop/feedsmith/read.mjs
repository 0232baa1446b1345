// Reads the feeds named on the command line with feedsmith and prints what it
// found, as one JSON object a line.
import { readFileSync } from 'node:fs'
import { parseFeed } from 'feedsmith'

for (const file of process.argv.slice(2)) {
  const { format, feed } = parseFeed(readFileSync(file, 'utf8'))
  const entries = feed.entries ?? feed.items ?? []
  const links = entries
    .filter((e) => e.title)
    .map((e) => e.url ?? e.link ?? (e.links ?? []).find((l) => (l.rel ?? 'alternate') === 'alternate')?.href)
  const title = typeof feed.title === 'string' ? feed.title : feed.title?.value
  console.log(JSON.stringify({ file, kind: format, title, links }))
}
