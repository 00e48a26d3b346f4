// The finished site in a real browser: every page type, both languages, narrow and wide. See docs/TESTING.md.
//
//   node tests/browser/run.mjs [PART…]     parts: site, states, calculator, search, preview, cabinet, entry (all by default)
//
// OTAU names the program (else a debug build is made), CHROMIUM the browser. Pictures go to tests/browser/shots.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cabinet } from './cabinet.mjs'
import { calculator } from './calculator.mjs'
import { crawl, get, sitemap } from './crawl.mjs'
import { entry } from './entry.mjs'
import { accessible, everybody, othersWays, scriptless } from './pages.mjs'
import { preview } from './preview.mjs'
import { search } from './search.mjs'
import { here, host, launch, program, Report, root, start } from './support.mjs'

const required = ['home', 'faq-list', 'category', 'list', 'faq', 'instruction', 'memo', 'page', 'side-by-side', 'not-found', 'calculator']
const languages = ['kk', 'ru']

const states = ['expired', 'notice', 'tags', 'tag', 'faq', 'page']
const parts = process.argv.length > 2 ? process.argv.slice(2) : ['site', 'states', 'calculator', 'search', 'preview', 'cabinet', 'entry']
const report = new Report()
const otau = program()
rmSync(path.join(here, 'shots'), { recursive: true, force: true })
mkdirSync(path.join(here, 'shots'), { recursive: true })
const browser = await launch()
try {
  if (parts.includes('site')) await site()
  if (parts.includes('states')) await fixture()
  if (parts.includes('calculator')) await computing()
  if (parts.includes('search')) await search(otau, browser, report)
  if (parts.includes('preview')) await preview(otau, browser, report)
  if (parts.includes('cabinet')) await cabinet(otau, browser, report)
  if (parts.includes('entry')) await entry(otau, browser, report)
} catch (error) {
  report.check('the run itself', false, error.stack)
} finally {
  await browser.close()
}
process.exitCode = report.print() ? 1 : 0

/** The content of this repository. */
async function site() {
  await walk(root, 'site', required)
  // The same tree where no server of ours chooses the language or answers errors.
  const plain = await host(path.join(root, 'public/current'))
  try {
    const samples = []
    for (const [address, kind] of [['/', 'root'], ['/500.html', 'error-500'], ['/503.html', 'error-503']]) {
      samples.push({ url: plain.origin + address, path: address, kind, lang: '', status: 200, name: kind })
    }
    for (const sample of samples) await look(sample)
    const { pages } = await crawl(plain.origin, ['/'], publicOrigin(root), report, { policy: false, server: false })
    report.check('on any host: the links of / lead on', pages.has('/kk/') && pages.has('/ru/'), 'no /kk/ or no /ru/')
  } finally {
    await plain.stop()
  }
}

/** The calculator of this repository's content. */
async function computing() {
  const server = await start(otau, ['serve', '--root', root])
  try {
    await calculator(browser, server.origin, report)
  } finally {
    report.check('the server ends well', (await server.stop()) === 0, server.said())
  }
}

