// Makes the pictures of the instructions (content/guides) from the pages themselves, in both languages, as they look in a
// demonstration on the day of the dated example:
//
//   node tests/browser/pictures.mjs              all of them
//   node tests/browser/pictures.mjs profile …    those of some instructions
//
// Run it again when a page changes and look at every picture before it is committed: their texts (alt) say what is on
// them. OTAU and CHROMIUM as in run.mjs; `pngquant` makes the files several times smaller.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launch, program, root, start } from './support.mjs'

const languages = ['kk', 'ru']
const today = '2022-07-12'
const width = 720
/** So much that a table of six columns breaks no word, and that the menu goes to the edge. */
const broad = 892
const wide = 920
/** A password that a reader would not take over: the pictures show it as dots. */
const secret = 'Тау-Самал-Терезе 42'
/** No mark of a demonstration and no caret; a status on one line and a table as on a wide screen, in less room. */
const still = '.sched { display: table !important; font-size: .9375rem !important } .sched :is(th, td) { padding-inline: .5rem !important } .sched .status { white-space: nowrap } .demo { display: none !important } * { caret-color: transparent !important; transition: none !important }'

const wanted = process.argv.slice(2)
const taken = []

/**
 * Takes `guide/name.LANG.png` of `page`: from the first of `shown` to the last. `mark` is what the step presses, `hide`
 * what it does not speak of.
 */
async function picture(page, lang, file, shown, { mark, margin = 16, left, right, hide, focus = false } = {}) {
  if (wanted.length > 0 && !wanted.includes(path.dirname(file))) return
  const marked = mark ? `${mark} { outline: 3px solid #b3401f !important; outline-offset: 4px; border-radius: 4px }` : ''
  const hidden = hide ? `${hide} { display: none !important }` : ''
  const style = await page.addStyleTag({ content: still + marked + hidden })
  await page.evaluate(keep => (keep || document.activeElement?.blur(), document.fonts.ready.then(() => 0)), focus)
  const boxes = await Promise.all([shown].flat().map(selector => page.locator(selector).first().boundingBox()))
  const scrolled = await page.evaluate(() => scrollY)
  const from = Math.max(0, Math.min(...boxes.map(box => box.x)) - margin)
  const to = Math.max(...boxes.map(box => box.x + box.width)) + margin
  const top = Math.min(...boxes.map(box => box.y)) + scrolled - margin
  const bottom = Math.max(...boxes.map(box => box.y + box.height)) + scrolled + margin
  const target = path.join(root, 'content/guides', `${file}.${lang}.png`)
  const x = left ?? from
  await page.screenshot({ path: target, fullPage: true, clip: { x, y: Math.max(0, top), width: (right ?? to) - x, height: bottom - Math.max(0, top) } })
  await style.evaluate(element => element.remove())
  taken.push(target)
}

/** Whom the terminal says one can be. */
function personas(said) {
  const [, account, iin, password] = /account (\d+), IIN (\d+), password (\S+)/.exec(said)
  const [, contract, date, phone] = /contract (\S+), dated (\S+), phone (\S+)/.exec(said)
  const fresh = [...said.matchAll(/account (\d+), contract (\S+), IIN (\d+), phone (\S+), date (\S+)/g)]
    .map(([, account, contract, iin, phone, date]) => ({ account, contract, iin, phone, date }))
  return { known: { account, iin, password, contract, date, phone }, fresh }
}

/** The code that comes to the terminal after `act`. */
async function code(server, act) {
  const before = server.said().length
  await act()
  for (let tries = 0; tries < 100; tries += 1) {
    const found = /(?<!\d)(\d{6})(?!\d)/.exec(server.said().slice(before))
    if (found) return found[1]
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`no code came:\n${server.said().slice(before)}`)
}

const press = page => page.click('main form.fields-form button[type="submit"]')

async function signIn(page, origin, lang, { account, iin, password }) {
  await page.goto(`${origin}/${lang}/cabinet/sign-in`)
  await picture(page, lang, 'first-authorization/sign-in-link', ['h1', '.entry-ways'], { mark: '.entry-ways li:first-child a' })
  await page.fill('#account', account)
  await page.fill('#iin', iin)
  await picture(page, lang, 'sign-in/account', ['h1', '.entry-ways'], { mark: 'main form button.main' })
  await press(page)
  await page.waitForSelector('#password')
  await picture(page, lang, 'password-recovery/forgot', ['h1', '.entry-ways'], { mark: '.entry-ways a' })
  await page.fill('#password', password)
  await picture(page, lang, 'sign-in/password', ['h1', '.entry-ways'], { mark: 'main form button.main' })
  await press(page)
  await page.waitForURL('**/profile')
}

/** First authorization or recovery, up to the third page, without ending it. */
async function authorize(page, server, lang, way, guide, client) {
  await page.goto(`${server.origin}/${lang}/cabinet/${way}`)
  await page.check('#consent')
  if (way === 'first') await picture(page, lang, `${guide}/consent`, ['h1', '.consent'])
  for (const field of ['account', 'contract', 'iin', 'phone', 'date']) await page.fill(`#${field}`, client[field])
  await picture(page, lang, `${guide}/form`, way === 'first' ? ['.field:not(.consent)', 'main form button.main'] : ['h1', 'main form button.main'])
  const told = await code(server, () => press(page))
  await page.fill('#code', told)
  await picture(page, lang, `${guide}/code`, ['h1', '.entry-more'])
  await press(page)
  await page.waitForSelector('#repeat')
  await page.fill('#password', secret)
  await page.fill('#repeat', secret)
  await picture(page, lang, `${guide}/password`, ['h1', 'main form button.main'])
}

