// What every test of pages needs: the browser, a page that reports what it does
// wrong, and the pages of a site that show everything once.
import fs from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { host } from './serve.mjs'

export const executable = process.env.CHROMIUM || '/usr/bin/chromium'

// The browser asks nobody for anything but what a page asks for.
export const flags = [
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

export const launch = () => chromium.launch({ executablePath: executable, args: flags })

// A visit opens pages of a published folder at the address that it is made for.
// All requests are answered from the folder; none leaves the machine. What the
// page does wrong is collected in found: asking another host, an error in the
// console (the policy reports there), a throw, a dialog, a window.
export async function visit(browser, dir, { bare, ...options } = {}) {
  const base = JSON.parse(fs.readFileSync(path.join(dir, 'index.json'), 'utf8')).base_url
  const answer = host(dir, { bare })
  const context = await browser.newContext(options)
  const found = []
  await context.route(() => true, (route) => {
    const url = route.request().url()
    if (!url.startsWith(base)) {
      found.push(`asks for ${url.slice(0, 200)}`)
      return route.abort('blockedbyclient')
    }
    return route.fulfill(answer('/' + decodeURIComponent(new URL(url).pathname).slice(new URL(base).pathname.length)))
  })
  const page = await context.newPage()
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) found.push(`console: ${m.text().slice(0, 300)}`) })
  page.on('pageerror', (e) => found.push(`throws ${e.message}`))
  page.on('response', (r) => { if (r.status() >= 400) found.push(`${r.status()} ${r.url()}`) })
  page.on('dialog', (d) => { found.push(`opens a dialog: ${d.message()}`); d.dismiss().catch(() => {}) })
  page.on('download', (d) => found.push(`downloads ${d.url()}`))
  context.on('page', (p) => found.push(`opens ${p.url()}`))
  return { page, context, base, found, open: (name) => page.goto(base + name, { waitUntil: 'load' }) }
}

// pages lists the HTML files of a published folder.
export const pages = (dir) => fs.readdirSync(dir, { recursive: true })
  .map((name) => name.split(path.sep).join('/'))
  .filter((name) => name.endsWith('.html')).sort()

const language = (html) => /<html[^>]* lang="([^"]+)"/.exec(html)?.[1]

// A redirect is a page that leads to another one at once.
export const leadsOn = (dir, name) => /<meta http-equiv="refresh"/i.test(fs.readFileSync(path.join(dir, name), 'utf8'))

// parts lists what a page is made of: each element with each of its classes,
// its role and its type.
function parts(html) {
  const out = new Set()
  for (const [, tag, attributes] of html.matchAll(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g)) {
    out.add(tag)
    for (const [, name, value] of attributes.matchAll(/\b(class|role|type|rel|aria-[a-z]+)="([^"]*)"/g)) {
      if (name.startsWith('aria-')) out.add(`${tag}[${name}]`)
      else for (const token of value.split(/\s+/)) out.add(`${tag}[${name}=${token}]`)
    }
  }
  return out
}

// kinds is a small set of pages that together have every part that any page
// has, in each language, and the longest page. A new kind of page is in it
// without being named.
export function kinds(dir) {
  const languages = new Map()
  let longest = { size: 0 }
  const all = pages(dir).filter((name) => !leadsOn(dir, name))
  for (const name of all) {
    const html = fs.readFileSync(path.join(dir, name), 'utf8')
    const tag = language(html)
    if (!languages.has(tag)) languages.set(tag, [])
    languages.get(tag).push({ name, parts: parts(html) })
    if (html.length > longest.size) longest = { name, size: html.length }
  }
  const chosen = new Set(longest.name ? [longest.name] : [])
  for (const list of languages.values()) {
    const missing = new Set(list.flatMap((p) => [...p.parts]))
    const gain = (p) => { let n = 0; for (const part of p.parts) if (missing.has(part)) n++; return n }
    while (missing.size > 0) {
      const best = list.reduce((a, b) => (gain(b) > gain(a) ? b : a))
      for (const part of best.parts) missing.delete(part)
      chosen.add(best.name)
    }
  }
  // And one of each shape of address: lists that look alike are made by
  // different code.
  const shapes = new Set()
  for (const name of all) {
    const [first, ...rest] = name.replace(/^en\//, '').split('/')
    const shape = `${name.startsWith('en/')} ${first} ${rest.length}`
    if (!shapes.has(shape)) chosen.add(name)
    shapes.add(shape)
  }
  return [...chosen].sort()
}

// remembered is kinds, kept beside the site for the other tests of the run.
function remembered(dir) {
  const file = `${dir}.kinds.json`
  if (!fs.existsSync(file)) {
    fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(kinds(dir)))
    fs.renameSync(`${file}.${process.pid}`, file)
  }
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

// sites are the published folders that the tests are given, of one group.
export function sites(group) {
  if (!process.env.ADVGEN_SITES) throw new Error('ADVGEN_SITES names no folder of published sites; run make browser')
  const root = path.join(process.env.ADVGEN_SITES, group)
  return fs.readdirSync(root).sort().map((name) => ({ name, dir: path.join(root, name), kinds: () => remembered(path.join(root, name)) }))
    .filter((s) => fs.existsSync(path.join(s.dir, 'index.json')))
}

// none fails a test with a list of what it found.
export function none(problems) {
  if (problems.length > 0) throw new Error(`${problems.length} findings\n${problems.slice(0, 60).join('\n')}`, { cause: null })
}
