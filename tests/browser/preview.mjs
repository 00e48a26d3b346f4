// `otau preview`: what is saved is seen at once, the place on the page is kept, a mistake is shown over the last good page.

import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { get } from './crawl.mjs'
import { root, start } from './support.mjs'

const soon = { timeout: 10_000 }

export async function preview(otau, browser, report) {
  const group = 'preview'
  const site = mkdtempSync(path.join(tmpdir(), 'otau-preview-'))
  cpSync(path.join(root, 'tests/sites/valid/full/content'), path.join(site, 'content'), { recursive: true })
  const file = lang => path.join(site, 'content/about', `${lang}.md`)
  // Written aside and renamed, as editors do.
  const save = (lang, text) => {
    writeFileSync(`${file(lang)}.tmp~`, text)
    renameSync(`${file(lang)}.tmp~`, file(lang))
  }
  const description = {
    kk: 'Сайт кімге арналған, оны кім жүргізеді және қалай хабарласуға болады.',
    ru: 'Для кого этот сайт, кто его ведёт и как связаться с теми, кто отвечает.',
  }
  const text = (lang, last, field = '') => {
    const lines = Array.from({ length: 120 }, (_, n) => (lang === 'kk' ? `${n + 1}-тармақ.` : `Пункт ${n + 1}.`))
    return `+++\ntitle = "${lang === 'kk' ? 'Біз туралы' : 'О нас'}"\ndescription = "${description[lang]}"\nslug = "about-us"\n${field}+++\n\n${lines.join('\n\n')}\n\n${last}\n`
  }
  save('kk', text('kk', 'Бірінші нұсқа.'))
  save('ru', text('ru', 'Первый вариант.'))
  const server = await start(otau, ['preview', '--root', site])
  try {
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 } })
    const page = await context.newPage()
    const sees = async (words, what) =>
      report.check(group, await page.getByText(words).first().waitFor({ state: 'visible', ...soon }).then(() => true, () => false), what)

    const home = (await get(`${server.origin}/kk/`)).body.toString()
    const address = /href="([^"]*\/about-us\/)"/.exec(home)?.[1]
    if (!report.check(group, address, 'the menu of /kk/ has no link to …/about-us/')) return
    const url = new URL(address, server.origin)
    await page.goto(url.href, { waitUntil: 'load' })
    await sees('Бірінші нұсқа.', 'the page as saved at the start')
    let loads = 0
    page.on('load', () => (loads += 1))

    await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }))
    const before = await page.evaluate(() => scrollY)
    const began = performance.now()
    save('kk', text('kk', 'Екінші нұсқа.'))
    if (await sees('Екінші нұсқа.', 'a saved text does not show without a manual reload')) {
      console.log(`     preview: a saved text was seen after ${Math.round(performance.now() - began)} ms (${loads ? 'page loaded anew' : 'in place'})`)
    }
    await page.waitForTimeout(300)
    const after = await page.evaluate(() => scrollY)
    report.check(group, Math.abs(after - before) <= 40, `scroll went from ${before} to ${after}`)

    // The other language is served by the same preview.
    const russian = await page.locator('header a[hreflang="ru"], nav a[hreflang="ru"]').first().getAttribute('href')
    const pair = await context.newPage()
    await pair.goto(new URL(russian, url).href, { waitUntil: 'load' })
    save('ru', text('ru', 'Второй вариант.'))
    const shown = await pair.getByText('Второй вариант.').first().waitFor({ state: 'visible', ...soon }).then(() => true, () => false)
    report.check(group, shown, 'a saved Russian text does not show')
    await pair.close()

    // The field is on line 5; its name is what the place points at.
    const place = page.getByText(/content\/about\/kk\.md:5:1\b/).first()
    save('kk', text('kk', 'Үшінші нұсқа.', 'titel = "Қате"\n'))
    report.check(group, await place.waitFor({ state: 'visible', ...soon }).then(() => true, () => false), 'no overlay with content/about/kk.md:5:1')
    report.check(group, await page.getByText('Екінші нұсқа.').count(), 'the last good page is gone under the overlay')
    await page.screenshot({ path: path.join(root, 'tests/browser/shots/preview-overlay.png') })
    report.check(group, (await get(url.href)).status === 200, 'the page is not served while the site has a mistake')

    save('kk', text('kk', 'Төртінші нұсқа.'))
    report.check(group, await place.waitFor({ state: 'hidden', ...soon }).then(() => true, () => false), 'the overlay stays after the mistake is mended')
    await sees('Төртінші нұсқа.', 'the mended text does not show')

    // A draft is shown, and says that it is one.
    for (const [lang, slug, word] of [['kk', 'shala', 'Қаралама'], ['ru', 'nabrosok', 'Черновик']]) {
      const draft = await context.newPage()
      await draft.goto(`${server.origin}/${lang}/${slug}/`, { waitUntil: 'load' })
      report.check(group, await draft.locator('.flag .mark-draft', { hasText: word }).count(), `the draft in ${lang} is not marked «${word}»`)
      report.check(group, await draft.locator('meta[name=robots][content=noindex]').count(), `the draft in ${lang} may be indexed`)
      for (const width of [360, 1280]) {
        await draft.setViewportSize({ width, height: 800 })
        await draft.screenshot({ path: path.join(root, `tests/browser/shots/preview-draft-${lang}-${width}.png`), fullPage: true })
      }
      await draft.close()
    }

    // Nothing of a preview may be kept by the browser.
    const answer = await get(`${server.origin}/kk/`)
    report.check(group, answer.headers['cache-control']?.includes('no-store'), `cache-control is ${answer.headers['cache-control']}`)
    await context.close()
  } catch (error) {
    report.check(group, false, error.message)
  } finally {
    report.check(group, (await server.stop()) === 0, `preview did not end well:\n${server.said()}`)
    rmSync(site, { recursive: true, force: true })
  }
}
