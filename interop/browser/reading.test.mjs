// What a reader does: without script, in the other language, on paper.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { launch, leadsOn, none, pages, sites, visit } from './browser.mjs'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

for (const site of sites('plain')) {
  test(`${site.name}: every page is reached from the home page without script`, async () => {
    const { page, base, found, open, context } = await visit(browser, site.dir, { javaScriptEnabled: false })
    const problems = []
    const all = pages(site.dir).filter((n) => !n.startsWith('.well-known/') && !n.endsWith('404.html') && !leadsOn(site.dir, n))
    // The browser follows the links of one page of each kind; all of a big site
    // are followed by the crawl in Go.
    const small = all.length < 1500
    const seen = new Set(['index.html']), queue = ['index.html']
    while (queue.length > 0) {
      const name = queue.shift()
      await open(name)
      const links = await page.$$eval('a[href], form[action]', (list) => list.filter((e) => e.checkVisibility()).map((e) => e.href ?? e.action))
      for (const link of links) {
        const target = link.startsWith(base) && decodeURIComponent(link.slice(base.length)).replace(/#.*/, '')
        if (target && target.endsWith('.html') && !seen.has(target)) {
          seen.add(target)
          if (small) queue.push(target)
        }
      }
      problems.push(...found.splice(0).map((f) => `${name}: ${f}`))
    }
    if (small) problems.push(...all.filter((n) => !seen.has(n)).map((n) => `no link leads to ${n}`))
    await context.close()
    none(problems)
  })

  test(`${site.name}: nothing is hidden without script`, async () => {
    const { page, found, open, context } = await visit(browser, site.dir, { javaScriptEnabled: false })
    const problems = []
    for (const name of site.kinds()) {
      await open(name)
      const hidden = await page.$$eval('main a[href], main tr, main h2', (list) =>
        list.filter((e) => !e.checkVisibility() && !e.closest('details:not([open])')).map((e) => e.outerHTML.slice(0, 120)))
      if (hidden.length > 0) found.push(`${hidden.length} hidden, such as ${hidden[0]}`)
      problems.push(...found.splice(0).map((f) => `${name}: ${f}`))
    }
    await context.close()
    none(problems)
  })

  test(`${site.name}: a search form leads to the lists without script`, async (t) => {
    const { page, found, open, context } = await visit(browser, site.dir, { javaScriptEnabled: false })
    await open('index.html')
    const box = page.locator('form input[type=search]').first()
    if (await box.count() === 0) return t.skip('there is no search yet')
    await box.fill('router')
    await box.press('Enter')
    await page.waitForURL(/q=router/)
    assert.ok(await page.locator('main a[href]').count() >= 3, 'the page that answers has no links to the lists')
    await context.close()
    none(found)
  })

  test(`${site.name}: old addresses lead on without script`, async (t) => {
    const { page, base, found, open, context } = await visit(browser, site.dir, { javaScriptEnabled: false })
    const old = pages(site.dir).filter((n) => leadsOn(site.dir, n)).slice(0, 20)
    for (const name of old) {
      await open(name)
      await page.waitForURL((url) => url.href !== base + name)
      if (await page.locator('meta[http-equiv=refresh]').count() > 0) found.push(`${name} leads to ${page.url()}`)
    }
    await context.close()
    t.diagnostic(`${old.length} addresses`)
    none(found)
  })

  test(`${site.name}: the other language and back`, async (t) => {
    const { page, base, found, open, context } = await visit(browser, site.dir)
    const problems = []
    let switched = 0
    for (const name of site.kinds().filter((n) => !n.startsWith('.well-known/') && !n.endsWith('404.html'))) {
      await open(name)
      const from = await page.getAttribute('html', 'lang')
      for (let i = 0; i < 2; i++) {
        const link = page.locator('body a[hreflang]:visible').first()
        if (await link.count() === 0) break
        await link.click()
        switched++
      }
      if (page.url() !== base + name && page.url() !== base + name.replace(/index\.html$/, '')) problems.push(`${name}: there and back leads to ${page.url()}`)
      if (await page.getAttribute('html', 'lang') !== from) problems.push(`${name}: there and back leads to another language`)
    }
    await context.close()
    t.diagnostic(`${switched} times`)
    none([...problems, ...found])
  })

  test(`${site.name}: on paper`, async () => {
    const { page, found, open, context } = await visit(browser, site.dir, { colorScheme: 'dark', viewport: { width: 700, height: 990 } })
    const problems = []
    for (const name of site.kinds().filter((n) => !n.startsWith('.well-known/'))) {
      await open(name)
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      const seen = await page.evaluate(() => {
        const light = (color) => { const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number); return a === 0 || r + g + b > 600 }
        const out = []
        if (!light(getComputedStyle(document.body).backgroundColor) || !light(getComputedStyle(document.documentElement).backgroundColor)) out.push('the paper is dark')
        if (light(getComputedStyle(document.querySelector('h1')).color)) out.push('the ink is light')
        if ([...document.querySelectorAll('nav')].some((n) => n.checkVisibility())) out.push('the navigation is printed')
        if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) out.push('it is wider than the paper')
        return out
      })
      await page.emulateMedia({ media: null })
      problems.push(...[...seen, ...found.splice(0)].map((f) => `${name}: ${f}`))
    }
    await open('index.html')
    const pdf = await page.pdf({ format: 'A4' })
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
    await context.close()
    none(problems)
  })
}
