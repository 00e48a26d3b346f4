// Search as a person uses it: the form without scripts, suggestions by keyboard, by pointer and by ear, the pages of results.

import path from 'node:path'
import { get } from './crawl.mjs'
import { accessible, everybody, othersWays, scriptless } from './pages.mjs'
import { here, root, start } from './support.mjs'

const shots = path.join(here, 'shots')
const soon = { timeout: 5_000 }

/** What is typed, by language: a word begun, one that is in no title, and nonsense. */
const words = {
  kk: { begun: 'отемак', known: 'құпиясөз', none: 'ыыыъъъ', all: /барлық нәтиже/, count: /^Ұсыныс саны: \d/, nothing: /^Ұсыныс жоқ/ },
  ru: { begun: 'парол', known: 'пароль', none: 'ыыыъъъ', all: /Все результаты/, count: /^Подсказок: \d/, nothing: /^Подсказок нет/ },
}

export async function search(otau, browser, report) {
  const server = await start(otau, ['serve', '--root', root])
  try {
    for (const lang of ['kk', 'ru']) {
      for (const place of [`/${lang}/`, `/${lang}/faq/`, `/${lang}/search`, `/${lang}/memo/`]) {
        await guarded(report, () => keyboard(browser, server.origin, place, lang, report))
      }
      await guarded(report, () => pointer(browser, server.origin, lang, report))
      await guarded(report, () => troubles(browser, server.origin, lang, report))
      await guarded(report, () => plainForm(browser, server.origin, lang, report))
      await guarded(report, () => looks(browser, server.origin, lang, report))
      await guarded(report, () => results(browser, server.origin, lang, report))
    }
  } finally {
    report.check('search', (await server.stop()) === 0, `the server did not end well:\n${server.said()}`)
  }
}

async function guarded(report, what) {
  try {
    await what()
  } catch (error) {
    report.check('search', false, error.stack)
  }
}

const named = (place, lang) => place.replace(`/${lang}/`, '').replace(/\W/g, '') || 'home'

async function opened(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.violations = []
    document.addEventListener('securitypolicyviolation', event => window.violations.push(event.effectiveDirective))
  })
  await page.goto(url, { waitUntil: 'load' })
  return { context, page, field: page.locator('form[role=search] input[name=q]') }
}

/** Types and waits for the list. */
async function type(page, field, text) {
  await field.fill('')
  await field.pressSequentially(text, { delay: 15 })
  await page.locator('[role=option]').first().waitFor({ state: 'visible', ...soon })
}

async function state(page) {
  return page.evaluate(() => {
    const field = document.querySelector('form[role=search] input[name=q]')
    const list = document.getElementById(field.getAttribute('aria-controls'))
    const options = [...list.querySelectorAll('[role=option]')]
    const active = field.getAttribute('aria-activedescendant')
    return {
      expanded: field.getAttribute('aria-expanded') === 'true',
      shown: list.checkVisibility(),
      options: options.map(option => option.textContent),
      urls: options.map(option => option.dataset.url),
      selected: options.findIndex(option => option.getAttribute('aria-selected') === 'true'),
      active: active ? options.findIndex(option => option.id === active) : -1,
      focused: document.activeElement === field,
      value: field.value,
      said: field.form.querySelector('[role=status]').textContent,
    }
  })
}

