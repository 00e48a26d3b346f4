// Several machines: what docs/deploy.md promises of two nodes behind nginx on one PostgreSQL.

import http2 from 'node:http2'
import { readlinkSync } from 'node:fs'
import path from 'node:path'
import { cluster } from './cluster.mjs'
import { pause, run as execute, until } from './machine.mjs'
import { HOST } from './release.mjs'
import { consentOf, fields, Visitor } from './visitor.mjs'

const PASSWORD = 'Кең-дала 7 тұлпар'
const ANOTHER = 'Жеті-өзен 5 қайың'

export async function nodes(given, check, defer) {
  const all = await cluster(given, defer)
  await beginnings(given, all, check)
  await pages(given, all, check)
  const visitor = await authorization(given, all, check)
  await sessions(given, all, visitor, check)
  await once(given, all, check)
  await lockOut(given, all, check)
  await networks(given, all, check)
  await balance(all, visitor, check)
  await aNodeIsKilled(all, visitor, check)
  await aNodeStops(all, visitor, check)
  await noDatabase(all, visitor, check)
}

/** Tables are made by one role and used by the other. */
async function beginnings(given, { database, nodes: [a, b], operate, operateAside }, check) {
  const group = 'database and roles'
  a.start()
  const early = await Promise.race([a.process.ended, pause(60_000)])
  check(group, early && early.code !== 0, `a node started on a database without tables: ${a.process.said()}`)
  const migrations = [1, 2].map(() => operateAside(database.owner, 'migrate'))
  for (const migration of migrations) {
    const end = await migration.ended
    check(group, end.code === 0, `one of two migrations at once ended with ${end.code ?? end.signal}: ${migration.said()}`)
  }
  let refused = ''
  try {
    run(database.server, 'CREATE TABLE x (y INTEGER)')
  } catch (error) {
    refused = error.message
  }
  check(group, refused.includes('permission denied'), `the role of the servers makes tables: ${refused}`)
  operate(database.server, 'import', given.register)
  const [[clients]] = database.ask('SELECT count(*) FROM clients')
  check(group, Number(clients) >= given.clients.length, `${clients} clients are in the database`)
  a.start()
  b.start()
  await Promise.all([a.ready(), b.ready()])
}

function run(address, sql) {
  return execute('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-d', address, '-c', sql])
}

