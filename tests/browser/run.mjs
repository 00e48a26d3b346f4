// The finished site in a real browser: every page type, both languages, narrow and wide. See docs/TESTING.md.
//
//   node tests/browser/run.mjs [PART…]     parts: site, preview (both by default)
//
// OTAU names the program (else a debug build is made), CHROMIUM the browser. Pictures go to tests/browser/shots.

import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { crawl, get, sitemap } from './crawl.mjs'
import { accessible, everybody, othersWays, scriptless } from './pages.mjs'
import { preview } from './preview.mjs'
import { here, launch, program, Report, root, start } from './support.mjs'

const required = ['home', 'faq-list', 'category', 'list', 'faq', 'instruction', 'memo', 'page', 'side-by-side', 'not-found']
const languages = ['kk', 'ru']

const parts = process.argv.length > 2 ? process.argv.slice(2) : ['site', 'preview']
const report = new Report()
const otau = program()
rmSync(path.join(here, 'shots'), { recursive: true, force: true })
mkdirSync(path.join(here, 'shots'), { recursive: true })
const browser = await launch()
try {
  if (parts.includes('site')) await site()
  if (parts.includes('preview')) await preview(otau, browser, report)
} catch (error) {
  report.check('the run itself', false, error.stack)
} finally {
  await browser.close()
}
process.exitCode = report.print() ? 1 : 0

async function site() {
  const server = await start(otau, ['serve', '--root', root])
  try {
    await front(server.origin)
    const publicOrigin = /^base_url\s*=\s*"([^"]+)"/m.exec(readFileSync(path.join(root, 'content/site.toml'), 'utf8'))[1]
    const mapped = await sitemap(server.origin, report)
    const { pages } = await crawl(server.origin, [...new Set(['/kk/', '/ru/', ...mapped])], new URL(publicOrigin).origin, report)
    const samples = await choose(server.origin, pages)
    console.log(`     ${pages.size} pages, ${samples.length} of them in the browser`)
    for (let at = 0; at < samples.length; at += 2) await Promise.all(samples.slice(at, at + 2).map(look))
  } finally {
    report.check('the server ends well', (await server.stop()) === 0, server.said())
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

/** For each kind and language the first page by address and the heaviest; then the pages no link leads to. */
async function choose(origin, pages) {
  const samples = []
  const add = (page, status = 200, switches = true) => {
    const lang = languages.find(code => page.url.startsWith(`/${code}/`)) ?? ''
    if (samples.some(one => one.path === page.url)) return
    const number = samples.filter(one => one.kind === page.kind && one.lang === lang).length
    samples.push({ url: origin + page.url, path: page.url, kind: page.kind, lang, status, switches, name: [page.kind || 'no-kind', lang, number ? number + 1 : ''].filter(Boolean).join('-') })
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
  for (const code of [500, 503]) {
    const answer = await get(`${origin}/${code}.html`)
    if (report.check('error pages', [200, code].includes(answer.status), `/${code}.html → ${answer.status}`)) {
      add({ url: `/${code}.html`, kind: `error-${code}`, html: answer.body.toString() }, answer.status, false)
    }
  }
  for (const kind of required) {
    for (const lang of languages) report.check('every page type', samples.some(one => one.kind === kind && one.lang === lang), `no ${kind} in ${lang}`)
  }
  return samples
}
