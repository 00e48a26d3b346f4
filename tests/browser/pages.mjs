// One page in the browser: as everybody sees it, without scripts, on paper, in the dark, and before axe.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { get } from './crawl.mjs'
import { here } from './support.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = path.join(here, 'shots')
const budget = { total: 60 * 1024, requests: 6, css: 8 * 1024, js: 7 * 1024 }

/** `sample` is { url, path, kind, lang, status, name }. */
export async function everybody(browser, sample, report) {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    const where = `${sample.path} at ${width}`
    const watch = await watched(page, sample)
    await page.goto(sample.url, { waitUntil: 'networkidle' })
    await noSidewaysScroll(page, width, where, report)
    if (width === 360) await noSidewaysScroll(page, 320, `${sample.path} at 320`, report)
    await page.setViewportSize({ width, height: 800 })
    if (width === 1280) await withinBudget(page, watch, sample, report)
    await unmoved(page, where, report)
    await page.screenshot({ path: path.join(shots, `${sample.name}-${width}.png`), fullPage: true })
    await watch.settle(where, report)
    await context.close()
  }
}

/** Lazy pictures come in; nothing moves when they do. */
async function unmoved(page, where, report) {
  const height = () => page.evaluate(() => document.documentElement.scrollHeight)
  const before = await height()
  const broken = await page.evaluate(async () => {
    const pictures = [...document.images]
    for (const picture of pictures) picture.loading = 'eager'
    await Promise.all(pictures.map(picture => picture.decode().catch(() => {})))
    return pictures.filter(picture => !picture.naturalWidth).map(picture => picture.src)
  })
  const after = await height()
  report.check('pictures: all shown', !broken.length, `${where}: ${broken.join(' ')}`)
  report.check('pictures: nothing moves', Math.abs(before - after) <= 2, `${where}: ${before} px high, then ${after}`)
}

