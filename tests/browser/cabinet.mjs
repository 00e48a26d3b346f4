// The private pages of a demonstration, as a client sees them: signed in, both languages, narrow and wide, with scripts
// and without, on paper, in the dark, before axe; files are downloaded and read.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { here, root, start } from './support.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = path.join(here, 'shots')
/** The day of the dated example: money came on the 8th, the debit comes on the 25th. */
const today = '2022-07-12'
const languages = ['kk', 'ru']

export async function cabinet(otau, browser, report) {
  const out = mkdtempSync(path.join(tmpdir(), 'otau-cabinet-'))
  const server = await start(otau, ['serve', '--demo', '--today', today, '--root', root, '--out', path.join(out, 'public')])
  try {
    await tour(server.origin, persona(server.said()), browser, report)
  } finally {
    await server.stop()
    rmSync(out, { recursive: true, force: true })
  }
}

/** Whom the terminal says one can be: the client who has a password. */
function persona(said) {
  const [, account, iin, password] = /account (\d+), IIN (\d+), password (\S+)/.exec(said)
  return { account, iin, password }
}

export async function tour(origin, client, browser, report) {
  for (const scripts of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await signIn(page, origin, client, report)
    for (const lang of languages) await look(page, origin, lang, scripts, report)
    if (scripts) {
      await dark(browser, context, origin, report)
      await files(page, origin, report)
      await menu(page, origin, report)
      for (const lang of languages) await suggestions(page, origin, lang, report)
    }
    for (const lang of languages) await wrongPeriod(page, origin, lang, scripts, report)
    await thisMonth(page, origin, scripts, report)
    await masks(page, origin, scripts, report)
    await out(page, origin, scripts, report)
    await context.close()
  }
}

async function signIn(page, origin, { account, iin, password }, report) {
  await page.goto(`${origin}/kk/cabinet/`)
  await page.fill('#account', account)
  await page.fill('#iin', iin)
  await page.click('main button[type="submit"]')
  await page.fill('#password', password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/kk/cabinet/profile')
  report.check('cabinet: signing in leads to the profile', page.url() === `${origin}/kk/cabinet/profile`, page.url())
}

/** Addresses of all private pages of the client, as its own links tell them. */
async function addresses(page, origin, lang) {
  await page.goto(`${origin}/${lang}/cabinet/contracts`)
  const links = async selector => page.$$eval(selector, all => all.map(link => link.getAttribute('href')))
  const contracts = await links('.tabs a')
  const ways = await links('.ways a')
  const schedule = ways.find(way => way.includes('/schedule/') && !way.endsWith('print')).split('#')[0]
  const statement = ways.find(way => way.includes('/statement/'))
  return {
    profile: `/${lang}/cabinet/profile`,
    faq: `/${lang}/cabinet/faq`,
    'faq-found': `/${lang}/cabinet/faq?q=${encodeURIComponent(lang === 'kk' ? 'төлем' : 'платёж')}`,
    contract: contracts[0] ?? `/${lang}/cabinet/contracts`,
    'contract-2': contracts[1] ?? `/${lang}/cabinet/contracts`,
    schedule,
    'schedule-year': `${schedule}?year=2022`,
    'schedule-empty': `${schedule}?year=1991`,
    'schedule-all': `${schedule}?n=all`,
    print: `${schedule}print`,
    statement,
    'statement-year': `${statement}?year=2022&part=year`,
    'statement-wrong': `${statement}?from=10.07.2022&to=01.07.2022`,
    'statement-ahead': `${statement}?year=2022&part=q4`,
    security: `/${lang}/cabinet/security`,
    consent: `/${lang}/cabinet/security/consent`,
    missing: `/${lang}/cabinet/contracts/aaaaaaaaaaaaaaaa/`,
  }
}

const expected = { 'statement-wrong': 422, 'statement-ahead': 422, missing: 404 }

async function look(page, origin, lang, scripts, report) {
  const pages = await addresses(page, origin, lang)
  for (const [name, address] of Object.entries(pages)) {
    const errors = []
    const wanted = expected[name] ?? 200
    const heard = message => {
      if (!['error', 'warning'].includes(message.type())) return
      if (wanted === 200 || message.location().url !== origin + address) errors.push(message.text())
    }
    page.on('console', heard)
    page.on('pageerror', error => errors.push(error.message))
    for (const width of [360, 1280]) {
      const where = `${address} at ${width}${scripts ? '' : ' without scripts'}`
      await page.setViewportSize({ width, height: 900 })
      const answer = await page.goto(origin + address, { waitUntil: 'load' })
      report.check('cabinet: status', answer.status() === wanted, `${where}: ${answer.status()}`)
      report.check('cabinet: never stored', answer.headers()['cache-control'] === 'no-store', where)
      await one(page, lang, where, report)
      for (const narrow of width === 360 ? [320, 360] : [1280]) {
        await page.setViewportSize({ width: narrow, height: 900 })
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        report.check('cabinet: no sideways scroll', over <= 0, `${where}, ${narrow}: ${over} px over`)
      }
      if (scripts) {
        await page.screenshot({ path: path.join(shots, `cabinet-${name}-${lang}-${width}.png`), fullPage: true })
        const faults = await page.evaluate(`${axe}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')))`)
        report.check('cabinet: axe', faults.length === 0, `${where}: ${faults.join('; ')}`)
      }
    }
    page.off('console', heard)
    page.removeAllListeners('pageerror')
    report.check('cabinet: nothing in the console', errors.length === 0, `${address}: ${errors.join('; ')}`)
  }
}

/** What holds for every private page. */
async function one(page, lang, where, report) {
  const seen = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    titles: document.querySelectorAll('h1').length,
    robots: document.querySelector('meta[name="robots"]')?.content,
    social: document.querySelectorAll('meta[property^="og:"]').length,
    out: document.querySelectorAll('form[action$="/sign-out"]').length,
    demo: document.body.innerText.length,
    keys: document.body.innerText.match(/\b(cabinet|schedule|contract|profile|statement|security|consent|status|movement)-[a-z-]+/g),
  }))
  report.check('cabinet: language', seen.lang === lang, where)
  report.check('cabinet: one h1', seen.titles === 1, where)
  report.check('cabinet: kept out of search engines', seen.robots === 'noindex' && seen.social === 0, where)
  report.check('cabinet: no key instead of words', !seen.keys, `${where}: ${seen.keys}`)
  report.check('cabinet: a way out', where.includes('print') || seen.out > 0, where)
}

