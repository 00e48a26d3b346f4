// The way into the cabinet, walked whole by somebody who comes for the first time: first authorization, profile,
// sign-out, sign-in, the password once more, recovery, the consent withdrawn; both languages, with scripts and without, mistakes included.
// Codes are read where a demonstration prints its messages.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { here, root, start } from './support.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = path.join(here, 'shots')
const today = '2022-07-12'
const languages = ['kk', 'ru']
const chosen = 'Қара-Шаңырақ7'
const recovered = 'Көк-Төбеде3жыл'

export async function entry(otau, browser, report) {
  const out = mkdtempSync(path.join(tmpdir(), 'otau-entry-'))
  const args = ['--root', root, '--out', path.join(out, 'public')]
  try {
    for (const scripts of [true, false]) {
      const server = await start(otau, ['serve', '--demo', '--today', today, ...args])
      try {
        const people = newcomers(server.said())
        await Promise.all(languages.map((lang, at) => new Way(server, browser, report, lang, scripts, people[at]).walk()))
      } finally {
        await server.stop()
      }
    }
    const server = await start(otau, ['serve', ...args])
    try {
      for (const lang of languages) await new Way(server, browser, report, lang, true).off()
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Whom the terminal says one can be without a password yet. */
function newcomers(said) {
  const lines = said.matchAll(/account (\d+), contract (\S+), IIN (\d+), phone (\S+), date (\S+)/g)
  return [...lines].map(([, account, contract, iin, phone, date]) => ({ account, contract, iin, phone, date }))
}

/** One person with one browser. */
class Way {
  constructor(server, browser, report, lang, scripts, person) {
    Object.assign(this, { server, browser, report, lang, scripts, person, heard: [] })
  }

  check(what, holds, detail = '') {
    this.report.check(`entry: ${what}`, holds, `${this.lang}${this.scripts ? '' : ' without scripts'}, ${this.page.url()}: ${detail}`)
  }

  async open() {
    // Without smooth scrolling: what a fault leads to stands still at once.
    this.context = await this.browser.newContext({ reducedMotion: 'reduce', javaScriptEnabled: this.scripts, viewport: { width: 1280, height: 900 } })
    this.page = await this.context.newPage()
    // That a form was refused shows as a failed load of the page itself; anything else said there is a fault.
    this.page.on('console', message => {
      if (!['error', 'warning'].includes(message.type()) || message.text().startsWith('Failed to load resource')) return
      this.heard.push(message.text())
    })
    this.page.on('pageerror', error => this.heard.push(error.message))
  }

  async close() {
    this.check('nothing in the console', this.heard.length === 0, this.heard.join('; '))
    await this.context.close()
  }

  address(name) {
    return `${this.server.origin}/${this.lang}/cabinet/${name}`
  }

  go(name) {
    return this.page.goto(this.address(name), { waitUntil: 'load' })
  }

  at(name) {
    this.check('the page that is due', new URL(this.page.url()).pathname === `/${this.lang}/cabinet/${name}`, `not ${name}`)
  }

  /** Sends the form and waits for what comes. */
  async send(selector = '.fields-form button.main') {
    const [answer] = await Promise.all([
      this.page.waitForResponse(response => response.request().isNavigationRequest()),
      this.page.click(selector),
    ])
    await this.page.waitForLoadState('load')
    return answer.status()
  }

  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) await this.page.fill(`#${name}`, value)
  }

  /** What holds for every page; its picture. */
  async look(name) {
    const { page, lang } = this
    const seen = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      titles: document.querySelectorAll('h1').length,
      robots: document.querySelector('meta[name="robots"]')?.content,
      keys: document.body.innerText.match(/\b(entry|field|sign-in|first|recovery|code|rule|prove|consent|cabinet|authorization|password)-[a-z-]+/g),
      small: [...document.querySelectorAll('main :is(a, button, summary, input:not([type="hidden"], .unseen))')]
        .filter(one => one.checkVisibility() && !one.closest('p') && Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24 && one.type !== 'checkbox')
        .map(one => one.textContent || one.name),
    }))
    this.check('language', seen.lang === lang, seen.lang)
    this.check('one h1', seen.titles === 1, `${name}: ${seen.titles}`)
    this.check('kept out of search engines', seen.robots === 'noindex', name)
    this.check('no key instead of words', !seen.keys, `${name}: ${seen.keys}`)
    this.check('nothing too small to press', seen.small.length === 0, `${name}: ${seen.small.join(', ')}`)
    for (const width of [320, 360, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      this.check('no sideways scroll', over <= 0, `${name}, ${width}: ${over} px over`)
      if (width === 320 || (!this.scripts && width === 1280)) continue
      await page.screenshot({ path: path.join(shots, `entry-${name}-${lang}-${width}${this.scripts ? '' : '-plain'}.png`), fullPage: true })
      if (!this.scripts) continue
      const faults = await page.evaluate(`${axe}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')))`)
      this.check('axe', faults.length === 0, `${name}, ${width}: ${faults.join('; ')}`)
    }
  }

  /** Faults of `names`: in the summary, which has the focus, and beside each field; the title says so too. */
  async faulty(name, names) {
    const seen = await this.page.evaluate(() => ({
      title: document.title,
      focused: document.activeElement?.matches('[data-summary]'),
      links: [...document.querySelectorAll('[data-summary] a')].map(link => link.getAttribute('href')),
      invalid: [...document.querySelectorAll('[aria-invalid="true"]')].map(field => field.id),
      told: [...document.querySelectorAll('[aria-invalid="true"]')].every(field =>
        field.getAttribute('aria-describedby').split(' ').some(id => id.endsWith('-wrong') && document.getElementById(id)?.textContent.trim())),
      heading: document.querySelector('h1').textContent,
    }))
    this.check('the summary names the fields', [...new Set(seen.links)].join() === names.map(one => `#${one}`).join(), `${name}: ${seen.links}`)
    this.check('the fields are marked', seen.invalid.join() === names.join(), `${name}: ${seen.invalid}`)
    this.check('each fault stands beside its field', seen.told, name)
    this.check('the title tells of a fault', !seen.title.startsWith(seen.heading), `${name}: ${seen.title}`)
    if (this.scripts) this.check('the summary has the focus', seen.focused, name)
    await this.look(name)
    await this.page.click(`[data-summary] a[href="#${names[0]}"]`)
    const focused = await this.page.evaluate(() => document.activeElement?.id)
    this.check('the summary leads to the field', focused === names[0], `${name}: ${focused}`)
  }

  messages() {
    return this.server.said().split('\n').filter(line => line.startsWith('SMS ') && line.includes(this.person.phone))
  }

  /** The code of the message after the first `before`. */
  async code(before) {
    for (let tries = 0; tries < 100 && this.messages().length <= before; tries += 1) await this.page.waitForTimeout(100)
    return /: (\d{6})/.exec(this.messages()[before])[1]
  }

  async walk() {
    await this.open()
    try {
      await this.door()
      await this.five('first')
      await this.received('first')
      await this.choose('first', chosen)
      await this.leave()
      await this.exhausted()
      await this.signIn()
      await this.prove()
      await this.again()
      await this.five('recovery')
      await this.received('recovery')
      await this.choose('recovery', recovered)
      await this.withdraw()
      if (this.scripts) await this.idle()
    } finally {
      await this.close()
    }
  }

  /** Everybody starts at the sign-in. */
  async door() {
    await this.go('')
    this.at('sign-in')
    await this.look('sign-in')
    this.check('a form refused', (await this.send()) === 422)
    await this.faulty('sign-in-empty', ['account', 'iin'])
    await this.fill({ account: '12-ж', iin: '880417499005' })
    await this.send()
    await this.faulty('sign-in-wrong', ['account', 'iin'])
    this.check('what was typed is kept', (await this.page.inputValue('#iin')) === '880417499005')
    await this.context.clearCookies()
    await this.fill({ account: '1000000001', iin: '880417499004' })
    this.check('a page too old', (await this.send()) === 403)
    await this.look('sign-in-stale')
    await this.page.click('.entry-ways a[href$="/recovery"]')
    this.at('recovery')
    await this.go('nothing-here')
    await this.look('missing')
  }

  /** The five fields. */
  async five(purpose) {
    const { page, person } = this
    await this.go('sign-in')
    await page.click(`.entry-ways a[href$="/${purpose}"]`)
    this.at(purpose)
    await page.waitForLoadState('load')
    await this.look(purpose)
    const names = ['account', 'contract', 'iin', 'phone', 'date']
    const drawn = await page.$$eval('.fields-form [id]', all => all.map(one => one.id).filter(id => !id.startsWith('_')))
    this.check('consent, then the five fields in order', drawn.join() === ['consent', ...names].join(), drawn.join())
    if (purpose === 'first') {
      await page.click('.consent summary')
      await this.look('first-consent')
      await this.send()
      await this.faulty('first-empty', ['consent', ...names])
      await page.check('#consent')
      await this.fill({ account: person.account, contract: '№', iin: '12345', phone: '+7 727 222 33 44', date: '31.02.2022' })
      await this.send()
      await this.faulty('first-wrong', ['contract', 'iin', 'phone', 'date'])
      this.check('what was typed is kept', (await page.inputValue('#date')) === '31.02.2022' && (await page.isChecked('#consent')))
    }
    await page.check('#consent')
    await this.fill(person)
    if (this.scripts) {
      const [day, month, year] = person.date.split('.')
      await page.fill('#date', '')
      await page.fill('[data-calendar]', `${year}-${month}-${day}`)
      this.check('a date picked in the calendar', (await page.inputValue('#date')) === person.date, await page.inputValue('#date'))
    }
    this.sent = this.messages().length
    if (this.scripts) await page.dblclick('.fields-form button.main')
    else await this.send()
    await page.waitForURL(`**/${purpose}/code`)
  }

  /** The code. */
  async received(purpose) {
    const { page, person } = this
    const right = await this.code(this.sent)
    const text = await page.innerText('main')
    const shown = `${person.phone.slice(0, 2)} ${person.phone[2]}•• ••• •• ${person.phone.slice(-2)}`
    this.check('the number stands under a mask', text.replaceAll('\u00a0', ' ').includes(shown) && !text.includes(person.phone.slice(4, 9)), text)
    await this.look(`${purpose}-code`)
    if (purpose === 'first') await this.mistaken(right)
    await this.fill({ code: right })
    await this.send()
    await page.waitForURL(`**/${purpose}/password`)
    this.check('one message however often the button is pressed', this.messages().length === this.sent + 1, this.messages().join('\n'))
  }

  async mistaken(right) {
    const { page, person } = this
    const again = page.locator('.resend button')
    if (this.scripts) {
      const waits = await page.innerText('[data-wait-shown]')
      this.check('how long until another code', (await again.isDisabled()) && /\d:\d\d$/.test(waits), waits)
      await again.evaluate(button => (button.disabled = false))
    } else {
      const waits = await page.innerText('[data-without-script]')
      this.check('from when another code', (await again.isEnabled()) && /\d\d:\d\d/.test(waits), waits)
    }
    this.check('another code too soon', (await this.send('.resend button')) === 429)
    await this.look('first-code-too-soon')
    await page.click('.entry-more summary')
    await this.look('first-code-missing')
    await this.fill({ code: '12' })
    await this.send()
    await this.faulty('first-code-shape', ['code'])
    await this.fill({ code: right === '123456' ? '654321' : '123456' })
    await this.send()
    await this.faulty('first-code-wrong', ['code'])
    await this.go('first/password')
    this.at('first/code')
    await page.click('.entry-ways a')
    this.at('first')
    const kept = await page.$$eval('.fields-form .typed > [id]', all => all.map(one => one.value))
    this.check('back to the filled form', kept.join() === [person.account, person.contract, person.iin, person.phone, person.date].join(), kept.join())
    await page.goBack()
    this.at('first/code')
  }

  /** The new password. */
  async choose(purpose, password) {
    const { page } = this
    await this.look(`${purpose}-password`)
    if (purpose === 'first') {
      if (this.scripts) await this.ticks()
      await this.fill({ password: 'abc', repeat: 'abd' })
      this.check('a password refused', (await this.send()) === 422)
      await this.faulty('first-password-wrong', ['password', 'repeat'])
      this.check('a refused password is not sent back', (await page.inputValue('#password')) === '')
      await this.fill({ password: 'Password1!', repeat: 'Password1!' })
      await this.send()
      await this.faulty('first-password-known', ['password'])
    }
    await this.fill({ password, repeat: password })
    await this.send()
    await page.waitForURL('**/cabinet/profile')
    // Back to the answer of a form a browser goes by asking first; back to a page, at once.
    if (purpose === 'first') return
    await page.goBack()
    this.at('profile')
  }

  /** Each rule gets its tick as it is kept, and loses it. */
  async ticks() {
    const { page } = this
    const kept = () => page.$$eval('[data-rule].kept', all => all.map(one => one.dataset.rule).join())
    const steps = [['ә', 'lower'], ['Ә', 'lower,upper'], ['7', 'lower,upper,digit'], ['!', 'lower,upper,digit,symbol'], ['есік', 'length,lower,upper,digit,symbol']]
    await page.focus('#password')
    for (const [typed, rules] of steps) {
      await page.keyboard.type(typed)
      this.check('ticks as typed', (await kept()) === rules, `${typed}: ${await kept()}`)
    }
    await this.look('first-password-ticks')
    await page.fill('#repeat', 'әӘ7!есік')
    this.check('ticks as typed', (await kept()) === 'length,lower,upper,digit,symbol,equal', await kept())
    await page.keyboard.press('Backspace')
    this.check('ticks go again', !(await kept()).includes('equal'), await kept())
    await page.fill('#repeat', 'әӘ7!есік')
    const type = () => page.getAttribute('#password', 'type')
    await page.click('[data-secret="password"]')
    this.check('a password can be read', (await type()) === 'text' && (await page.getAttribute('[data-secret="password"]', 'aria-pressed')) === 'true', await type())
    await this.look('first-password-shown')
    await page.click('[data-secret="password"]')
    this.check('a password is hidden again', (await type()) === 'password', await type())
  }

  async leave() {
    const { page } = this
    await this.go('profile')
    await page.click('.way-out button')
    await page.waitForURL('**/sign-in?notice=signed-out')
    await this.look('signed-out')
    await page.goBack()
    this.at('sign-in')
    await this.look('ended')
    await this.go('sign-in?notice=idle')
    await this.look('idle')
  }

  async signIn() {
    const { page, person } = this
    await this.go('schedule')
    this.at('sign-in')
    await this.fill({ account: person.account, iin: person.iin })
    await this.send()
    const text = await page.innerText('main')
    this.check('the account stands under a mask', !text.includes(person.account) && text.includes(person.account.slice(-2)), text)
    await this.look('password')
    await this.send()
    await this.faulty('password-empty', ['password'])
    await this.fill({ password: 'Басқа-Сөз11' })
    this.check('refused', (await this.send()) === 401)
    await this.look('password-refused')
    if (this.scripts) this.check('a refusal has the focus', await page.evaluate(() => document.activeElement?.matches('[data-summary]')))
    await this.fill({ password: chosen })
    await page.keyboard.press('Enter')
    await page.waitForURL('**/cabinet/schedule')
  }

  /** Of the last try one is told so, and offered nothing that cannot work. */
  async exhausted() {
    const { page, person } = this
    await this.go('recovery')
    await page.check('#consent')
    // Nobody's: no message is sent, and the page is the same.
    await this.fill({ ...person, phone: '+7 700 999 88 77' })
    await this.send()
    await page.waitForURL('**/recovery/code')
    for (let tries = 0; tries < 5; tries += 1) {
      await this.fill({ code: '000000' })
      await this.send()
    }
    this.check('no form after the last try', (await page.locator('main form').count()) === 0)
    if (this.scripts) this.check('that the tries are over has the focus', await page.evaluate(() => document.activeElement?.matches('[data-summary]')))
    await this.look('code-over')
    await page.click('main .more-link')
    this.at('recovery')
    this.check('the form is filled as it was', (await page.inputValue('#account')) === person.account)
  }

  /** The password once more. */
  async prove() {
    await this.go(`prove?next=/${this.lang}/cabinet/security`)
    await this.look('prove')
    await this.page.$eval('main [name=csrf]', field => (field.value = ''))
    this.check('a page too old', (await this.send()) === 403)
    this.check('where it leads is kept', (await this.page.inputValue('[name=next]')).endsWith('/security'))
    if (this.scripts) this.check('what is said of it has the focus', await this.page.evaluate(() => document.activeElement?.matches('[data-summary]')))
    await this.look('prove-stale')
    await this.send()
    await this.faulty('prove-empty', ['password'])
    await this.fill({ password: 'Басқа-Сөз11' })
    await this.send()
    await this.look('prove-refused')
    await this.fill({ password: chosen })
    await this.send()
    this.at('security')
    await this.leave()
  }

  /** First authorization of somebody who has a password: told after the code alone. */
  async again() {
    const { page, person } = this
    await this.go('first')
    await page.check('#consent')
    await this.fill(person)
    this.sent = this.messages().length
    await this.send()
    await page.waitForURL('**/first/code')
    await this.fill({ code: await this.code(this.sent) })
    await this.send()
    await page.waitForURL('**/first/password')
    await this.look('first-has-password')
  }

  /** The consent is withdrawn; a new first authorization, with a new one, leads in again. */
  async withdraw() {
    const { page, person } = this
    await this.go('security')
    await page.click('main a[href$="/security/consent"]')
    this.at('security/consent')
    await page.click('.consent summary')
    await this.look('consent')
    await this.send()
    await this.faulty('consent-empty', ['present'])
    await this.fill({ present: chosen })
    this.check('the present password is asked for', (await this.send()) === 422)
    await this.faulty('consent-wrong', ['present'])
    await this.fill({ present: recovered })
    await this.send()
    await page.waitForURL('**/cabinet/withdrawn')
    await this.look('withdrawn')
    await this.go('profile')
    this.at('sign-in')
    await this.go('withdrawn')
    await page.click('.entry-ways a[href$="/first"]')
    this.at('first')
    this.check('the consent is asked for again', !(await page.isChecked('#consent')))
    await page.check('#consent')
    await this.fill(person)
    this.sent = this.messages().length
    await this.send()
    await page.waitForURL('**/first/code')
    await this.fill({ code: await this.code(this.sent) })
    await this.send()
    await page.waitForURL('**/first/password')
    await this.fill({ password: chosen, repeat: chosen })
    await this.send()
    await page.waitForURL('**/cabinet/profile')
  }

  /** Two minutes before its end the session asks. */
  async idle() {
    const { page } = this
    await page.clock.install()
    await this.go('profile')
    await page.clock.fastForward(13 * 60_000 + 1000)
    await page.waitForSelector('[data-idle][open]')
    await this.look('idle-dialog')
    // The server's clock has not moved: its session ends by the loss of the cookie.
    await this.context.clearCookies()
    await page.clock.fastForward(3 * 60_000)
    await page.waitForURL('**/sign-in**')
    await this.look('timed-out')
  }

  /** A server without a cabinet. */
  async off() {
    await this.open()
    await this.go('')
    await this.look('off')
    await this.close()
  }
}
