// Every kind of page without a mouse: the tab key reaches everything there is to
// use, in the order of the page, shows where it is, and gets out again.
import test, { after, before } from 'node:test'
import { launch, none, sites, visit } from './browser.mjs'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

// Elements are known by a number that each gets before the first key.
const number = (page) => page.evaluate(() => {
  const usable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }))
  usable.forEach((e, i) => { e.dataset.tab = i })
  return usable.length
})

// focused says where the focus is and whether that shows: an outline, a border
// or a shadow that is not there without it, within the window.
const focused = (page) => page.evaluate(() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const looks = () => { const s = getComputedStyle(e); return [s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 ? s.outline : '', s.boxShadow, s.borderColor, s.backgroundColor].join('|') }
  const on = looks(), box = e.getBoundingClientRect()
  e.blur()
  const off = looks()
  e.focus({ preventScroll: true, focusVisible: true })
  const seen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  return { number: e.dataset.tab, name: e.outerHTML.slice(0, 100), shows: on !== off, seen }
})

async function walk(page) {
  const out = []
  const count = await number(page)
  const reached = new Set()
  let last = -1
  for (let i = 0; i <= count; i++) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    if (!at || reached.size === count && at.number === '0') break // out of the page, or round again
    if (at.number === undefined || reached.has(at.number)) { out.push(`the focus is caught at ${at.name}`); break }
    reached.add(at.number)
    if (!at.shows) out.push(`the focus does not show on ${at.name}`)
    if (!at.seen) out.push(`the focus is out of sight on ${at.name}`)
    if (Number(at.number) < last) out.push(`the focus jumps back to ${at.name}`)
    last = Number(at.number)
  }
  if (reached.size < count) {
    const missed = await page.evaluate((seen) => [...document.querySelectorAll('[data-tab]')].filter((e) => !seen.includes(e.dataset.tab)).map((e) => e.outerHTML.slice(0, 100)), [...reached])
    out.push(`the tab key does not reach ${missed.length} of ${count}, such as ${missed[0]}`)
  }
  return out
}

// skip uses the first link of the page: it leads into the main part.
async function skip(page) {
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  return page.evaluate(() => {
    const main = document.querySelector('main'), at = document.activeElement
    const inside = main.contains(at) || Boolean(main.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING)
    return inside ? [] : [`the first link does not lead past the navigation, but to ${at.outerHTML.slice(0, 100)}`]
  })
}

for (const site of sites('plain')) {
  test(`${site.name}: keyboard`, async () => {
    const { page, found, open, context } = await visit(browser, site.dir)
    const problems = []
    for (const name of site.kinds().filter((n) => !n.startsWith('.well-known/'))) {
      found.length = 0
      await page.setViewportSize({ width: problems.length % 2 ? 360 : 1280, height: 800 })
      await open(name)
      const links = await page.locator('a').count()
      if (links < 600) {
        found.push(...await walk(page))
        await open(name)
      }
      found.push(...await skip(page))
      problems.push(...found.map((f) => `${name}: ${f}`))
    }
    await context.close()
    none(problems)
  })
}
