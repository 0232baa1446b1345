// Every kind of page of every site: accessible, within the window, and asking
// for nothing but its own files; in light, in dark, and at 320 px.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import test, { after, before } from 'node:test'
import { launch, none, sites, visit } from './browser.mjs'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// Colours are all that dark changes, so only the rules on colour are run again.
const looks = [
  { name: 'light', width: 1280, colorScheme: 'light', runOnly: tags },
  { name: 'dark', width: 1280, colorScheme: 'dark', runOnly: ['color-contrast', 'link-in-text-block'] },
  { name: '320 px', width: 320, colorScheme: 'light', runOnly: tags },
  { name: 'dark, 320 px', width: 320, colorScheme: 'dark', runOnly: ['color-contrast', 'link-in-text-block'] },
]

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

// violations says what axe finds, with the first element of each rule. The
// style sheets are the page's own, so axe need not fetch them.
async function violations(page, runOnly) {
  const found = await page.evaluate((values) => axe.run({ runOnly: values, resultTypes: ['violations'], preload: false }), runOnly)
  return found.violations.map((v) => `${v.id}: ${v.help}; ${v.nodes.length} times, first ${v.nodes[0].target} ${v.nodes[0].failureSummary.split('\n')[1] ?? ''}`)
}

// wider names what sticks out of a page that scrolls sideways.
const wider = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const scrolled = (e) => { for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return true; return false }
  const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 0.5 && !scrolled(e))
  return [`scrolls sideways: ${out.slice(0, 3).map((e) => `${e.tagName.toLowerCase()}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).join(', ')}`]
})

for (const site of sites('plain')) {
  test(`${site.name}: axe, 320 px, requests, console`, async (t) => {
    const { page, found, open, context } = await visit(browser, site.dir)
    const problems = []
    const names = site.kinds()
    for (const name of names) {
      found.length = 0
      await page.setViewportSize({ width: looks[0].width, height: 900 })
      await open(name)
      await page.evaluate(axe)
      for (const look of looks) {
        await page.setViewportSize({ width: look.width, height: 900 })
        await page.emulateMedia({ colorScheme: look.colorScheme })
        found.push(...[...await violations(page, look.runOnly), ...await wider(page)].map((v) => `${look.name}: ${v}`))
      }
      problems.push(...found.map((f) => `${name}: ${f}`))
    }
    await context.close()
    t.diagnostic(`${names.length} pages`)
    none(problems)
  })
}
