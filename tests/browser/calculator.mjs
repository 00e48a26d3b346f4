// The calculator as a visitor uses it, in both languages, with scripts and without.

import { accessible, everybody, othersWays, scriptless } from './pages.mjs'

const sum = { kk: 'Өтемақы: 355 000,00 ₸', ru: 'Компенсация: 355 000,00 ₸' }
const ordinary = { balance_2015: '1 000 000', balance_2016: '1 200 000', balance_2017: '1 300 000', asked_on: '15.03.2016' }
const typed = 'd0.event=none&d0.contract=yes&d0.balance_2015=1%20000%20000&d0.balance_2016=1%20200%20000&d0.balance_2017=1%20300%20000&d0.who=depositor'
const split = 'd1.event=split&d1.contract=yes&d1.balance_2015=900000&d1.parts=2&d1.parts.0.formed=800000&d1.parts.0.balance_2016=800000&d1.parts.0.balance_2017=800000&d1.parts.1.formed=400000&d1.parts.1.balance_2016=400000&d1.parts.1.balance_2017=400000&d1.who=heir&d1.asked_on=30.11.2016&d1.agreement=yes'

/** Pages that no link leads to: answers and what is wrong. */
const asked = [
  ['answer', `${typed}&d0.asked_on=15.03.2016`, 200],
  ['several', `${typed}&d0.asked_on=15.03.2016&${split}`, 200],
  ['nothing', `${typed}&d0.asked_on=01.06.2016&d0.pledge=bridge&d0.pledge_date=18.08.2015&d0.programme_2017=regional`, 200],
  ['wrong', 'd0.event=split&d0.contract=yes&d0.balance_2015=x&d0.parts=3&d0.parts.1.formed=-5&d0.who=heir', 422],
]

export async function calculator(browser, origin, report) {
  for (const lang of ['kk', 'ru']) {
    const address = `/${lang}/calculator`
    for (const [name, query, status] of asked) {
      const sample = { url: `${origin}${address}?${query}`, path: `${address} (${name})`, kind: 'calculator', lang, status, switches: status === 200, name: `calculator-${name}-${lang}` }
      for (const way of [everybody, accessible, scriptless, othersWays]) await way(browser, sample, report)
    }
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ viewport: { width: 360, height: 800 }, javaScriptEnabled, locale: lang, reducedMotion: 'reduce' })
      const page = await context.newPage()
      const where = `${address} ${javaScriptEnabled ? 'with' : 'without'} scripts`
      await computes(page, origin + address, lang, where, report)
      await mends(page, origin + address, where, report)
      await grows(page, origin + address, where, report)
      await context.close()
    }
    await oneSheet(browser, `${origin}${address}?${typed}&d0.asked_on=15.03.2016`, address, report)
  }
}

const fill = async (page, fields) => {
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name="d0.${name}"]`).fill(value)
}

/** Does what sends the form, and waits for the page that comes of it. */
const sends = (page, act) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()])
const press = (page, selector) => sends(page, () => page.locator(selector).click())
const compute = page => press(page, 'button.main')

async function computes(page, url, lang, where, report) {
  const group = 'calculator: an answer'
  await page.goto(url)
  report.check(group, !(await page.locator('[name="d0.loan_date"]').isVisible()), `${where}: asks for a loan that nobody told of`)
  await fill(page, ordinary)
  await sends(page, () => page.locator('[name="d0.asked_on"]').press('Enter'))
  const said = (await page.locator('.answer .sum').innerText()).replace(/\s/g, ' ')
  report.check(group, said === sum[lang], `${where}: «${said}»`)
  report.check(group, (await page.locator('[name="d0.balance_2016"]').inputValue()) === ordinary.balance_2016, `${where}: typed values are gone`)
  report.check(group, page.url().endsWith('#_result'), `${where}: the answer is not shown first: ${page.url()}`)
  const place = await page.locator('.answer a').first().getAttribute('href')
  await page.goto(new URL(place, url).href)
  const anchor = decodeURIComponent(new URL(page.url()).hash.slice(1))
  report.check(group, await page.locator(`[id="${anchor}"]`).isVisible(), `${where}: ${place} leads to nothing`)
  await page.goBack()
  const other = lang === 'kk' ? 'ru' : 'kk'
  await press(page, `header a[hreflang="${other}"]`)
  const there = (await page.locator('.answer .sum').innerText()).replace(/\s/g, ' ')
  report.check(group, there === sum[other], `${where}: in the other language «${there}»`)
}

async function mends(page, url, where, report) {
  const group = 'calculator: what is wrong'
  await page.goto(url)
  await page.locator('[name="d0.event"][value="loan"]').check()
  await fill(page, { balance_2015: 'five', loan_date: '31.02.2016', loan_deposit: '7' })
  await compute(page)
  const links = await page.locator('.wrongs a').evaluateAll(all => all.map(one => one.getAttribute('href').slice(1)))
  report.check(group, links.length === 2, `${where}: ${links.length} faults in the summary`)
  for (const id of links) {
    const field = page.locator(`[id="${id}"]`)
    const faulty = (await field.getAttribute('aria-invalid')) === 'true' && (await page.locator(`[id="${id}-fault"]`).isVisible())
    report.check(group, faulty, `${where}: nothing beside ${id}`)
  }
  report.check(group, (await page.locator('[name="d0.balance_2015"]').inputValue()) === 'five', `${where}: what was typed is gone`)
  const title = await page.title()
  report.check(group, /^(Қате|Ошибка):/.test(title), `${where}: title «${title}»`)
  await fill(page, { balance_2015: '600 000', loan_date: '19.08.2015', loan_deposit: '600 000', asked_on: '08.02.2016' })
  await compute(page)
  const said = (await page.locator('.answer .sum').innerText()).replace(/\s/g, ' ')
  report.check(group, said.endsWith('213 000,00 ₸'), `${where}: mended, it says «${said}»`)
}

async function grows(page, url, where, report) {
  const group = 'calculator: more deposits and parts'
  const count = selector => page.locator(selector).filter({ visible: true }).count()
  await page.goto(url)
  await fill(page, ordinary)
  await press(page, 'button[name="add"][value="d1"]')
  report.check(group, (await page.locator('.wrongs').count()) === 0, `${where}: faults are told before anything is asked`)
  report.check(group, (await page.locator('[name="d0.balance_2015"]').inputValue()) === ordinary.balance_2015, `${where}: the first deposit is gone`)
  await page.locator('[name="d1.event"][value="split"]').check()
  report.check(group, (await count('#_d1 .row')) === 2, `${where}: a split begins with two parts`)
  await press(page, 'button[name="add"][value="d1.parts.2"]')
  report.check(group, (await count('#_d1 .row')) === 3, `${where}: no third part`)
  await page.locator('[name="d1.parts.2.formed"]').fill('7')
  await press(page, 'button[name="remove"][value="d1.parts.0"]')
  report.check(group, (await page.locator('[name="d1.parts.1.formed"]').inputValue()) === '7', `${where}: another part is gone`)
  await press(page, 'button[name="remove"][value="d1"]')
  await compute(page)
  report.check(group, (await page.locator('.answer .sum').count()) === 1, `${where}: the deposit that was taken away still counts`)
}

async function oneSheet(browser, url, where, report) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: false })).toString('latin1')
  const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length
  report.check('calculator: one sheet', sheets === 1, `${where}: ${sheets} sheets`)
  await context.close()
}
