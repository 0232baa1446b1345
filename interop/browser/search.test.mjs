// Search and filters, as a reader uses them.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { launch, none, sites, visit } from './browser.mjs'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

// most is what a query may load, in bytes.
const most = 300_000

// asked opens the answer to a query and gives the paths of what it found.
async function asked({ page, open, base }, root, query) {
  let loaded = 0
  const count = async (r) => { if (/\/search\/.*\.(json|bin)$/.test(r.url())) loaded += (await r.body()).length }
  page.on('response', count)
  await open(`${root}search/index.html?q=${encodeURIComponent(query)}`)
  await page.waitForFunction((searching) => {
    const said = document.getElementById('search-status').textContent
    return said !== '' && said !== searching
  }, await page.getAttribute('#search', 'data-searching'))
  page.off('response', count)
  assert.ok(loaded <= most, `${query}: ${loaded} bytes are loaded`)
  return page.$$eval('#search-results a[href]', (list, home) => [...new Set(list.map((a) => a.href.slice(home.length).replace(/index\.html$/, '')))], base)
}

for (const site of sites('plain')) {
  const json = (name) => JSON.parse(fs.readFileSync(path.join(site.dir, name), 'utf8'))
  const index = json('index.json')

  for (const root of ['', 'en/'].filter((r) => fs.existsSync(path.join(site.dir, r, 'search/index.html')))) {
    test(`${site.name}: search${root && ' in English'}`, async (t) => {
      const reader = await visit(browser, site.dir)
      const advisories = index.latest.slice(0, 4).map((a) => ({ at: root + a.url.slice(index.base_url.length), ...json(a.url.slice(index.base_url.length) + 'index.json') }))
      const problems = []
      const wants = async (query, at) => {
        const found = await asked(reader, root, query)
        if (!found.includes(at)) problems.push(`${query} does not find ${at}, but ${found.length}: ${found.slice(0, 3)}`)
        return found
      }
      for (const a of advisories) {
        const [first] = await wants(a.id, a.at)
        if (first !== a.at) problems.push(`${a.id} finds ${first} first`)
        // As typed on a Japanese keyboard, and in small letters.
        await wants(a.id.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)), a.at)
        await wants(a.id.toLowerCase(), a.at)
        if (a.aliases?.[0]) await wants(a.aliases[0], a.at)
        for (const title of Object.values(typeof a.title === 'string' ? { title: a.title } : a.title)) await wants(title, a.at)
        const vendor = a.vendors?.[0]?.name
        if (vendor && site.name === 'sample') for (const name of Object.values(typeof vendor === 'string' ? { vendor } : vendor)) await wants(name, a.at)
      }
      assert.deepEqual(await asked(reader, root, 'qqxxzzqqxx'), [])
      t.diagnostic(await reader.page.textContent('#search-status'))
      await reader.context.close()
      none([...problems, ...reader.found])
    })

    test(`${site.name}: the search box of a page${root && ' in English'}`, async () => {
      const { page, base, found, open, context } = await visit(browser, site.dir)
      await open(`${root}vendors/index.html`)
      await page.fill('header input[type=search]', index.latest[0].id)
      await page.press('header input[type=search]', 'Enter')
      await page.waitForSelector('#search-results a')
      assert.ok(page.url().startsWith(`${base}${root}search/`), page.url())
      assert.equal(await page.inputValue('#search-query'), index.latest[0].id)
      await context.close()
      none(found)
    })
  }

  test(`${site.name}: filters`, async (t) => {
    const { page, found, open, context } = await visit(browser, site.dir)
    const filtered = site.kinds().filter((n) => fs.readFileSync(path.join(site.dir, n), 'utf8').includes('data-filter='))
    if (filtered.length === 0) return t.skip('no table is long enough')
    for (const name of filtered) {
      await open(name)
      const target = '#' + await page.getAttribute('form[data-filter]', 'data-filter')
      const names = () => page.$$eval(`${target} tr:not(.group), ${target} > li`, (rows) => rows.filter((r) => r.checkVisibility() && r.querySelector('a')).map((r) => r.querySelector('a').textContent))
      const box = page.locator('form[data-filter] input').first()
      const all = await names()
      const wanted = all[Math.floor(all.length / 2)]
      await box.fill(wanted.toUpperCase())
      await page.waitForFunction((s) => document.querySelector('form[data-filter] [role=status]').textContent !== s, '')
      const some = await names()
      if (!some.includes(wanted) || some.length >= all.length) found.push(`${name}: ${wanted} shows ${some.length} of ${all.length}`)
      await box.fill('qqxxzz')
      await page.waitForTimeout(300)
      if ((await names()).length > 0) found.push(`${name}: a name that is not there shows ${(await names()).length}`)
      await box.fill('')
      await page.waitForTimeout(300)
      if ((await names()).length !== all.length) found.push(`${name}: without a filter ${(await names()).length} of ${all.length}`)
      const states = page.locator('form[data-filter] select')
      if (await states.count() === 0) continue
      const last = await states.locator('option').last().getAttribute('value')
      await states.selectOption(last)
      await page.waitForTimeout(300)
      const seen = await page.$$eval(`${target} tr[data-status]`, (rows) => rows.filter((r) => r.checkVisibility()).map((r) => r.dataset.status))
      if (seen.length === 0 || seen.some((s) => s !== last)) found.push(`${name}: status ${last} shows ${[...new Set(seen)]}`)
    }
    await context.close()
    none(found)
  })
}