/** The menu stands at the left edge where there is room for it. */
async function menu(page, origin, lang) {
  await page.setViewportSize({ width: wide, height: 900 })
  for (const [address, guide] of [['faq', 'faq-and-search'], ['contracts', 'contracts'], ['schedule', 'payment-schedule']]) {
    await page.goto(`${origin}/${lang}/cabinet/${address}`)
    if (!(await page.$eval('[data-rail]', rail => rail.open))) await page.click('.rail summary')
    await picture(page, lang, `${guide}/menu`, ['.way-out', '.rail ul', 'main > .strip, main > form'], { left: 0, right: wide, margin: 8, hide: 'main > :not(.title, .strip, form)' })
  }
  await page.click('.rail summary')
  await page.setViewportSize({ width, height: 900 })
}

async function rooms(page, origin, lang, lease) {
  await page.goto(`${origin}/${lang}/cabinet/profile`)
  await page.setViewportSize({ width: wide, height: 900 })
  await picture(page, lang, 'profile/profile', ['.groups'])
  await page.setViewportSize({ width, height: 900 })
  await page.goto(`${origin}/${lang}/cabinet/contracts`)
  await picture(page, lang, 'contracts/contract', ['.tabs', '.contract .groups > :first-child'])
  await page.goto(`${origin}/${lang}/cabinet/schedule`)
  await page.click(`.tabs a:has-text("${lease}")`)
  await page.selectOption('#_year', '2022')
  await page.click('.filter button')
  await picture(page, lang, 'payment-schedule/filter', ['.tabs', '.controls'])
  await page.setViewportSize({ width: broad, height: 900 })
  await picture(page, lang, 'payment-schedule/example', ['.sched thead', '.sched tr.now'], { hide: '.sched tbody tr:not(.now, :has(+ .now)), .sched tfoot' })
  await page.setViewportSize({ width, height: 900 })
}

/** What only a client with debts has. */
async function arrears(debtor, origin, lang) {
  await debtor.goto(`${origin}/${lang}/cabinet/contracts`)
  await picture(debtor, lang, 'contracts/debt', ['#_debt'])
  await debtor.setViewportSize({ width: broad, height: 900 })
  await debtor.goto(`${origin}/${lang}/cabinet/schedule?n=24`)
  // From the last payment made to the next but one.
  await picture(debtor, lang, 'payment-schedule/table', ['.sched thead', '.sched tbody'], { hide: '.sched tbody tr:nth-child(-n + 13), .sched tfoot' })
  await debtor.setViewportSize({ width, height: 900 })
}

async function questions(page, guest, origin, lang) {
  await page.goto(`${origin}/${lang}/cabinet/faq`)
  await page.click('.qa >> nth=1 >> summary')
  await picture(page, lang, 'faq-and-search/question', ['.list h2.group', '.qa >> nth=2'])
  await guest.goto(`${origin}/${lang}/faq/`)
  await picture(guest, lang, 'faq-and-search/pages', ['.pager'])
  await guest.locator('main form.search input[name="q"]').pressSequentially(lang === 'kk' ? 'құпия' : 'парол')
  await guest.waitForSelector('[role="listbox"] [role="option"]')
  await picture(guest, lang, 'faq-and-search/search', ['main form.search', '[role="listbox"]:visible'], { focus: true, hide: 'main > :not(header), footer' })
}

const shown = 'd0.event=none&d0.contract=yes&d0.balance_2015=1%20000%20000&d0.balance_2016=700%20000&d0.balance_2017=900%20000&d0.who=depositor&d0.asked_on=15.03.2016'

async function calculator(page, origin, lang) {
  await page.goto(`${origin}/${lang}/calculator?${shown}`)
  const whole = { margin: 12, left: 0, right: width }
  await picture(page, lang, 'calculator/event', ['[id="_d0-event"]'], whole)
  await picture(page, lang, 'calculator/balances', ['.if-not-merged', '.if-balances'], whole)
  await picture(page, lang, 'calculator/request', ['.group:has([id="_d0-asked-on"])', '.calc > .tools'], whole)
  await picture(page, lang, 'calculator/answer', ['.answer'], whole)
}

/** Fewer colours, smaller files: the pictures have no shades that could be missed. */
function shrink(files) {
  try {
    for (const file of files) execFileSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--speed', '1', '--output', file, '64', file])
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    console.log('pngquant is not installed: the files stay as large as they are')
  }
  for (const file of files) console.log(`${path.relative(root, file)}: ${Math.round(statSync(file).size / 1024)} KB`)
}

const out = mkdtempSync(path.join(tmpdir(), 'otau-pictures-'))
const server = await start(program(), ['serve', '--demo', '--today', today, '--root', root, '--out', path.join(out, 'public')])
const browser = await launch()
try {
  const { known, fresh } = personas(server.said())
  const open = () => browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', bypassCSP: true }).then(context => context.newPage())
  let debtor
  for (const [at, lang] of languages.entries()) {
    const [page, guest] = [await open(), await open()]
    await signIn(page, server.origin, lang, known)
    await menu(page, server.origin, lang)
    await rooms(page, server.origin, lang, known.contract)
    await questions(page, guest, server.origin, lang)
    await calculator(guest, server.origin, lang)
    await authorize(guest, server, lang, 'recovery', 'password-recovery', known)
    await authorize(guest, server, lang, 'first', 'first-authorization', fresh[at])
    await press(guest)
    await guest.waitForURL('**/profile')
    debtor ??= guest
    await page.context().close()
  }
  for (const lang of languages) await arrears(debtor, server.origin, lang)
} finally {
  await browser.close()
  await server.stop()
  rmSync(out, { recursive: true, force: true })
}
shrink(taken)
