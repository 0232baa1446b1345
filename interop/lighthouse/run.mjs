// Reports the scores of Lighthouse for pages of a published folder, each the
// median of three runs, and what keeps a score from 100. It judges nothing.
//
//   node run.mjs FOLDER [PAGE...]
import fs from 'node:fs'
import path from 'node:path'
import * as launcher from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { executable, flags, kinds } from '../browser/browser.mjs'
import { serve } from '../browser/serve.mjs'

const [dir, ...named] = process.argv.slice(2)
if (!dir || !fs.existsSync(path.join(dir, 'index.json'))) {
  console.error('usage: node run.mjs FOLDER [PAGE...], where FOLDER is a published site')
  process.exit(2)
}
const root = path.resolve(dir)
const categories = ['performance', 'accessibility', 'best-practices', 'seo']
const runs = Number(process.env.LIGHTHOUSE_RUNS ?? 3)

// Pages that look different, in the first language, unless they are named.
const wanted = named.length > 0 ? named : kinds(root).filter((n) => !/^en\/|404\.html$|^\.well-known\//.test(n))

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const server = await serve(root)
const chrome = await launcher.launch({ chromePath: executable, chromeFlags: ['--headless=new', ...flags], logLevel: 'silent' })
const lows = new Map()
console.log(`${categories.join(' | ')} | page (median of ${runs})`)
for (const name of wanted) {
  const scores = categories.map(() => [])
  for (let i = 0; i < runs; i++) {
    const { lhr } = await lighthouse(server.url + name, { port: chrome.port, onlyCategories: categories, logLevel: 'silent' })
    categories.forEach((id, n) => scores[n].push(Math.round(lhr.categories[id].score * 100)))
    for (const id of categories) {
      for (const ref of lhr.categories[id].auditRefs) {
        const audit = lhr.audits[ref.id]
        if (ref.weight > 0 && audit.score !== null && audit.score < 0.9) {
          const what = `${id}: ${audit.id}: ${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ''}`
          lows.set(`${id} ${audit.id}`, { what, on: (lows.get(`${id} ${audit.id}`)?.on ?? new Set()).add(name) })
        }
      }
    }
  }
  console.log(`${scores.map((s, n) => String(median(s)).padStart(categories[n].length)).join(' | ')} | ${name}`)
}
for (const { what, on } of lows.values()) console.log(`below 90: ${what}: ${[...on].slice(0, 3).join(', ')}${on.size > 3 ? ` and ${on.size - 3} more` : ''}`)
await chrome.kill()
await server.close()
