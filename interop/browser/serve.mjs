// What a web host would answer from a published folder, with the headers that
// the site asks of its host: those of its _headers file, or the same from here.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import zlib from 'node:zlib'

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.atom': 'application/atom+xml', '.rdf': 'application/rdf+xml', '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon',
}

const policy = {
  'Content-Security-Policy': "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

// readHeaders gives a function from a path to its headers, from the lines of a
// _headers file: a pattern, then "  Name: value" for each header.
function readHeaders(dir) {
  const file = path.join(dir, '_headers')
  if (!fs.existsSync(file)) return () => policy
  const blocks = []
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (!line.trim() || line.startsWith('#')) continue
    if (!/^\s/.test(line)) {
      const pattern = line.trim().split('*').map((s) => s.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')
      blocks.push({ pattern: new RegExp(`^${pattern}$`), headers: {} })
      continue
    }
    const [, name, value] = /^\s+([^:]+):\s*(.*)$/.exec(line)
    blocks.at(-1).headers[name] = value
  }
  return (url) => Object.assign({}, ...blocks.filter((b) => b.pattern.test(url)).map((b) => b.headers))
}

// host gives a function from a path on the host to {status, headers, body}. Where
// bare, it sends no headers of protection: then nothing but the pages themselves
// stands between a hostile text and the browser.
export function host(dir, { bare = false } = {}) {
  const headersOf = bare ? () => ({}) : readHeaders(dir)
  const inside = (name) => name.startsWith(dir + path.sep) && fs.statSync(name, { throwIfNoEntry: false })?.isFile()
  return (asked) => {
    let name = path.join(dir, asked), status = 200
    if (name.endsWith(path.sep)) name += 'index.html'
    if (!inside(name)) [name, status] = [path.join(dir, '404.html'), 404]
    if (!inside(name)) return { status: 404, headers: {}, body: Buffer.from('') }
    const headers = { 'Content-Type': types[path.extname(name)] ?? 'application/octet-stream', ...headersOf(asked) }
    return { status, headers, body: fs.readFileSync(name) }
  }
}

// serve answers on loopback, compressed as hosts do, and gives {url, close}. It
// tells seen of every request and its status.
export async function serve(dir, seen = () => {}) {
  const answer = host(dir)
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
    const { status, headers, body } = answer(asked)
    seen(asked, status)
    if (!/text|json|xml|svg/.test(headers['Content-Type'])) return response.writeHead(status, headers).end(body)
    response.writeHead(status, { ...headers, 'Content-Encoding': 'gzip' }).end(zlib.gzipSync(body))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections() }),
  }
}
