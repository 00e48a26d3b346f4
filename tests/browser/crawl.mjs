// Walks the site over HTTP as a machine would: every internal address, every anchor, every page's kind and language.

import http from 'node:http'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

/** One request, redirects not followed. `wire` is what travels: text as `--compress best` sends it, whatever this server was told. */
export function get(url, headers = {}) {
  return new Promise((resolve, reject) => {
    http
      .get(url, { headers: { 'accept-encoding': 'br', ...headers } }, response => {
        const chunks = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const raw = Buffer.concat(chunks)
          const coded = response.headers['content-encoding'] === 'br'
          const body = coded ? brotliDecompressSync(raw) : raw
          const type = response.headers['content-type'] ?? ''
          const text = /^text\/|json|xml|javascript|svg/.test(type)
          let wire
          const size = () => (wire ??= text ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }).length : raw.length)
          resolve({ url, status: response.statusCode, headers: response.headers, type, body, wire: size, coded })
        })
      })
      .on('error', reject)
  })
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const decode = text =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, number, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : number ? String.fromCodePoint(+number) : (entities[name.toLowerCase()] ?? whole),
  )

/** The start tags of a page, in order: name and attributes. */
export function tags(html) {
  const found = []
  const text = html.replace(/<!--[\s\S]*?-->/g, '').replace(/(<(script|style|textarea)\b[^>]*>)[\s\S]*?(<\/\2>)/gi, '$1$3')
  for (const [, name, rest] of text.matchAll(/<([a-z][a-z0-9-]*)((?:\s+[^\s=<>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?|\s*\/)*)\s*>/gi)) {
    const attributes = {}
    for (const [, key, double, single, bare] of rest.matchAll(/([^\s=<>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g)) {
      attributes[key.toLowerCase()] ??= decode(double ?? single ?? bare ?? '')
    }
    found.push({ name: name.toLowerCase(), attributes })
  }
  return found
}

function addresses(tag) {
  const { href, src, srcset, poster } = tag.attributes
  const list = [href, src, poster].filter(value => value !== undefined)
  for (const part of (srcset ?? '').split(',')) if (part.trim()) list.push(part.trim().split(/\s+/)[0])
  return list
}

function readPage(url, answer) {
  const html = answer.body.toString('utf8')
  const all = tags(html)
  const page = { url, answer, html, tags: all, ids: new Set(), links: [], kind: '', lang: '' }
  for (const tag of all) {
    if (tag.attributes.id) page.ids.add(tag.attributes.id)
    if (tag.name === 'a' && tag.attributes.name) page.ids.add(tag.attributes.name)
    if (tag.name === 'html') page.lang = tag.attributes.lang ?? ''
    if (tag.name === 'body') page.kind = tag.attributes['data-kind'] ?? ''
    // Absolute addresses of `canonical`, `alternate` and the like carry the public origin; they are checked as paths.
    // The cabinet is no part of a site's tree: it has parts of its own (`cabinet`, `entry`), and needs a database.
    for (const address of addresses(tag)) {
      if (!/^\/(kk|ru)\/cabinet\//.test(address)) page.links.push({ address, tag: tag.name, rel: tag.attributes.rel ?? '' })
    }
  }
  return page
}

/** The locations of /sitemap.xml, sitemap indexes included, as paths. */
export async function sitemap(origin, report) {
  const paths = []
  const queue = ['/sitemap.xml']
  for (const address of queue) {
    const answer = await get(origin + address)
    report.check('sitemap', answer.status === 200, `${address} → ${answer.status}`)
    const xml = answer.body.toString('utf8')
    for (const [, location] of xml.matchAll(/<loc>([^<]+)<\/loc>/g)) {
      const { pathname } = new URL(decode(location))
      if (/<sitemapindex/.test(xml)) queue.push(pathname)
      else paths.push(pathname)
    }
    for (const tag of tags(xml)) {
      if (tag.name === 'xhtml:link') paths.push(new URL(tag.attributes.href).pathname)
    }
  }
  return paths
}

/**
 * Walks from `seeds` along every internal link. Returns pages by path; reports dead links, redirects inside the site,
 * missing anchors, and markup that a strict policy would refuse. Without our `server`, its pages on demand are passed over.
 */
export async function crawl(origin, seeds, publicOrigin, report, { policy = true, server = true } = {}) {
  const pages = new Map()
  const others = new Map()
  const from = new Map(seeds.map(path => [path, 'the sitemap or a known address']))
  const queue = [...from.keys()]
  const anchors = []
  const visit = async path => {
    const answer = await get(origin + path)
    // `/` sends a visitor on by language; search engines are told of it as the way in.
    const wayIn = path === '/' && answer.status === 302
    report.check('links: status 200', answer.status === 200 || wayIn, `${path} → ${answer.status}, linked from ${from.get(path)}`)
    if (!answer.type.startsWith('text/html')) return void others.set(path, answer)
    const page = readPage(path, answer)
    pages.set(path, page)
    strict(page, policy, report)
    for (const { address, tag, rel } of page.links) {
      if (/^(mailto|tel):/i.test(address)) continue
      let url
      try {
        url = new URL(address, origin + path)
      } catch {
        report.check('links: well formed', false, `${path}: ${address}`)
        continue
      }
      report.check('links: well formed', /^https?:$/.test(url.protocol), `${path}: ${address}`)
      if (url.origin !== origin && url.origin !== publicOrigin) {
        report.check('nothing from elsewhere', tag === 'a', `${path}: <${tag}> ${address}`)
        continue
      }
      if (rel.split(/\s+/).includes('nofollow')) continue
      // What our server makes for each request, and other hosts do not have.
      if (!server && /^\/(kk|ru)\/(search|calculator)$/.test(url.pathname)) continue
      const target = url.pathname + url.search
      if (url.hash.length > 1) anchors.push({ path, target, id: decodeURIComponent(url.hash.slice(1)) })
      if (!from.has(target)) {
        from.set(target, path)
        queue.push(target)
      }
    }
  }
  while (queue.length) await Promise.all(queue.splice(0, 16).map(visit))
  for (const { path, target, id } of anchors) {
    const page = pages.get(target)
    if (page && id !== 'top') report.check('links: anchors exist', page.ids.has(id), `${path} → ${target}#${id}`)
  }
  return { pages, others }
}

function strict(page, policed, report) {
  const group = 'no inline script, style or handler'
  for (const { name, attributes } of page.tags) {
    const bad = Object.keys(attributes).find(key => key === 'style' || /^on[a-z]/.test(key))
    const inline = (name === 'script' && !attributes.src) || name === 'style'
    if (bad || inline) report.check(group, false, `${page.url}: <${name}${bad ? ` ${bad}=…` : ''}>`)
  }
  report.check(group, true)
  const sent = page.answer.headers['content-security-policy'] ?? ''
  const own = page.tags.find(tag => tag.name === 'meta' && tag.attributes['http-equiv']?.toLowerCase() === 'content-security-policy')
  const policy = policed ? sent : (own?.attributes.content ?? '')
  const holds = /(default|script)-src/.test(policy) && !/unsafe-(inline|eval)/.test(policy)
  report.check(policed ? 'policy sent with each page' : 'policy within each page', holds, `${page.url}: ${policy || 'none'}`)
}
