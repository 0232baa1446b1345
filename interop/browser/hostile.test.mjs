// Sites whose every field holds a text that becomes active where something takes
// it for more than text. The pages are opened without the headers that would
// stop it, so that what holds is the pages' own escaping.
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { launch, none, pages, sites, visit } from './browser.mjs'

// The browser tells of it when a hostile text runs.
const trap = 'advgenTrap'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

// audit looks for what no page of ours has, whatever it did so far.
const audit = (page, base) => page.evaluate((home) => {
  const out = []
  // A redirect stays within the site.
  const inside = (refresh) => new URL(refresh.replace(/^0; *url=/i, ''), document.baseURI).href.startsWith(home)
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
      e.tagName === 'SCRIPT' && !data && !e.src || e.tagName === 'META' && e.httpEquiv && !(/^refresh$/i.test(e.httpEquiv) && inside(e.content))) out.push(`<${e.localName}>`)
  }
  if (document.querySelectorAll('main').length !== 1 || document.querySelectorAll('h1').length !== 1) out.push('the page has lost its form')
  return out
}, base)

// The templates are the same in each language, so that a site is opened in one,
// the sites by turns.
const inTurn = (all, turn) => all.filter((n) => !n.startsWith('.well-known/') && n.startsWith('en/') === (turn % 2 === 1))

for (const [turn, { name, dir }] of sites('hostile').entries()) {
  test(`${name} ${fs.readFileSync(path.join(dir, 'text.txt'), 'utf8')}`, async () => {
    const { page, context, base, found, open } = await visit(browser, dir, { bare: true })
    await context.exposeFunction(trap, () => { found.push('a text of the content has run') })
    const problems = []
    for (const address of inTurn(pages(dir), turn >> 1)) {
      await open(address)
      if (!page.url().startsWith(base)) found.push(`leads to ${page.url()}`)
      problems.push(...[...await audit(page, base), ...found.splice(0)].map((f) => `${address}: ${f}`))
    }
    await context.close()
    none(problems)
  })
}
