// All pages of the sample, and every kind of page of other sites, through the Nu
// HTML checker: no findings.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { none, pages, sites } from './browser.mjs'

const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')

// check lists what the checker says of files; their names go through a folder
// of links, since a command line does not hold thousands.
function check(files, level) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'advgen-nu-'))
  const names = new Map()
  files.forEach((file, i) => {
    const link = path.join(folder, `${i}.html`)
    fs.copyFileSync(file, link)
    names.set(link, file)
  })
  const java = spawnSync('java', ['-Xss4m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', '--skip-non-html', folder], { maxBuffer: 1 << 28 })
  fs.rmSync(folder, { recursive: true })
  if (java.status !== 0) throw new Error(`the checker does not run: ${java.error ?? java.stderr}`)
  return JSON.parse(java.stdout).messages.filter((m) => m.type !== 'info' || level === 'all').map((m) => `${names.get(m.url.replace(/^file:/, '')) ?? m.url}:${m.lastLine}: ${m.subType ?? m.type}: ${m.message}`)
}

const paths = (site, names) => names.map((n) => path.join(site.dir, n))

for (const site of sites('plain')) {
  test(`${site.name}: valid HTML`, (t) => {
    const files = paths(site, site.name === 'sample' ? pages(site.dir) : site.kinds())
    t.diagnostic(`${files.length} pages`)
    none(check(files, 'all'))
  })
}

// A text that stands everywhere makes for repetition, which is no error. The
// sites are much alike: a fourth of the pages of each, another one by turns.
test('hostile sites: no errors', (t) => {
  const files = sites('hostile').flatMap((site, turn) => paths(site, site.kinds().filter((_, i) => i % 4 === turn % 4)))
  t.diagnostic(`${files.length} pages`)
  none(check(files, 'errors'))
})
