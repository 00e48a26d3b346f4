// Makes the pictures of the instruction to the calculator from the page itself:
//
//   node tests/browser/pictures.mjs
//
// Run it again when the form changes; OTAU and CHROMIUM as in run.mjs.

import path from 'node:path'
import { launch, program, root, start } from './support.mjs'

const folder = path.join(root, 'content/guides/calculator')
const shown = 'd0.event=none&d0.contract=yes&d0.balance_2015=1%20000%20000&d0.balance_2016=700%20000&d0.balance_2017=900%20000&d0.who=depositor&d0.asked_on=15.03.2016'

/** From the first element of a picture to the last. */
const pictures = {
  event: ['[id="_d0-event"]', '[id="_d0-event"]'],
  balances: ['.if-not-merged', '.if-balances'],
  request: ['.group:has([id="_d0-asked-on"])', '.calc > .tools'],
  answer: ['.answer', '.answer'],
}

const server = await start(program(), ['serve', '--root', root])
const browser = await launch()
try {
  for (const lang of ['kk', 'ru']) {
    const context = await browser.newContext({ viewport: { width: 640, height: 900 }, deviceScaleFactor: 1.5, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(`${server.origin}/${lang}/calculator?${shown}`, { waitUntil: 'networkidle' })
    for (const [name, [first, last]] of Object.entries(pictures)) {
      const [from, to] = [await page.locator(first).first().boundingBox(), await page.locator(last).first().boundingBox()]
      const scrolled = await page.evaluate(() => scrollY)
      const top = from.y + scrolled - 12
      await page.screenshot({
        path: path.join(folder, `${name}.${lang}.png`),
        fullPage: true,
        clip: { x: 0, y: top, width: 640, height: to.y + to.height + scrolled + 12 - top },
      })
    }
    await context.close()
  }
} finally {
  await browser.close()
  await server.stop()
}