async function watched(page, sample) {
  const errors = []
  const failures = []
  const seen = new Set()
  page.on('console', message => {
    if (!['error', 'warning'].includes(message.type())) return
    // The browser itself notes the status of a page that is meant to be missing.
    if (sample.status !== 200 && message.location().url === sample.url) return
    errors.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', error => errors.push(`thrown: ${error.message}`))
  page.on('requestfailed', request => failures.push(`${request.url()}: ${request.failure()?.errorText}`))
  page.on('response', response => {
    if (response.status() >= 400 && response.url() !== sample.url) failures.push(`${response.url()} → ${response.status()}`)
  })
  page.on('request', request => {
    if (/^https?:/.test(request.url())) seen.add(request.url())
  })
  await page.addInitScript(() => {
    window.violations = []
    document.addEventListener('securitypolicyviolation', event => {
      window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`)
    })
  })
  return {
    seen,
    async settle(where, report) {
      const violations = await page.evaluate(() => window.violations)
      report.check('console: no error, no warning', !errors.length, `${where}: ${errors.join('; ')}`)
      report.check('policy: no violation', !violations.length, `${where}: ${violations.join('; ')}`)
      report.check('requests: none failed', !failures.length, `${where}: ${failures.join('; ')}`)
      const outside = [...seen].filter(url => new URL(url).origin !== new URL(sample.url).origin)
      report.check('requests: own origin only', !outside.length, `${where}: ${outside.join(' ')}`)
    },
  }
}

async function noSidewaysScroll(page, width, where, report) {
  await page.setViewportSize({ width, height: 800 })
  const found = await page.evaluate(() => {
    const limit = innerWidth
    const wide = [...document.body.querySelectorAll('*')].filter(element => element.getBoundingClientRect().right > limit + 0.5)
    const name = element => element.tagName.toLowerCase() + [...element.classList].map(part => `.${part}`).join('')
    return { scroll: document.scrollingElement.scrollWidth, limit, wide: wide.slice(0, 3).map(name) }
  })
  report.check('no sideways scroll', found.scroll <= found.limit, `${where}: ${found.scroll} px wide, past the edge: ${found.wide.join(', ')}`)
}

async function withinBudget(page, watch, sample, report) {
  const later = new Set(await page.evaluate(() => [...document.querySelectorAll('img[loading=lazy]')].flatMap(img => [img.currentSrc, img.src])))
  const urls = [...watch.seen].filter(url => !later.has(url) && new URL(url).origin === new URL(sample.url).origin)
  const sum = { total: 0, css: 0, js: 0 }
  for (const url of urls) {
    const answer = await get(url)
    const wire = answer.wire()
    sum.total += wire
    if (answer.type.startsWith('text/css')) sum.css += wire
    if (answer.type.includes('javascript')) sum.js += wire
  }
  for (const part of ['total', 'css', 'js']) {
    report.check(`weight: ${part} ≤ ${budget[part] / 1024} KB`, sum[part] <= budget[part], `${sample.path}: ${sum[part]} bytes`)
  }
  report.check(`weight: ≤ ${budget.requests} requests`, urls.length <= budget.requests, `${sample.path}: ${urls.length}: ${urls.join(' ')}`)
}

/** axe with every rule, narrow with all details open and wide as it comes, then contrast in the dark. */
export async function accessible(browser, sample, report) {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, bypassCSP: true })
  const page = await context.newPage()
  const run = async (group, rules) => {
    await page.evaluate(axe)
    const violations = await page.evaluate(options => axe.run(document, options), rules).then(result => result.violations)
    const words = violations.map(one => `${one.id} (${one.nodes.length}): ${one.nodes[0].target.join(' ')} ${one.nodes[0].html.slice(0, 120)}`)
    report.check(group, !violations.length, `${sample.path}: ${words.join('; ')}`)
  }
  const all = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }
  const open = () => page.evaluate(() => document.querySelectorAll('details').forEach(one => (one.open = true)))
  await page.goto(sample.url, { waitUntil: 'load' })
  await open()
  await run('axe at 360, details open', all)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(sample.url, { waitUntil: 'load' })
  await run('axe at 1280', all)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(sample.url, { waitUntil: 'load' })
  await open()
  await run('axe contrast in the dark', { resultTypes: ['violations'], runOnly: ['color-contrast'] })
  await page.setViewportSize({ width: 360, height: 800 })
  await page.screenshot({ path: path.join(shots, `${sample.name}-dark.png`), fullPage: true })
  await context.close()
}

/** Everything a reader needs works with scripts off. */
export async function scriptless(browser, sample, report) {
  const group = 'without scripts'
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(sample.url, { waitUntil: 'load' })
  const heading = page.locator('h1').first()
  report.check(group, (await heading.isVisible()) && (await heading.innerText()).trim(), `${sample.path}: no visible h1`)
  const main = page.locator('main')
  const text = (await main.count()) === 1 ? (await main.innerText()).trim() : ''
  report.check(group, text.length > 20, `${sample.path}: <main> shows «${text.slice(0, 40)}»`)

  const closed = page.locator('main details:not([open])')
  if (await closed.count()) {
    const id = await closed.first().evaluate(element => [...document.querySelectorAll('details')].indexOf(element))
    const one = page.locator('details').nth(id)
    await one.locator('summary').first().click()
    const opens = await one.evaluate(element => element.open && [...element.children].every(child => child.checkVisibility()))
    report.check(group, opens, `${sample.path}: <details> does not open by itself`)
  }

  // Pages in both languages at once (500.html) have no switch.
  if (sample.switches) {
    const other = sample.lang === 'kk' ? 'ru' : 'kk'
    await page.goto(sample.url, { waitUntil: 'load' })
    const link = page.locator(`header a[hreflang="${other}"], nav a[hreflang="${other}"]`).first()
    if (report.check('language switch', await link.count(), `${sample.path}: no a[hreflang=${other}] in the header`)) {
      const target = new URL(await link.getAttribute('href'), sample.url)
      const answer = await get(target.href)
      const expected = sample.kind === 'not-found' ? [200, 404] : [200]
      report.check('language switch', expected.includes(answer.status), `${sample.path} → ${target.pathname}: ${answer.status}`)
      report.check('language switch', target.pathname.startsWith(`/${other}/`), `${sample.path} → ${target.pathname}`)
      report.check('language switch', new RegExp(`<html[^>]*\\blang="?${other}`).test(answer.body), `${target.pathname} is not in ${other}`)
      // Where the page says that it has a translation, the way back leads to this very page.
      const pair = await page.locator(`link[rel=alternate][hreflang="${other}"]`).count()
      if (pair && sample.kind !== 'not-found') {
        await page.goto(target.href, { waitUntil: 'load' })
        const back = await page.locator(`header a[hreflang="${sample.lang}"], nav a[hreflang="${sample.lang}"]`).first().getAttribute('href')
        const same = back && new URL(back, target).pathname === new URL(sample.url).pathname
        report.check('language switch', same, `${sample.path} → ${target.pathname} → ${back}`)
      }
    }
  }
  await context.close()
}

/** Forced colours change nothing that matters; on paper the closed parts are open. */
export async function othersWays(browser, sample, report) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, forcedColors: 'active' })
  const page = await context.newPage()
  const watch = await watched(page, sample)
  await page.goto(sample.url, { waitUntil: 'load' })
  report.check('forced colours', await page.locator('h1').first().isVisible(), `${sample.path}: no visible h1`)
  // What is told by colour alone elsewhere has an edge here.
  const flat = await page.evaluate(() =>
    [...document.querySelectorAll('.step, .status, .doors a, [data-theme-set]')]
      .filter(one => one.checkVisibility())
      .filter(one => ![one, ...['::before', '::after'].map(part => ({ part }))].some(what => {
        const style = what.part ? getComputedStyle(one, what.part) : getComputedStyle(what)
        return ['Top', 'Left'].some(side => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none') || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      }))
      .map(one => one.className),
  )
  report.check('forced colours: edges', !flat.length, `${sample.path}: ${flat.slice(0, 3).join(', ')}`)
  await page.screenshot({ path: path.join(shots, `${sample.name}-forced.png`) })
  await watch.settle(`${sample.path} in forced colours`, report)

  await page.emulateMedia({ media: 'print', forcedColors: 'none' })
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  const hidden = await page.evaluate(() =>
    [...document.querySelectorAll('main details')]
      .filter(one => one.checkVisibility() && [...one.children].some(child => child.tagName !== 'SUMMARY' && child.textContent.trim() && !child.checkVisibility()))
      .map(one => one.querySelector('summary')?.textContent.trim() ?? ''),
  )
  report.check('print: details are open', !hidden.length, `${sample.path}: closed: ${hidden.slice(0, 3).join(', ')}`)
  report.check('print: the text is there', await page.locator('h1').first().isVisible(), `${sample.path}: no h1 on paper`)
  await page.screenshot({ path: path.join(shots, `${sample.name}-print.png`), fullPage: true })
  await context.close()
}