async function dark(browser, from, origin, report) {
  for (const [name, options] of [['dark', { colorScheme: 'dark' }], ['forced', { forcedColors: 'active' }]]) {
    const context = await browser.newContext({ ...options, viewport: { width: 1280, height: 900 }, storageState: await from.storageState() })
    const page = await context.newPage()
    await page.goto(`${origin}/kk/cabinet/schedule`)
    await page.screenshot({ path: path.join(shots, `cabinet-schedule-${name}.png`), fullPage: true })
    const title = await page.textContent('h1')
    report.check(`cabinet: ${name}`, title.length > 0, title)
    await page.emulateMedia({ media: 'print' })
    await page.screenshot({ path: path.join(shots, `cabinet-schedule-${name}-print.png`), fullPage: true })
    const shown = await page.isVisible('.rail')
    report.check('cabinet: no menu on paper', !shown, name)
    await context.close()
  }
}

/** Each file is what its link says. */
async function files(page, origin, report) {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(`${origin}/ru/cabinet/schedule`)
  await page.selectOption('#_year', '2022')
  await page.click('.filter button')
  report.check('cabinet: the filter stands in the address', page.url().includes('year=2022'), page.url())
  const rows = await page.$$eval('.sched tbody tr', all => all.length)
  const link = async name => page.$eval(`.take a[href*="${name}"]`, anchor => anchor.href)
  for (const [name, begins] of [['export.csv', '\ufeff'], ['export.xlsx', 'PK'], ['payments.ics', 'BEGIN:VCALENDAR']]) {
    const answer = await page.request.get(await link(name))
    const body = await answer.body()
    report.check('cabinet: files', answer.ok() && body.toString('utf8').startsWith(begins), `${name}: ${answer.status()}`)
    report.check('cabinet: files are saved', answer.headers()['content-disposition']?.startsWith('attachment'), name)
    if (name === 'export.csv') {
      const lines = body.toString('utf8').trim().split('\r\n').length
      report.check('cabinet: a file holds the filtered rows', lines === rows + 2, `${lines} lines for ${rows} rows`)
    }
  }
}