/** Every key of the ARIA practices, in every form. */
async function keyboard(browser, origin, place, lang, report) {
  const group = 'search: suggestions by keyboard'
  const check = (holds, what) => report.check(group, holds, `${place}: ${what}`)
  const { context, page, field } = await opened(browser, origin + place)
  check((await field.count()) === 1, `${await field.count()} search fields`)
  await type(page, field, words[lang].begun)
  let now = await state(page)
  const last = now.options.length - 1
  check(now.expanded && now.shown && now.active === -1 && now.selected === -1, `opens without a choice: ${JSON.stringify(now)}`)
  check(last >= 1 && last <= 8, `${last} suggestions`)
  check(words[lang].all.test(now.options[last]) && now.options[last].includes(words[lang].begun), `last line: ${now.options[last]}`)
  if (place.endsWith('/faq/')) check(now.urls.slice(0, -1).every(url => url.startsWith(`/${lang}/faq/`)), `more than questions: ${now.urls}`)
  if (place.endsWith('/faq/')) check(now.urls[last].includes('kind=faq'), now.urls[last])

  await page.keyboard.press('ArrowDown')
  now = await state(page)
  check(now.active === 0 && now.selected === 0 && now.focused, `down: ${now.active}`)
  await page.keyboard.press('ArrowDown')
  check((await state(page)).active === Math.min(1, last), 'down again')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  check((await state(page)).active === -1, 'up from the first leads to the field')
  await page.keyboard.press('ArrowUp')
  check((await state(page)).active === last, 'and then to the last')
  await page.keyboard.press('Home')
  now = await state(page)
  const caret = () => page.evaluate(() => document.activeElement.selectionStart)
  check(now.active === -1 && now.expanded && (await caret()) === 0, 'Home: the caret, no choice')
  await page.keyboard.press('End')
  check((await caret()) === words[lang].begun.length, 'End: the caret')
  check((await state(page)).value === words[lang].begun, 'arrows leave the text as it is')

  await page.waitForFunction(pattern => new RegExp(pattern).test(document.querySelector('form[role=search] [role=status]').textContent), words[lang].count.source, soon)
  check(true, 'the count is said')

  await page.keyboard.press('Escape')
  now = await state(page)
  check(!now.expanded && !now.shown && now.value === words[lang].begun, 'Escape closes and keeps the text')
  await page.keyboard.press('ArrowDown')
  await page.locator('[role=option]').first().waitFor({ state: 'visible', ...soon })
  check((await state(page)).active === -1, 'down opens again')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  check((await state(page)).value === '', 'Escape clears what is closed')

  await type(page, field, words[lang].begun)
  await page.keyboard.press('Tab')
  now = await state(page)
  check(!now.expanded && !now.shown && !now.focused, 'Tab leaves and closes')
  await field.focus()
  await type(page, field, words[lang].begun)
  await page.keyboard.press('ArrowDown')
  const target = (await state(page)).urls[0]
  await Promise.all([page.waitForURL(origin + target), page.keyboard.press('Enter')])
  check(true, 'Enter goes to the choice')

  await page.goto(origin + place, { waitUntil: 'load' })
  await type(page, field, words[lang].begun)
  await Promise.all([page.waitForURL(/\/search\?/), page.keyboard.press('Enter')])
  const asked = new URL(page.url()).searchParams
  check(asked.get('q') === words[lang].begun, `Enter without a choice searches: ${page.url()}`)
  check((asked.get('kind') === 'faq') === place.endsWith('/faq/'), `the list of questions searches questions: ${page.url()}`)
  check(!(await page.evaluate(() => window.violations)).length, 'the policy is kept')
  await context.close()
}

async function pointer(browser, origin, lang, report) {
  const group = 'search: suggestions by pointer'
  const { context, page, field } = await opened(browser, `${origin}/${lang}/`, { viewport: { width: 360, height: 740 }, hasTouch: true })
  await type(page, field, words[lang].begun)
  const box = await page.locator('[role=option]').first().boundingBox()
  report.check(group, box.height >= 44, `an option is ${box.height} px high`)
  const { urls } = await state(page)
  await Promise.all([page.waitForURL(origin + urls[0]), page.locator('[role=option]').first().tap()])
  await page.goBack()
  report.check(group, !(await state(page)).shown, 'after the way back the list is closed')
  await type(page, field, words[lang].begun)
  await Promise.all([page.waitForURL(/\/search\?/), page.locator('[role=option]').last().click()])
  report.check(group, new URL(page.url()).searchParams.get('q') === words[lang].begun, `the last line leads to all results: ${page.url()}`)
  await context.close()
}