/** Public pages, search and what is for operators, through nginx and at the nodes. */
async function pages(given, { nodes: [a, b], front, door }, check) {
  const group = 'pages through nginx'
  for (const target of ['/kk/', '/ru/', '/kk/faq/', '/ru/guide/', '/ru/calculator', '/kk/cabinet/sign-in', '/healthz']) {
    const answer = await front.ask('GET', target)
    check(group, answer.status === 200, `${target}: ${answer.status}`)
  }
  const home = await front.ask('GET', '/ru/')
  check(group, /max-age=\d{7,}/.test(home.headers['strict-transport-security'] ?? ''), 'no HSTS')
  check(group, !/\d/.test(home.headers.server ?? ''), `the proxy tells its version: ${home.headers.server}`)
  const found = await front.ask('GET', `/ru/search?q=${encodeURIComponent('договор')}`)
  check(group, found.status === 200 && /href="?\/ru\/(faq|guide|memo)\//.test(found.text), `search: ${found.status}`)
  check(group, (await front.ask('GET', '/ru/no-such-page/')).status === 404, 'a page that does not exist')
  const plain = await door.ask('GET', '/ru/')
  check(group, plain.status === 301 && plain.headers.location === `https://${HOST}/ru/`, `plain HTTP: ${plain.headers.location}`)
  check(group, (await overHttp2(front, '/kk/')) === 200, 'HTTP/2')
  const stranger = await front.ask('GET', '/ru/', { headers: { host: 'stranger.example' } })
  check(group, stranger.status === 421, `another host: ${stranger.status}`)

  const operators = 'for operators'
  const release = path.basename(readlinkSync(path.join(given.release, 'current')))
  for (const node of [a, b]) {
    const ready = await node.place.ask('GET', '/readyz')
    check(operators, ready.status === 200 && ready.text === `ready ${release}\n`, `${node.name}: ${ready.text}, built was ${release}`)
    const metrics = await node.place.ask('GET', '/metrics')
    check(operators, metrics.status === 200 && metrics.text.includes('otau_sms_calls_total{outcome="accepted"} 0'), `${node.name}: metrics`)
    const forwarded = await node.place.ask('GET', '/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } })
    check(operators, forwarded.status === 404, `${node.name}: metrics through a proxy: ${forwarded.status}`)
  }
  check(operators, (await front.ask('GET', '/metrics')).status === 404, 'metrics through nginx')
}

function overHttp2(place, target) {
  return new Promise((done, failed) => {
    const session = http2.connect(`https://${place.address}:${place.port}`, { ca: place.ca, servername: HOST })
    session.on('error', failed)
    const request = session.request({ ':path': target, ':authority': HOST })
    request.on('response', headers => {
      done(headers[':status'])
      session.close()
    })
    request.on('error', failed)
    request.end()
  })
}

/** Begun at one node, confirmed at the other, finished at whichever nginx chooses. */
async function authorization({ clients: [client] }, { nodes: [a, b], front, codes }, check) {
  const group = 'first authorization over two nodes'
  const visitor = new Visitor()
  const begun = await visitor.begin(a.place, client)
  check(group, begun.status === 303 && begun.headers.location === '/ru/cabinet/first/code', `begun: ${begun.status} ${begun.headers.location}`)
  const code = await until(() => codes(client.phone)[0], 20)
  check(group, code, 'no code came')
  const page = await visitor.get(b.place, '/ru/cabinet/first/code')
  check(group, page.status === 200, `the page of the code at the other node: ${page.status}`)
  const wrong = await visitor.send(b.place, page, '/ru/cabinet/first/code', { code: code === '000000' ? '000001' : '000000' })
  check(group, wrong.status === 422, `a wrong code: ${wrong.status}`)
  const right = await visitor.send(b.place, page, '/ru/cabinet/first/code', { code })
  check(group, right.status === 303 && right.headers.location === '/ru/cabinet/first/password', `the code: ${right.status} ${right.headers.location}`)
  const choice = await visitor.get(front, '/ru/cabinet/first/password')
  const set = await visitor.send(front, choice, '/ru/cabinet/first/password', { password: PASSWORD, repeat: PASSWORD })
  check(group, set.status === 303 && set.headers.location === '/ru/cabinet/profile', `the password: ${set.status} ${set.headers.location}`)
  const profile = await visitor.get(front, '/ru/cabinet/profile')
  check(group, profile.status === 200 && profile.text.includes(client.surname), `the profile: ${profile.status}`)
  check(group, codes(client.phone).length === 1, `${codes(client.phone).length} messages with a code`)
  return visitor
}

/** A session is good at every node, and ends at all of them. */
async function sessions({ clients: [client] }, { nodes: [a, b], front }, visitor, check) {
  const group = 'sessions'
  for (const place of [a.place, b.place, front]) {
    for (const page of ['profile', 'contracts', 'schedule', 'security']) {
      const answer = await visitor.get(place, `/ru/cabinet/${page}`)
      const led = answer.status === 303 && answer.headers.location?.startsWith(`/ru/cabinet/${page}/`)
      check(group, answer.status === 200 || led, `${page} at ${place.name}: ${answer.status}`)
    }
  }
  const page = await visitor.get(a.place, '/ru/cabinet/profile')
  const stolen = new Visitor()
  stolen.cookies = new Map(visitor.cookies)
  const out = await visitor.send(a.place, page, '/ru/cabinet/sign-out', {})
  check(group, out.status === 303, `signing out: ${out.status}`)
  for (const place of [a.place, b.place, front]) {
    const answer = await stolen.get(place, '/ru/cabinet/profile')
    check(group, answer.status === 303 && answer.headers.location.startsWith('/ru/cabinet/sign-in'), `after signing out, at ${place.name}: ${answer.status}`)
    stolen.cookies = new Map(stolen.cookies)
  }
  const back = await visitor.signIn(front, client, PASSWORD)
  check(group, back.status === 303 && back.headers.location === '/ru/cabinet/profile', `signing in again: ${back.status}`)
}

/** What may happen once happens once, whichever node is asked at the same instant. */
async function once({ clients }, { nodes: [a, b], codes, messages, database }, check) {
  const group = 'once, at both nodes at once'
  const consent = consentOf(await a.place.ask('GET', '/ru/cabinet/first'))
  for (const [index, client] of clients.slice(1, 6).entries()) {
    const from = `127.0.0.${60 + index}`
    const both = (target, body) =>
      Promise.all([a, b].map(node => node.place.json('POST', `/api/v1/authorization/first${target}`, body, { from })))
    const begun = await a.place.json('POST', '/api/v1/authorization/first', { ...fields(client), consent }, { from })
    check(group, begun.status === 202, `${index}: begun: ${begun.status} ${begun.text}`)
    const { flow } = begun.value
    const code = await until(() => codes(client.phone)[0], 20)
    const confirmed = await both('/code', { flow, code })
    const statuses = confirmed.map(answer => answer.status).sort().join(' ')
    check(group, statuses === '200 409', `${index}: the code: ${statuses}`)
    // The right code gives the authorization a new secret: only who was answered 200 goes on.
    const confirmedFlow = confirmed.find(answer => answer.status === 200)?.value.flow
    const chosen = await both('/password', { flow: confirmedFlow, password: PASSWORD, repeat: PASSWORD })
    const ends = chosen.map(answer => answer.status).sort().join(' ')
    check(group, ends === '200 409', `${index}: the password: ${ends}`)
    check(group, codes(client.phone).length === 1, `${index}: ${codes(client.phone).length} messages with a code`)
  }
  // Every message was sent by one of the nodes, once.
  const waiting = () => Number(database.ask("SELECT count(*) FROM messages WHERE state IN ('queued', 'sending')")[0][0])
  check(group, await until(() => waiting() === 0, 20), `${waiting()} messages wait`)
  const [[sent]] = database.ask("SELECT count(*) FROM messages WHERE state = 'sent'")
  const calls = await Promise.all([a, b].map(node => node.counted('otau_sms_calls_total')))
  check(group, Number(sent) === calls[0] + calls[1], `${sent} messages, ${calls.join(' and ')} calls`)
  check(group, Number(sent) === messages().length, `${sent} messages, ${messages().length} in the outboxes`)
}

/** Failures at one node count at the other. */
async function lockOut({ clients: [, client] }, { nodes: [a, b], operate, database }, check) {
  const group = 'lock-out'
  const { account, iin } = client
  const attempt = (node, password) =>
    node.place.json('POST', '/api/v1/sign-in', { account, iin, password }, { from: '127.0.0.81' })
  const right = await attempt(a, PASSWORD)
  check(group, right.status === 200, `the right password: ${right.status}`)
  for (let number = 0; number < 6; number += 1) {
    const wrong = await attempt(number % 2 ? b : a, ANOTHER)
    check(group, wrong.status === 401, `wrong password ${number}: ${wrong.status}`)
  }
  // Three failures at each node would cost no wait if each counted for itself.
  const [atA, atB] = [await attempt(a, PASSWORD), await attempt(b, PASSWORD)]
  check(group, atA.status === 401 && atB.status === 401, `the right password during the wait: ${atA.status} ${atB.status}`)
  operate(database.server, 'client', 'unlock', account)
  const after = await attempt(b, PASSWORD)
  check(group, after.status === 200, `after otau client unlock: ${after.status}`)
}

/** What a visitor says of its address changes nothing. */
async function networks({ clients }, { nodes: [a], front, database }, check) {
  const group = 'forged addresses'
  const { account, iin } = clients[7]
  const rows = () =>
    new Map(database.ask("SELECT name, count FROM counters WHERE name LIKE 'sign-ins-from:%'").map(([name, count]) => [name, Number(count)]))
  const attempt = (place, from, forged) => {
    const named = forged && { 'x-forwarded-for': forged, 'x-real-ip': forged, forwarded: `for=${forged}` }
    return place.json('POST', '/api/v1/sign-in', { account, iin, password: ANOTHER }, { from, headers: { ...named } })
  }
  const counted = async act => {
    const before = rows()
    await act()
    const after = rows()
    return [...after].filter(([name, count]) => before.get(name) !== count).map(([name, count]) => count - (before.get(name) ?? 0))
  }
  const throughNginx = await counted(async () => {
    for (const forged of ['203.0.113.7', '198.51.100.9']) await attempt(front, '127.0.0.71', forged)
  })
  check(group, throughNginx.join() === '2', `two forged addresses through nginx: ${throughNginx.join()} in ${throughNginx.length} networks`)
  const direct = await counted(async () => {
    for (const forged of ['203.0.113.7', '198.51.100.9']) await attempt(a.place, '127.0.0.72', forged)
  })
  check(group, direct.join() === '2', `two forged addresses past nginx: ${direct.join()} in ${direct.length} networks`)
  const two = await counted(async () => {
    for (const from of ['127.0.0.73', '127.0.0.74']) await attempt(front, from)
  })
  check(group, two.join() === '1,1', `two visitors through nginx: ${two.join()} in ${two.length} networks`)
}

const MIXED = [
  '/kk/',
  '/ru/faq/',
  `/ru/search?q=${encodeURIComponent('платёж')}`,
  '/ru/cabinet/profile',
  '/kk/cabinet/contracts',
  '/ru/cabinet/security',
  '/healthz',
  '/kk/calculator',
]

/** `count` requests, eight at a time; those whose answer was not what it should be. `between` is called with each number. */
async function many(visitor, place, count, between = () => {}) {
  const bad = []
  let next = 0
  const worker = async () => {
    for (;;) {
      const number = next
      if (number >= count) return
      next += 1
      await between(number)
      const target = MIXED[number % MIXED.length]
      const answer = await visitor.get(place, target).catch(error => ({ status: error.message, headers: {} }))
      const led = answer.status === 303 && answer.headers.location?.startsWith('/kk/cabinet/contracts/')
      if (answer.status !== 200 && !led) bad.push(`${number} ${target}: ${answer.status} ${answer.headers.location ?? ''}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return bad
}

const requests = node => node.requests()

async function balance({ nodes: [a, b], front }, visitor, check) {
  const group = '200 mixed requests'
  const before = await Promise.all([a, b].map(requests))
  const bad = await many(visitor, front, 200)
  const after = await Promise.all([a, b].map(requests))
  check(group, bad.length === 0, bad.join('\n       '))
  const shares = after.map((count, at) => count - before[at])
  check(group, Math.min(...shares) >= 50, `the nodes had ${shares.join(' and ')}`)
  console.log(`200 mixed requests: ${shares.join(' at a, ')} at b`)
}

async function aNodeIsKilled({ nodes: [a, b], front }, visitor, check) {
  const group = 'a node is killed'
  const bad = await many(visitor, front, 300, async number => {
    if (number === 100) await b.stop('SIGKILL')
  })
  check(group, bad.length === 0, bad.join('\n       '))
  check(group, (await visitor.get(front, '/ru/cabinet/profile')).status === 200, 'the session ended')
  check(group, (await b.status('/readyz')) === undefined && (await a.status('/readyz')) === 200, 'who is there')
  b.start()
  await b.ready()
  const began = await requests(b)
  const back = await until(async () => {
    await many(visitor, front, 16)
    return (await requests(b)) - began > 10
  }, 30)
  check(group, back, 'the node that came back gets no requests')
}

/** SIGHUP is nothing to worry about, SIGTERM lets requests end. */
async function aNodeStops({ nodes: [a, b], front }, visitor, check) {
  const group = 'a node stops'
  a.process.child.kill('SIGHUP')
  await pause(500)
  check(group, a.process.isRunning && (await a.status('/readyz')) === 200, 'a node that was told to reload is gone')
  let end
  const bad = await many(visitor, front, 300, async number => {
    if (number === 100) end = a.stop('SIGTERM')
  })
  check(group, bad.length === 0, bad.join('\n       '))
  const { code, signal } = await end
  check(group, code === 0, `it ended with ${code ?? signal}: ${a.process.said()}`)
  check(group, !/panicked|error/i.test(a.process.said()), a.process.said())
  a.start()
  await Promise.all([a.ready(), b.ready()])
}

/** Without the database public pages go on; with it, everything does, and nobody has to sign in again. */
async function noDatabase({ nodes: [a, b], front, database }, visitor, check) {
  const group = 'the database goes away'
  // Both nodes are known to nginx as sound again.
  await pause(5_500)
  const kept = new Map(visitor.cookies)
  database.shut()
  const answers = []
  for (let number = 0; number < 6; number += 1) {
    answers.push(await visitor.get(front, '/ru/cabinet/profile'))
  }
  check(group, answers.every(answer => answer.status === 503), `private pages: ${answers.map(answer => answer.status)}`)
  check(group, answers.every(answer => answer.headers['retry-after']), 'no Retry-After')
  for (const target of ['/ru/', '/kk/faq/', `/ru/search?q=${encodeURIComponent('договор')}`]) {
    const answer = await front.ask('GET', target)
    check(group, answer.status === 200, `public page ${target}: ${answer.status}`)
  }
  for (const node of [a, b]) {
    check(group, (await node.status('/readyz')) === 503, `${node.name} calls itself ready`)
    check(group, (await node.status('/healthz')) === 200, `${node.name} does not run`)
  }
  database.open()
  await Promise.all([a.ready(), b.ready()])
  visitor.cookies = kept
  const back = await visitor.get(front, '/ru/cabinet/profile')
  check(group, back.status === 200, `the session afterwards: ${back.status}`)
}
