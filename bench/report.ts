import { cpus, loadavg } from 'node:os'
import type { Agreements } from './agreements.ts'
import type { PageBytes } from './page-bytes.ts'
import { type Memory, residentIn } from './processes.ts'
import type { Read } from './reads.ts'
import type { Recovery } from './recovery.ts'
import type { Start } from './start.ts'

export type Measured = {
  quick: boolean
  one: Agreements
  eight: Agreements
  /** Reads by name, over sixteen connections and over one. */
  sixteen: Record<string, Read>
  single: Record<string, Read>
  pages: { phone: PageBytes; code: PageBytes; review: PageBytes }
  start: Start
  recovery: Recovery
  memory: Record<'idle' | 'afterAgreements' | 'afterReads' | 'afterwards', Memory>
}

/** Prints one table: what was measured, the figure, and what it is to reach. */
export function report(measured: Measured): void {
  const { one, eight, sixteen, single, pages, start, recovery, memory } = measured
  const rows: [string, string, string][] = [
    ['agreements a minute, concurrency 8, level B-LTA', whole(eight.perMinute), '≥ 800'],
    ['  median / slowest', `${whole(eight.median)} / ${whole(eight.slowest)} ms`, ''],
    ['  processor time each', spentBy(eight), ''],
    ['agreements a minute, concurrency 1, level B-LTA', whole(one.perMinute), ''],
    ['  median / slowest', `${whole(one.median)} / ${whole(one.slowest)} ms`, ''],
    ['  processor time each', spentBy(one), ''],
    ...readRows('over 16 connections', sixteen, { document: '≥ 60 %', phone: '≥ 60 %', review: '≥ 30 %' }),
    ...readRows('over 1 connection', single, { document: '≥ 50 %', phone: '', review: '' }),
    ['phone page, gzip', bytes(pages.phone), '≤ 15 KB without the viewer'],
    ['code page, gzip', bytes(pages.code), '≤ 15 KB without the viewer'],
    ['review page, gzip', bytes(pages.review), ''],
    ['start to ready, warm data: node dist/server.mjs', `${whole(start.node)} ms`, '≤ 3,000 ms'],
    ['start to ready, warm data: npm start', `${whole(start.npm)} ms`, '≤ 3,000 ms'],
    ['resident, idle', residentIn(memory.idle), 'server process ≤ 150 MB'],
    ['  after the agreements', residentIn(memory.afterAgreements), ''],
    ['  after the reads', residentIn(memory.afterReads), 'server process ≤ 250 MB'],
    ['  ten seconds later', residentIn(memory.afterwards), 'server process ≤ 250 MB'],
    [
      'kill -9 at consent until concluded',
      `${whole(recovery.median)} ms`,
      `slowest ${whole(recovery.slowest)} ms`,
    ],
  ]
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => width(row[column] ?? ''))))
  const load = loadavg()[0]?.toFixed(1)
  const lines = rows.map(([what, figure, goal]) =>
    `${pad(what, first)}  ${pad(figure, second)}  ${goal}`.trimEnd(),
  )
  process.stdout.write(
    `${measured.quick ? 'A quick run: too short for figures to be believed.\n' : ''}` +
      `${new Date().toISOString().slice(0, 16)}Z  ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}  node ${process.version}  load ${load}\n` +
      `Embedded PostgreSQL, evaluation TSA in the server's process, client on the same machine, API rate limit off\n\n` +
      `${lines.join('\n')}\n`,
  )
}

function spentBy({ each: { server, pdfWorker, postgres, client } }: Agreements): string {
  const product = server + pdfWorker + postgres
  return `${whole(product)} ms (server ${whole(server)}, PDF workers ${whole(pdfWorker)}, PostgreSQL ${whole(postgres)}); client ${whole(client)}`
}

function rate({ perSecond, p99 }: Read): string {
  return `${whole(perSecond)}/s, p99 ${whole(p99)} ms`
}

function readRows(
  how: string,
  reads: Record<string, Read>,
  aims: Record<'document' | 'phone' | 'review', string>,
): [string, string, string][] {
  const { limit, document, phone, review } = reads
  if (!limit || !document || !phone || !review) return []
  const share = (read: Read, aim: string) =>
    `${whole((read.perSecond / limit.perSecond) * 100)} % of the limit${aim && `, ${aim}`}`
  return [
    [`bare route, one indexed select, ${how}`, rate(limit), '(the limit)'],
    ['  GET /documents/{id}', rate(document), share(document, aims.document)],
    ['  phone page', rate(phone), share(phone, aims.phone)],
    ['  review page', rate(review), share(review, aims.review)],
  ]
}

function bytes({ html, assets, viewer }: PageBytes): string {
  const before = html + assets
  return `${kilobytes(before)} KB, with the viewer ${kilobytes(before + viewer)} KB`
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1)
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function width(text: string): number {
  return [...text].length
}

function pad(text: string, to = 0): string {
  return text + ' '.repeat(Math.max(0, to - width(text)))
}