/** Slow, late and missing answers. */
async function troubles(browser, origin, lang, report) {
  const group = 'search: slow and missing answers'
  const { context, page, field } = await opened(browser, `${origin}/${lang}/`)
  await type(page, field, words[lang].none)
  await page.waitForFunction(pattern => new RegExp(pattern).test(document.querySelector('form[role=search] [role=status]').textContent), words[lang].nothing.source, soon)
  report.check(group, (await state(page)).options.length === 1, 'nothing found: only the way to all results')
  await page.keyboard.press('Escape')

  let held
  await page.route('**/api/v1/suggest**', route => {
    const query = new URL(route.request().url()).searchParams.get('q')
    if (query === words[lang].begun && !held) held = route
    else route.continue()
  })
  await field.fill(words[lang].begun)
  await page.locator('.hints > p').waitFor({ state: 'visible', ...soon })
  report.check(group, !(await state(page)).expanded, 'waiting is shown, but no list')
  await page.screenshot({ path: path.join(shots, `search-wait-${lang}.png`) })
  await field.fill(words[lang].known)
  await page.locator('[role=option]').first().waitFor({ state: 'visible', ...soon })
  await held.continue().catch(() => {})
  await page.waitForTimeout(300)
  report.check(group, (await state(page)).options.at(-1).includes(words[lang].known), 'a late answer is not shown')
  await page.unroute('**/api/v1/suggest**')

  await page.route('**/api/v1/suggest**', route => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{}' }))
  await field.fill(words[lang].begun)
  await page.waitForTimeout(500)
  report.check(group, !(await state(page)).shown, 'without an answer there is no list')
  await Promise.all([page.waitForURL(/\/search\?/), page.keyboard.press('Enter')])
  report.check(group, await page.locator('.hit').count(), 'and the form still works')
  await context.close()
}

async function plainForm(browser, origin, lang, report) {
  const group = 'search: without scripts'
  for (const [place, kind] of [[`/${lang}/`, null], [`/${lang}/faq/`, 'faq'], [`/${lang}/memo/`, null]]) {
    const { context, page, field } = await opened(browser, origin + place, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
    await field.fill(words[lang].known)
    await Promise.all([page.waitForURL(/\/search\?/), page.locator('form[role=search] button').click()])
    const asked = new URL(page.url()).searchParams
    report.check(group, asked.get('q') === words[lang].known && asked.get('kind') === kind, `${place} → ${page.url()}`)
    report.check(group, await page.locator('.hit mark').count(), `${place}: no word is marked`)
    report.check(group, (await page.locator('form[role=search] input[name=q]').inputValue()) === words[lang].known, 'the query stays in the field')
    if (kind) {
      const links = await page.locator('.hit a').evaluateAll(all => all.map(one => new URL(one.href).pathname))
      report.check(group, links.length && links.every(link => link.startsWith(`/${lang}/faq/`)), `only questions: ${links}`)
      await page.locator('.scope a').click()
      report.check(group, !new URL(page.url()).searchParams.has('kind'), `everywhere: ${page.url()}`)
    }
    await context.close()
  }
}

/** The open list to axe and to the eye: narrow and wide, light, dark, forced colours. */
async function looks(browser, origin, lang, report) {
  for (const place of [`/${lang}/`, `/${lang}/faq/`, `/${lang}/memo/`]) {
    for (const [name, options] of [
      ['320', { viewport: { width: 320, height: 640 } }],
      ['360', { viewport: { width: 360, height: 740 } }],
      ['1280', {}],
      ['dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
      ['forced', { forcedColors: 'active' }],
    ]) {
      const { context, page, field } = await opened(browser, origin + place, { bypassCSP: true, reducedMotion: 'reduce', ...options })
      await type(page, field, words[lang].begun)
      await page.keyboard.press('ArrowDown')
      await page.screenshot({ path: path.join(shots, `search-open-${named(place, lang)}-${lang}-${name}.png`) })
      const { width } = page.viewportSize()
      const over = await page.evaluate(() => {
        const box = document.querySelector('.hints').getBoundingClientRect()
        const seen = [...document.querySelectorAll('[role=option]')].filter(option => {
          const { left, top, width, height } = option.getBoundingClientRect()
          if (top + height / 2 > Math.min(innerHeight, box.bottom)) return false
          return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('[role=option]') !== option
        })
        return { left: box.left, right: box.right, scroll: document.scrollingElement.scrollWidth, hidden: seen.length }
      })
      report.check('search: the open list', over.left >= 0 && over.right <= width && over.scroll <= width, `${place} ${name}: ${JSON.stringify(over)}`)
      report.check('search: the open list', over.hidden === 0, `${place} ${name}: ${over.hidden} options are under something`)
      if (name !== 'forced') await axeHere(page, `${place} ${name}`, report)
      await context.close()
    }
  }
}

async function axeHere(page, where, report) {
  const { readFileSync } = await import('node:fs')
  const { createRequire } = await import('node:module')
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  const violations = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations))
  const said = violations.map(one => `${one.id}: ${one.nodes[0].target.join(' ')} ${one.nodes[0].html.slice(0, 120)}`)
  report.check('search: axe with the list open', !violations.length, `${where}: ${said.join('; ')}`)
}

/** The pages of results in all their states, looked at as any other page; the same list as JSON. */
async function results(browser, origin, lang, report) {
  const q = text => encodeURIComponent(text)
  const known = q(words[lang].known)
  for (const [name, address, status] of [
    ['empty', `/${lang}/search`, 200],
    ['found', `/${lang}/search?q=${known}`, 200],
    ['questions', `/${lang}/search?q=${known}&kind=faq&n=20`, 200],
    ['meant', `/${lang}/search?q=${q(lang === 'kk' ? 'құпиясғз' : 'компенсацея')}`, 200],
    ['nothing', `/${lang}/search?q=${q(words[lang].none)}`, 200],
    ['refused', `/${lang}/search?q=${q('а б в г '.repeat(6))}&n=7`, 400],
  ]) {
    const sample = { url: origin + address, path: address, kind: 'search', lang, status, switches: status === 200, name: `search-${name}-${lang}` }
    for (const way of [everybody, accessible, scriptless, othersWays]) await way(browser, sample, report)
  }
  const group = 'search: page and JSON are one list'
  for (const tail of [`q=${known}`, `q=${known}&p=2`, `q=${known}&kind=faq&n=20`]) {
    const html = (await get(`${origin}/${lang}/search?${tail}`)).body.toString()
    const json = JSON.parse((await get(`${origin}/api/v1/search?lang=${lang}&${tail}`)).body.toString())
    const links = [...html.matchAll(/<h2 class="?hit"?><a href="?([^">]+)"?>/g)].map(([, url]) => url)
    report.check(group, links.length && links.join() === json.results.map(result => result.url).join(), `${tail}: ${links} and ${json.results.map(result => result.url)}`)
  }
}