/** The questions of the cabinet are searched as the public ones are: suggestions by keyboard, and all results stay here. */
async function suggestions(page, origin, lang, report) {
  const check = (holds, what) => report.check('cabinet: suggestions', holds, `${lang}: ${what}`)
  const [begun, known] = lang === 'kk' ? ['отемак', 'құпиясөз'] : ['парол', 'график']
  const place = `${origin}/${lang}/cabinet/faq`
  const asked = []
  const heard = request => asked.push(request.url())
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(place)
  page.on('request', heard)
  const field = page.locator('main form[role=search] input[name=q]')
  const type = async text => {
    await field.fill('')
    await field.pressSequentially(text, { delay: 15 })
    await page.locator('[role=option]').first().waitFor({ state: 'visible', timeout: 5_000 })
  }
  await type(begun)
  const state = () => field.evaluate(input => {
    const options = [...document.getElementById(input.getAttribute('aria-controls')).querySelectorAll('[role=option]')]
    return {
      role: input.getAttribute('role'),
      expanded: input.getAttribute('aria-expanded') === 'true',
      urls: options.map(option => option.dataset.url),
      active: options.findIndex(option => option.id === input.getAttribute('aria-activedescendant')),
    }
  })
  let now = await state()
  check(now.role === 'combobox' && now.expanded && now.active === -1, `opens without a choice: ${JSON.stringify(now)}`)
  check(now.urls.length > 1 && now.urls.slice(0, -1).every(url => url.startsWith(`/${lang}/faq/`)), `questions: ${now.urls}`)
  check(now.urls.at(-1) === `/${lang}/cabinet/faq?q=${encodeURIComponent(begun)}`, `all results: ${now.urls.at(-1)}`)
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  check(over <= 0, `the open list is ${over} px too wide`)
  await page.screenshot({ path: path.join(shots, `cabinet-suggest-${lang}.png`) })
  const faults = await page.evaluate(`${axe}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')))`)
  check(faults.length === 0, `axe: ${faults.join('; ')}`)
  await page.keyboard.press('ArrowDown')
  now = await state()
  check(now.active === 0, `down: ${now.active}`)
  await Promise.all([page.waitForURL(origin + now.urls[0]), page.keyboard.press('Enter')])
  check((await page.locator('h1').count()) === 1, 'Enter opens the answer')
  await page.goto(place)
  await type(known)
  await page.keyboard.press('ArrowUp')
  await Promise.all([page.waitForURL(/cabinet\/faq\?/), page.keyboard.press('Enter')])
  check((await page.locator('details.qa').count()) > 0 && (await field.inputValue()) === known, `all results: ${page.url()}`)
  page.off('request', heard)
  check(asked.every(url => url.startsWith(origin)), `what is typed goes to nobody else: ${asked}`)
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** The menu opens by its icon and by any other, and stays as it was left. */
async function menu(page, origin, report) {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(`${origin}/kk/cabinet/profile`)
  const open = () => page.$eval('[data-rail]', rail => rail.open)
  const items = await page.$$eval('.rail a', all => all.map(link => link.textContent.trim()))
  const four = ['Профиль', 'Жиі қойылатын сұрақтар', 'Менің шарттарым', 'Төлем кестесі']
  report.check('cabinet: the four items first', four.every((item, at) => items[at] === item), items.join(', '))
  report.check('cabinet: the menu is collapsed at first', !(await open()), 'open')
  report.check('cabinet: icons stand there all the same', await page.isVisible('.rail a >> nth=2'), 'hidden')
  await page.click('.rail a >> nth=2')
  await page.waitForURL('**/contracts')
  report.check('cabinet: any icon opens the menu', await open(), 'closed')
  await page.screenshot({ path: path.join(shots, 'cabinet-menu-open.png') })
  await page.click('.rail summary')
  await page.waitForFunction(() => !document.cookie.includes('menu=open'))
  await page.reload()
  report.check('cabinet: the menu stays as it was left', !(await open()), 'open')
}

/** A period that cannot be is told first, and the way from there to its field; what was chosen stays. */
async function wrongPeriod(page, origin, lang, scripts, report) {
  const { statement } = await addresses(page, origin, lang)
  const told = `${lang}${scripts ? '' : ' without scripts'}`
  const check = (what, holds, detail = '') => report.check(`cabinet: ${what}`, holds, `${told}, ${page.url()}: ${detail}`)
  await page.setViewportSize({ width: 360, height: 740 })
  const faulty = async (field, button) => {
    const [answer] = await Promise.all([page.waitForResponse(response => response.request().isNavigationRequest()), page.click(button)])
    await page.waitForLoadState('load')
    check('a wrong period is refused', answer.status() === 422, answer.status())
    const seen = await page.evaluate(() => ({
      title: document.title.startsWith(document.querySelector('h1').textContent),
      focused: document.activeElement?.matches('[data-summary]'),
      top: document.querySelector('[data-summary]').getBoundingClientRect().top,
      link: document.querySelector('[data-summary] a').getAttribute('href'),
    }))
    check('the title tells of a fault', !seen.title)
    check('the summary names the field', seen.link === `#_${field}`, seen.link)
    if (scripts) check('the summary has the focus and is in view', seen.focused && seen.top >= 0 && seen.top < 740, JSON.stringify(seen))
    await page.click('[data-summary] a')
    const focused = await page.evaluate(() => document.activeElement?.id)
    check('the summary leads to the field', focused === `_${field}`, focused)
  }
  await page.goto(origin + statement)
  await page.selectOption('#_part', 'q4')
  await faulty('part', '.filter:has(#_part) button')
  check('the chosen part stays', (await page.inputValue('#_part')) === 'q4', await page.inputValue('#_part'))
  await page.fill('#_from', '10.07.2022')
  await page.fill('#_to', '01.07.2022')
  await faulty('to', '.filter:has(#_to) button')
  check('what was typed stays', (await page.inputValue('#_from')) === '10.07.2022')
  check('no part of the year is chosen beside typed days', (await page.inputValue('#_part')) === '', await page.inputValue('#_part'))
}

/** On a narrow screen links into the schedule show the payment of this month first; on a wide one its page from the top. */
async function thisMonth(page, origin, scripts, report) {
  const check = (what, holds, detail) => report.check(`cabinet: ${what}`, holds, `${scripts ? '' : 'without scripts, '}${detail}`)
  for (const [width, height] of [[360, 740], [1280, 900]]) {
    await page.setViewportSize({ width, height })
    await page.goto(`${origin}/kk/cabinet/profile`)
    if (width === 360 && !(await page.$eval('[data-rail]', rail => rail.open))) await page.click('.rail summary')
    await page.click('.rail a[href*="/schedule"]')
    await page.waitForURL('**/kk/cabinet/schedule#_now')
    await page.waitForTimeout(800)
    const { row, scrolled } = await page.evaluate(() => ({ row: document.getElementById('_now').getBoundingClientRect().top, scrolled: scrollY }))
    if (width === 360) {
      check('this month is first in view', row >= 0 && row < 60, row)
      await page.screenshot({ path: path.join(shots, `cabinet-now-${width}.png`) })
    } else check('a wide schedule opens at its top', scrolled === 0, scrolled)
  }
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`${origin}/kk/cabinet/profile`)
  const air = await page.evaluate(() => document.querySelector('.rail summary').getBoundingClientRect().top - document.querySelector('.crumbs').getBoundingClientRect().bottom)
  check('air between the breadcrumbs and the menu', air >= 8, air)
}

/** What could help a stranger stands under a mask until it is asked for, with scripts and without. */
async function masks(page, origin, scripts, report) {
  await page.goto(`${origin}/kk/cabinet/profile`)
  const text = () => page.innerText('#_iin dd')
  report.check('cabinet: masks', /•••/.test(await text()), await text())
  await page.click('#_iin a')
  const shown = await text()
  report.check('cabinet: masks come off', /\d{12}/.test(shown), `${shown}${scripts ? '' : ' without scripts'}`)
  const back = await page.$eval('meta[http-equiv="refresh"]', meta => meta.content)
  report.check('cabinet: masks come back in a minute', back.startsWith('60;'), back)
}

async function out(page, origin, scripts, report) {
  await page.goto(`${origin}/ru/cabinet/schedule`)
  await page.click('.way-out button')
  await page.waitForURL('**/sign-in*')
  await page.goto(`${origin}/ru/cabinet/schedule`)
  report.check('cabinet: after signing out pages are closed', page.url().includes('/sign-in'), `${page.url()} ${scripts}`)
}
