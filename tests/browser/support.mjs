// What the browser tests stand on: the program under test, Chromium, and the report.

import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export { program, Report, root } from '../runner.mjs'

export const here = path.dirname(fileURLToPath(import.meta.url))

/** Starts `otau ARGS` and waits for the address it prints. */
export async function start(otau, args) {
  const child = spawn(otau, [...args, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const origin = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no address after 120 s:\n${said}`)), 120_000)
    const listen = chunk => {
      said += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found) {
        clearTimeout(late)
        resolve(found[0])
      }
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', reject)
    child.on('exit', code => reject(new Error(`otau ${args.join(' ')} ended with ${code}:\n${said}`)))
  }).catch(error => {
    child.kill()
    throw error
  })
  return {
    origin,
    said: () => said,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    stop: () =>
      new Promise(resolve => {
        if (child.exitCode !== null || child.signalCode) return resolve(child.exitCode)
        const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
        child.on('exit', code => {
          clearTimeout(late)
          resolve(code)
        })
        child.kill('SIGTERM')
      }),
  }
}

const types = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', json: 'application/json', svg: 'image/svg+xml', xml: 'application/xml', txt: 'text/plain', png: 'image/png', webp: 'image/webp', woff2: 'font/woff2' }

/** A web host that knows nothing of us: files of `folder`, `index.html` for folders. */
export async function host(folder) {
  const server = http.createServer((request, response) => {
    let file = path.join(folder, path.normalize(decodeURIComponent(new URL(request.url, 'http://host').pathname)))
    if (existsSync(file) && statSync(file).isDirectory()) file = path.join(file, 'index.html')
    const found = existsSync(file)
    response.writeHead(found ? 200 : 404, { 'content-type': types[path.extname(file).slice(1)] ?? 'application/octet-stream' })
    response.end(found ? readFileSync(file) : '')
  })
  await new Promise(ready => server.listen(0, '127.0.0.1', ready))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise(done => (server.close(done), server.closeAllConnections())),
  }
}

export function launch() {
  const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
  if (!executablePath) throw new Error('no Chromium: install the package `chromium` or set CHROMIUM')
  const asRoot = process.getuid?.() === 0
  const options = { executablePath, args: asRoot ? ['--no-sandbox'] : [] }
  // A browser that falls before it has opened a page says nothing of the pages: once more.
  return chromium.launch(options).catch(() => chromium.launch(options))
}
