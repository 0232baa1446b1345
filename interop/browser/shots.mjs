// Takes pictures of every kind of page: light, dark, on a phone of 390 px, at
// 320 px, and as printed.
//
//   node shots.mjs FOLDER TO [PAGE...]
import fs from 'node:fs'
import path from 'node:path'
import { kinds, launch, visit } from './browser.mjs'

const [dir, to, ...named] = process.argv.slice(2)
if (!to || !fs.existsSync(path.join(dir, 'index.json'))) {
  console.error('usage: node shots.mjs FOLDER TO [PAGE...], where FOLDER is a published site')
  process.exit(2)
}
const root = path.resolve(dir)

const looks = [
  { name: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'phone', viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true },
  { name: 'narrow', viewport: { width: 320, height: 640 }, hasTouch: true },
]

// The longest side of a picture, in pixels of the page: a page with hundreds of
// vendors is cut there.
const longest = 6000

const browser = await launch()
let taken = 0
for (const look of looks) {
  const { page, open, context } = await visit(browser, root, look)
  for (const name of named.length > 0 ? named : kinds(root)) {
    const file = path.join(to, name.replace(/\/?index\.html$|\.html$/, '').replaceAll('/', '_') || 'home')
    fs.mkdirSync(to, { recursive: true })
    await open(name)
    const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: document.documentElement.scrollHeight }))
    await page.screenshot({ path: `${file}.${look.name}.png`, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, longest) } })
    if (look.name === 'light') await page.pdf({ path: `${file}.pdf`, format: 'A4' })
    taken++
  }
  await context.close()
}
await browser.close()
console.log(`${taken} pictures in ${to}`)
