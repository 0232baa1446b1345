// Sites whose every field holds a text that becomes active where something takes
// it for more than text. The pages are opened without the headers that would
// stop it, so that what holds is the pages' own escaping.
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { launch, leadsOn, none, pages, sites, visit } from './browser.mjs'

// The browser tells of it when a hostile text runs.
const trap = 'advgenTrap'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

// audit looks for what no page of ours has, whatever it did so far.
const audit = (page, base) => page.evaluate((home) => {
  const out = []
  for (const e of document.querySelectorAll('*')) {
    for (const a of e.attributes) {
      if (/^on/i.test(a.name) || ['style', 'srcdoc', 'formaction', 'ping', 'background'].includes(a.name)) out.push(`attribute ${a.name}`)
      if (['href', 'src', 'action', 'data', 'poster', 'xlink:href'].includes(a.name)) {
        const to = new URL(a.value, document.baseURI)
        const leads = e.tagName === 'A' ? ['https:', 'http:', 'mailto:'].includes(to.protocol) && !to.username && !to.password : to.href.startsWith(home)
        if (!leads && !(e.tagName === 'LINK' && /canonical|alternate|license/.test(e.rel))) out.push(`<${e.localName} ${a.name}> to ${to.protocol}//${to.host}`)
      }
    }
    const data = e.tagName === 'SCRIPT' && e.type === 'application/ld+json'
    if (data) { try { JSON.parse(e.textContent) } catch { out.push('data that is no JSON') } }
    if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE', 'VIDEO', 'AUDIO', 'MATH', 'FRAME', 'PORTAL'].includes(e.tagName) ||
      e.tagName === 'TEMPLATE' && e.id !== 'search-samples' ||
      e.tagName === 'SCRIPT' && !data && !e.src || e.tagName === 'META' && e.httpEquiv ) out.push(`<${e.localName}>`)
  }
  if (document.querySelectorAll('main').length !== 1 || document.querySelectorAll('h1').length !== 1) out.push('the page has lost its form')
  return out
}, base)

// The templates are the same in each language, so that a site is opened in one:
// two sites in the first, two in the other, since every second one has its texts
// per language.
const inTurn = (all, turn) => all.filter((n) => !n.startsWith('.well-known/') && n.startsWith('en/') === (turn % 4 > 1))

const hostileText = (dir) => fs.readFileSync(path.join(dir, 'text.txt'), 'utf8')

for (const [turn, { name, dir }] of sites('hostile').entries()) {
  test(`${name} ${hostileText(dir)}`, async () => {
    const { page, context, base, found, open } = await visit(browser, dir, { bare: true })
    await context.exposeFunction(trap, () => { found.push('a text of the content has run') })
    const problems = []
    for (const address of inTurn(pages(dir), turn)) {
      await open(address)
      if (leadsOn(dir, address)) await page.waitForURL((url) => url.href !== base + address)
      if (!page.url().startsWith(base)) found.push(`leads to ${page.url()}`)
      problems.push(...[...await audit(page, base), ...found.splice(0)].map((f) => `${address}: ${f}`))
    }
    // What a script writes from such content: the results of a search for the
    // text, for all there is, and a filtered table.
    const text = hostileText(dir)
    const root = turn % 4 < 2 ? '' : 'en/'
    for (const query of [text, 'EX']) {
      await open(`${root}search/index.html?q=${encodeURIComponent(query)}`)
      // The words of the page are hostile too, and may be the same throughout.
      await page.waitForFunction(() => !['', document.getElementById('search').dataset.searching].includes(document.getElementById('search-status').textContent), null, { timeout: 2000 }).catch(() => {})
      problems.push(...[...await audit(page, base), ...found.splice(0)].map((f) => `search for ${query}: ${f}`))
    }
    await context.close()
    none(problems)
  })
}

for (const { name, dir } of sites('filters')) {
  test(`${name}: filters`, async () => {
    const { page, context, base, found, open } = await visit(browser, dir, { bare: true })
    await context.exposeFunction(trap, () => { found.push('a text of the content has run') })
    const filtered = pages(dir).filter((n) => fs.readFileSync(path.join(dir, n), 'utf8').includes('data-filter='))
    if (filtered.length < 2) found.push('there are no filters')
    for (const address of filtered) {
      await open(address)
      const box = page.locator('form[data-filter] input').first()
      const rows = page.locator('[data-filter] ~ * a').filter({ visible: true })
      const all = await rows.count()
      for (const text of fs.readFileSync(path.join(dir, 'texts.txt'), 'utf8').split('\0')) {
        await box.fill(text)
        await page.waitForTimeout(170)
        if (await rows.count() === 0 || await rows.count() >= all) found.push(`${address}: ${text} shows ${await rows.count()} of ${all}`)
      }
      found.push(...await audit(page, base))
    }
    await context.close()
    none(found)
  })
}
