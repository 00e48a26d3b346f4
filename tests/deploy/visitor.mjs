// A visitor: cookies of one browser, which may ask any of several places for the same site.

import http from 'node:http'
import https from 'node:https'

/**
 * Where a site can be asked: a proxy or Otau itself over TLS, or a node. All are called by the name of the site.
 * `ca` is what TLS must be vouched for by, null for whatever is served; without it the place speaks plain HTTP.
 */
export class Place {
  constructor({ name, address, port, host, ca }) {
    Object.assign(this, { name, address, port, host, ca })
    this.speaks = ca === undefined ? http : https
    this.agents = new Map()
  }

  agent(from) {
    let agent = this.agents.get(from)
    if (!agent) {
      agent = new this.speaks.Agent({ keepAlive: true, maxSockets: 16 })
      this.agents.set(from, agent)
    }
    return agent
  }

  /** One request from the address `from`; the answer with its whole body. */
  ask(method, target, { headers = {}, body, from = '127.0.0.1', fresh = false } = {}) {
    return new Promise((done, failed) => {
      const request = this.speaks.request({
        host: this.address,
        port: this.port,
        method,
        path: target,
        headers: { host: this.host, ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
        ca: this.ca ?? undefined,
        rejectUnauthorized: this.ca !== null,
        servername: this.host,
        localAddress: this.address.includes(':') ? undefined : from,
        agent: fresh ? false : this.agent(from),
        timeout: 60_000,
      })
      request.on('response', answer => {
        const parts = []
        answer.on('data', part => parts.push(part))
        answer.on('error', failed)
        answer.on('end', () =>
          answer.complete
            ? done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() })
            : failed(new Error('an answer that was cut off')),
        )
      })
      request.on('timeout', () => request.destroy(new Error('no answer in 60 s')))
      request.on('error', failed)
      request.end(body)
    })
  }

  /** The answer of a program's request. */
  async json(method, target, value, options = {}) {
    const headers = { 'content-type': 'application/json', ...options.headers }
    const body = value === undefined ? undefined : JSON.stringify(value)
    const answer = await this.ask(method, target, { ...options, headers, body })
    return { ...answer, value: answer.text ? JSON.parse(answer.text) : undefined }
  }

  close() {
    for (const agent of this.agents.values()) agent.destroy()
  }
}

/** A browser without scripts. */
export class Visitor {
  constructor(from = '127.0.0.1') {
    this.from = from
    this.cookies = new Map()
  }

  /** Asks `place`, with the cookies that were set anywhere before. */
  async ask(place, method, target, { headers = {}, ...more } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await place.ask(method, target, { from: this.from, ...more, headers: { ...(cookie && { cookie }), ...headers } })
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair] = line.split(';')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  get(place, target, options) {
    return this.ask(place, 'GET', target, options)
  }

  /** Sends the form of the page `page`, as a browser would. */
  send(place, page, target, values) {
    const csrf = /name="?csrf"? value="?([^"\s>]+)/.exec(page.text)?.[1] ?? ''
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      origin: `https://${place.host}`,
      'sec-fetch-site': 'same-origin',
    }
    return this.ask(place, 'POST', target, { headers, body: new URLSearchParams({ csrf, ...values }).toString() })
  }

  /** The five fields of the first authorization. */
  async begin(place, client) {
    const page = await this.get(place, '/ru/cabinet/first')
    const consent = consentOf(page)
    return this.send(place, page, '/ru/cabinet/first', { consent, ...fields(client) })
  }

  /** Both steps of signing in. */
  async signIn(place, client, password) {
    const { account, iin } = client
    const page = await this.get(place, '/ru/cabinet/sign-in')
    const second = await this.send(place, page, '/ru/cabinet/sign-in', { account, iin })
    if (second.status !== 200) return second
    return this.send(place, second, '/ru/cabinet/sign-in/password', { account, iin, password })
  }
}

export function consentOf(page) {
  return /name="?consent"?[^>]*value="?([^"\s>]+)|value="?([^"\s>]+)"?[^>]*name="?consent/.exec(page.text)?.slice(1).find(Boolean) ?? ''
}

export function fields(client) {
  const [year, month, day] = client.contracts[0].concluded.split('-')
  return {
    account: client.account,
    contract: client.contracts[0].number,
    iin: client.iin,
    phone: client.phone,
    date: `${day}.${month}.${year}`,
  }
}