/** What our own content does not have today: expired texts, notices, tags, a text in the other language only. */
async function fixture() {
  const folder = mkdtempSync(path.join(tmpdir(), 'otau-states-'))
  cpSync(path.join(root, 'tests/sites/valid/full/content'), path.join(folder, 'content'), { recursive: true })
  try {
    await walk(folder, 'states', states)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function publicOrigin(folder) {
  return new URL(/^base_url\s*=\s*"([^"]+)"/m.exec(readFileSync(path.join(folder, 'content/site.toml'), 'utf8'))[1]).origin
}

/** Addresses of all pages of the finished tree, linked or not; pages that only lead elsewhere left out. */
function made(folder) {
  const tree = path.join(folder, 'public/current')
  return ['kk', 'ru']
    .flatMap(lang => readdirSync(path.join(tree, lang), { recursive: true }).map(name => path.join(lang, name)))
    .filter(name => path.basename(name) === 'index.html' && !readFileSync(path.join(tree, name), 'utf8').includes('http-equiv="refresh"'))
    .map(name => `/${path.dirname(name)}/`)
}

/** Serves the site in `folder`, walks every address of it, looks at pages of each kind. */
async function walk(folder, part, kinds) {
  const server = await start(otau, ['serve', '--root', folder])
  try {
    if (part === 'site') {
      await front(server.origin)
      await chosen(server.origin)
    }
    const mapped = await sitemap(server.origin, report)
    const { pages } = await crawl(server.origin, [...new Set(['/kk/', '/ru/', ...mapped, ...made(folder)])], publicOrigin(folder), report)
    const samples = await choose(server.origin, pages, kinds)
    if (part === 'states') for (const sample of samples) sample.name = `states-${sample.name}`
    console.log(`     ${part}: ${pages.size} pages, ${samples.length} of them in the browser`)
    for (let at = 0; at < samples.length; at += 2) await Promise.all(samples.slice(at, at + 2).map(look))
  } finally {
    const early = server.ended()
    report.check('the server ends well', (await server.stop()) === 0 && !early, `${early ? 'before its time: ' : ''}${server.said()}`)
  }
}

async function look(sample) {
  for (const way of [everybody, accessible, scriptless, othersWays]) {
    try {
      await way(browser, sample, report)
    } catch (error) {
      report.check('the run itself', false, `${sample.path}, ${way.name}: ${error.message}`)
    }
  }
}

/** `/` sends a visitor on by the browser's language, Kazakh when it speaks neither. */
async function front(origin) {
  for (const [locale, expected] of [['ru-RU', '/ru/'], ['kk-KZ', '/kk/'], ['de-DE', '/kk/']]) {
    const context = await browser.newContext({ locale })
    const page = await context.newPage()
    await page.goto(`${origin}/`)
    const landed = new URL(page.url()).pathname
    report.check('/ by language', landed === expected, `${locale}: ${landed}`)
    await context.close()
  }
}

/** A click on the other language is remembered: the next visit to `/` goes there, whatever the browser speaks. */
async function chosen(origin) {
  const context = await browser.newContext({ locale: 'kk-KZ' })
  const page = await context.newPage()
  await page.goto(`${origin}/kk/faq/#five-fields`, { waitUntil: 'load' })
  report.check('the chosen language', !(await context.cookies()).length, 'a cookie is set before any choice')
  await page.locator('header a[hreflang=ru]').click()
  await page.waitForURL('**/ru/faq/**')
  report.check('the chosen language', new URL(page.url()).hash === '#five-fields', `the #id is lost: ${page.url()}`)
  const cookie = (await context.cookies()).find(one => one.name === 'lang')
  const days = cookie ? (cookie.expires - Date.now() / 1000) / 86400 : 0
  const right = cookie?.value === 'ru' && cookie.path === '/' && cookie.sameSite === 'Lax' && days > 360 && days <= 366
  report.check('the chosen language', right, `cookie: ${JSON.stringify(cookie)}`)
  await page.goto(`${origin}/`)
  report.check('the chosen language', new URL(page.url()).pathname === '/ru/', `/ leads to ${page.url()}`)
  await context.close()
}

/** For each kind and language the first page by address and the heaviest; then the pages no link leads to. */
async function choose(origin, pages, kinds) {
  const samples = []
  const add = (page, status = 200) => {
    const lang = languages.find(code => page.url.startsWith(`/${code}/`)) ?? ''
    if (samples.some(one => one.path === page.url)) return
    const number = samples.filter(one => one.kind === page.kind && one.lang === lang).length
    samples.push({ url: origin + page.url, path: page.url, kind: page.kind, lang, status, switches: true, name: [page.kind || 'no-kind', lang, number ? number + 1 : ''].filter(Boolean).join('-') })
  }
  const byKind = new Map()
  for (const page of [...pages.values()].sort((a, b) => (a.url < b.url ? -1 : 1))) {
    report.check('data-kind on each page', page.kind, page.url)
    const lang = page.url.split('/')[1]
    if (!languages.includes(lang)) continue
    const key = `${page.kind} ${lang}`
    byKind.set(key, [...(byKind.get(key) ?? []), page])
  }
  for (const list of byKind.values()) {
    add(list[0])
    add(list.reduce((a, b) => (b.html.length > a.html.length ? b : a)))
    // A page that shows the other language's text.
    const other = list.find(page => page.tags.some(tag => tag.name === 'article' && tag.attributes.lang && tag.attributes.lang !== page.lang))
    if (other) add(other)
  }
  for (const lang of languages) {
    const answer = await get(`${origin}/${lang}/no-such-page/`)
    const html = answer.body.toString()
    report.check('404', answer.status === 404, `/${lang}/no-such-page/ → ${answer.status}`)
    report.check('404', new RegExp(`<html[^>]*\\blang="?${lang}`).test(html), `/${lang}/no-such-page/ is not in ${lang}`)
    const kind = /<body[^>]*\bdata-kind="([^"]*)"/.exec(html)?.[1] ?? ''
    add({ url: `/${lang}/no-such-page/`, kind, html }, 404)
  }
  for (const kind of kinds) {
    for (const lang of languages) report.check('every page type', samples.some(one => one.kind === kind && one.lang === lang), `no ${kind} in ${lang}`)
  }
  return samples
}
