// Real navigation, to a server on this machine, with nothing between browser and
// server: whatever the browser asks for by itself, such as an icon, is there.
import test from 'node:test'
import { chromium } from 'playwright-core'
import { executable, flags, none, sites } from './browser.mjs'
import { serve } from './serve.mjs'

for (const site of sites('plain')) {
  test(`${site.name}: no request fails and the console is silent`, async (t) => {
    const found = [], icons = new Set()
    const server = await serve(site.dir, (asked, status) => {
      if (status !== 200) found.push(`${status} ${asked}`)
      if (/^\/assets\/icon\.[0-9a-f]+\.svg$/.test(asked)) icons.add(asked)
    })
    // The old headless mode asks for no icons.
    const browser = await chromium.launch({ executablePath: executable, headless: false, args: ['--headless=new', ...flags] })
    try {
      const page = await browser.newPage()
      page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) found.push(`console: ${m.text().slice(0, 300)}`) })
      // All addresses of a 404 page are those of the site at its own place.
      const names = site.kinds().filter((name) => !name.endsWith('404.html'))
      for (const name of names) await page.goto(server.url + name, { waitUntil: 'networkidle' })
      if (icons.size !== 1) found.push(`asks for ${icons.size} icons`)
      t.diagnostic(`${names.length} pages`)
    } finally {
      await browser.close()
      await server.close()
    }
    none(found)
  })
}
