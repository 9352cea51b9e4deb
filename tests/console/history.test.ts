/** 操作履歴: what was recorded of the team, for its administrators, narrowed, paged by index, and taken along whole. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgedByAxe } from '#tests/support/axe.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import type { Page, Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { eventsOf } from '#tests/support/team-events.ts'
import { fitsTheWidth, openChromium, visit } from '../browser/visitor.ts'
import { aCaller, aSentDocument } from '../web-api/caller.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient
let team = ''
let me = ''

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  const [row] = await rowsOf<{ id: string; team_id: string }>(server, 'select id, team_id from members')
  me = row?.id ?? ''
  team = row?.team_id ?? ''
  await administrator.get('/console/clients')
  await administrator.post('/console/clients', { label: '=HYPERLINK("http://evil")' })
})
afterAll(() => server?.close())

const text = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')

/** What the list shows, newest first. */
const shown = ({ html }: Page) =>
  [...html.matchAll(/<p class="history-what">([^<]*)<\/p>/g)].map(([, what]) => what ?? '')

/** Events of a former day, as the server would have recorded them. */
async function past(day: string, count: number): Promise<void> {
  await rowsOf(
    server,
    `insert into team_events (chain, sequence, kind, type, at, row, hash)
     select $1, 0, 'settings', 'settings.changed', $2::timestamptz + n * interval '1 second', json_build_object(
       'type', 'settings.changed', 'setting', 'copyDays', 'from', n, 'to', n + 1, 'at', $2::text,
       'teamId', $1::text, 'actor', 'member:' || $3::text || ':console', 'address', '203.0.113.9', 'userAgent', null)::text, ''
     from generate_series(1, $4::int) n`,
    team,
    `${day}T03:00:00Z`,
    me,
    count,
  )
}

async function download(format: 'csv' | 'jsonl', fields: Record<string, string> = {}): Promise<Page> {
  await administrator.get('/console/history')
  return administrator.post(`/console/history/${format}`, fields)
}

describe('the page', () => {
  test('says who did what, newest first', async () => {
    const page = await administrator.get('/console/history')
    expect(page.status).toBe(200)
    // The team's beginning, by the system: its first administrator and the client that is printed.
    expect(shown(page).slice(-4)).toEqual([
      expect.stringMatching(/^クライアントID「.*」（末尾 .{4}）を発行しました$/),
      'ログインしました',
      expect.stringMatching(/^クライアントID「評価用クライアント」（末尾 .{4}）を発行しました$/),
      expect.stringContaining('評価 太郎'),
    ])
    expect(text(page.html)).toContain('評価 太郎 127.0.0.1')
    const english = await administrator.get('/console/history?lang=en')
    expect(shown(english).at(-3)).toBe('Signed in')
    await administrator.get('/console/history?lang=ja')
  })

  test('is for team administrators only, and shows nothing of another team', async () => {
    await addColleague(server, 'plain@example.jp', 'a password of theirs')
    const colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
    expect((await colleague.get('/console/documents')).html).not.toContain('href="/console/history"')
    expect((await colleague.get('/console/history')).status).toBe(403)
    expect((await colleague.post('/console/history/jsonl')).status).toBe(403)
    await rowsOf(
      server,
      `insert into team_events (chain, sequence, kind, type, at, row, hash)
       select chain, 0, 'settings', 'x', now(), '{"type":"of_another_team","actor":"system"}', ''
       from unnest(array['elsewhere', 'installation']) chain`,
    )
    expect((await administrator.get('/console/history')).html).not.toContain('of_another_team')
    expect((await download('jsonl')).html).not.toContain('of_another_team')
  })

  test('has words for a record that another release made, and so has the history of a document', async () => {
    await rowsOf(
      server,
      `insert into team_events (chain, sequence, kind, type, at, row, hash)
       select id, 0, 'settings', 'lamp.lit', now(), '{"type":"lamp.lit","actor":"system","member":{"id":7}}', '' from teams limit 1`,
    )
    expect(shown(await administrator.get('/console/history?kind=settings'))).toContain(
      'その他の記録（lamp.lit）',
    )
    const english = await administrator.get('/console/history?kind=settings&lang=en')
    expect(shown(english)).toContain('Another record (lamp.lit)')
    await administrator.get('/console/history?lang=ja')
    const { id } = await aSentDocument(await aCaller(server.url, server.clientId))
    await rowsOf(
      server,
      `insert into audit (document_id, sequence, type, at, row, hash)
       values ($1, 9999, 'lamp.lit', now(), '{"type":"lamp.lit","actor":"system"}', '')`,
      id,
    )
    const page = await administrator.get(`/console/documents/${id}`)
    expect([page.status, text(page.html)]).toEqual([200, expect.stringContaining('その他の記録（lamp.lit）')])
  })

  test('is narrowed by kind and by days of Tokyo, both in the address', async () => {
    await past('2026-03-09', 2)
    const day = '/console/history?kind=settings&first=2026-03-09&last=2026-03-09'
    expect(shown(await administrator.get(day))).toEqual([
      '「控えを受け取れる日数」を2から3に変更しました',
      '「控えを受け取れる日数」を1から2に変更しました',
    ])
    expect(
      shown(await administrator.get('/console/history?kind=members&first=2026-03-09&last=2026-03-09')),
    ).toEqual([])
    expect((await administrator.get('/console/history?last=2026-03-08')).html).toContain(
      '条件に合う記録はありません',
    )
    for (const query of [
      'first=2026-02-30',
      'last=yesterday',
      'first=2026-03-09&last=2026-03-08',
      'kind=nonsense',
    ]) {
      const page = await administrator.get(`/console/history?${query}`)
      expect([query, page.status]).toEqual([query, 400])
      expect(page.html).toContain('aria-invalid="true"')
      // There are records, only none that such a filter could mean.
      expect(page.html).toContain('条件に合う記録はありません')
    }
  })

  test('goes on page by page, each row once', async () => {
    await past('2026-04-01', 120)
    let page = await administrator.get('/console/history?first=2026-04-01&last=2026-04-01')
    const seen = shown(page)
    for (let pages = 0; pages < 3; pages++) {
      // Not the switch of languages, which leads to the same page.
      const next = /href="(\/console\/history\?[^"]*after=[0-9-]+)"/.exec(page.html)?.[1]
      if (next === undefined) break
      page = await administrator.get(next.replaceAll('&amp;', '&'))
      seen.push(...shown(page))
    }
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
  })

  test('reads a page by an index, also deep in a long list', async () => {
    await rowsOf(
      server,
      `insert into team_events (chain, sequence, kind, type, at, row, hash)
       select 'long', 0, 'settings', 'x', '2025-01-01'::timestamptz + n * interval '1 minute', '{}', ''
       from generate_series(1, 10000) n`,
    )
    await rowsOf(server, 'analyze team_events')
    for (const [kind, index] of [
      ['', 'team_events_by_time'],
      ['and kind = $6', 'team_events_by_kind'],
    ]) {
      const plan = await rowsOf<{ 'QUERY PLAN': string }>(
        server,
        `explain (generic_plan) select sequence, at, row, hash from team_events where chain = $1
           and at >= coalesce($2::timestamptz, '-infinity') and at < coalesce($3::timestamptz, 'infinity')
           and (at, sequence) < (coalesce($4::timestamptz, 'infinity'), coalesce($5::int, 2147483647)) ${kind}
         order by at desc, sequence desc limit 51`,
      )
      const words = plan.map((row) => row['QUERY PLAN']).join('\n')
      expect(words).toContain(`Index Scan using ${index}`)
      expect(words).not.toContain('Sort')
    }
  })
})

describe('the exports', () => {
  test('CSV holds what fits the filter, opens in Excel, and runs nothing there', async () => {
    const { html, headers } = await download('csv', { kind: 'clients' })
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toContain('history.csv')
    const [head, line, ...rest] = html.replace(/^\ufeff/, '').split('\r\n')
    expect(head).toBe('"日時","種類","内容","操作した人","接続元","番号","ハッシュ"')
    expect(line).toMatch(
      /^"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d","クライアントID","クライアントID「=HYPERLINK\(""http:\/\/evil""\)」（末尾 .{4}）を発行しました","評価 太郎","127\.0\.0\.1","\d+","[0-9a-f]{64}"$/,
    )
    expect(rest).toEqual([expect.stringContaining('評価用クライアント'), ''])
    expect(shown(await administrator.get('/console/history?kind=exports'))[0]).toBe(
      '操作履歴を書き出しました（CSV）',
    )
    expect((await eventsOf(server, team)).at(-1)).toMatchObject({
      type: 'export.team_events',
      kind: 'clients',
    })
  })

  test('a spreadsheet is told that it is UTF-8', async () => {
    await administrator.get('/console/history')
    const cookie = [...administrator.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const token = /name="form_token" value="([^"]*)"/.exec(administrator.page().html)?.[1] ?? ''
    const answer = await fetch(`${server.url}/console/history/csv`, {
      method: 'POST',
      headers: { cookie, origin: server.url },
      body: new URLSearchParams({ form_token: token }),
    })
    expect([...new Uint8Array(await answer.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  test('the script of docs/security.md recomputes the chain of the team and that of a document', async () => {
    const page = await readFile('docs/security.md', 'utf8')
    const script = /```js\n(\/\/ node check-chain\.mjs[\s\S]*?)```/.exec(page)?.[1] ?? ''
    const directory = await mkdtemp(join(tmpdir(), 'musubi-chain-'))
    const check = async (lines: string) => {
      await writeFile(join(directory, 'check-chain.mjs'), script)
      await writeFile(join(directory, 'audit.jsonl'), lines)
      return execFileSync(process.execPath, ['check-chain.mjs', 'audit.jsonl'], {
        cwd: directory,
        stdio: 'pipe',
      }).toString()
    }
    try {
      const integrator = await signInIntegrator(server.url, server.clientId)
      const { body } = await integrator.call('POST', '/documents', { title: '書類' })
      const trail = (await administrator.get(`/console/documents/${body.id}/audit.jsonl`)).html
      const events = (await download('jsonl')).html
      expect(JSON.parse(JSON.parse(events.trim().split('\n').at(-2) ?? '').row)).toMatchObject({
        type: 'export.audit_trail',
        documentId: body.id,
      })
      for (const lines of [trail, events]) {
        expect(await check(lines)).toMatch(/^the chain holds; head [0-9a-f]{64}\n$/)
        const [first = '', ...rest] = lines.split('\n')
        const altered = [first.replace('"row":"{', '"row":"{ '), ...rest].join('\n')
        expect(altered).not.toBe(lines)
        await expect(check(altered)).rejects.toThrow('row 1 was changed')
      }
    } finally {
      await rm(directory, { recursive: true })
    }
  })
})

/** Every kind of event once, with a long value. */
async function everyKind(): Promise<void> {
  const rows: Record<string, unknown>[] = [
    {
      type: 'settings.changed',
      setting: 'terms',
      from: { version: '1', url: null, text: '' },
      to: {
        version: '2',
        url: null,
        text: '第1条 本規約は、当社が提供する電子契約サービスの利用について定めるものです。'.repeat(20),
      },
    },
    { type: 'settings.changed', setting: 'webApiEnabled', from: false, to: true },
    { type: 'settings.changed', setting: 'apiNetworks', from: [], to: ['203.0.113.0/24', '2001:db8::/32'] },
    { type: 'member.added', memberId: me, roles: ['teamAdministrator', 'documentApprover'] },
    { type: 'member.role_changed', memberId: me, role: 'documentAdministrator', from: true, to: false },
    {
      type: 'department.members_changed',
      departmentId: 'd',
      name: '東京本社 営業企画部 第二課',
      joined: [me],
      left: [],
    },
    {
      type: 'cabinet.access_changed',
      cabinetId: 'c',
      name: '賃貸借契約',
      opened: ['営業部', '総務部'],
      closed: [],
    },
    { type: 'sign_in.refused', reason: 'wrong', account: 'x', memberId: me, count: 12, actor: 'stranger' },
    {
      type: 'call.refused',
      reason: 'address_not_allowed',
      clientId: 'c',
      count: 3,
      actor: 'client:c',
      address: '2001:db8:85a3:1234:5678:8a2e:370:7334',
    },
    { type: 'export.team_events', format: 'csv' },
  ]
  for (const row of rows) {
    const whole = { actor: `member:${me}:console`, address: '203.0.113.9', ...row }
    await rowsOf(
      server,
      `insert into team_events (chain, sequence, kind, type, at, row, hash) values ($1, 0, 'settings', $2, now(), $3, '')`,
      team,
      row.type,
      JSON.stringify(whole),
    )
  }
}

/** Run in the page: controls of the filter that differ in height, and addresses on a line of their own that are indented. */
function unaligned(): string[] {
  const controls = [...document.querySelectorAll('.history-filter select, .history-filter input')]
  const heights = new Set(controls.map((each) => each.getBoundingClientRect().height))
  const indented = [...document.querySelectorAll('.history-who')].filter((who) => {
    const name = who.getBoundingClientRect()
    const address = who.querySelector('span')?.getBoundingClientRect() ?? name
    return address.top > name.top + 8 && address.left !== name.left
  })
  return [
    ...(heights.size > 1 ? [`heights ${[...heights].join(' ')}`] : []),
    ...indented.map((who) => who.textContent),
  ]
}

describe('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openChromium()
    await everyKind()
  })
  afterAll(() => browser?.close())

  test.each([
    ['ja', 360, 740],
    ['en', 360, 740],
    ['ja', 1280, 800],
    ['en', 1280, 800],
  ] as const)('filled, narrowed to nothing and with a wrong day, in %s at %dx%d', async (lang, width, height) => {
    const { page, faults, leave } = await visit(browser, { viewport: { width, height } })
    try {
      const cookies = [...administrator.cookies].map(([name, value]) => ({ name, value, url: server.url }))
      await page.context().addCookies(cookies)
      for (const [state, query] of [
        ['filled', ''],
        ['nothing', 'last=2001-01-01&'],
        ['wrong', 'first=2026-02-02&last=2026-01-01&'],
      ] as const) {
        await page.goto(`${server.url}/console/history?${query}lang=${lang}`)
        await fitsTheWidth(page)
        expect(await judgedByAxe(page)).toEqual([])
        expect(await page.evaluate(unaligned)).toEqual([])
        const shots = process.env.HISTORY_SHOTS
        if (shots !== undefined)
          await page.screenshot({
            path: `${shots}/${lang}-${width}-${state}.png`,
            fullPage: state === 'filled',
          })
      }
      expect(faults).toEqual([])
    } finally {
      await leave()
    }
  })

  test('by keyboard: the filter is reached, chosen and sent, and the export taken', async () => {
    const { page, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
    try {
      const cookies = [...administrator.cookies].map(([name, value]) => ({ name, value, url: server.url }))
      await page.context().addCookies(cookies)
      await page.goto(`${server.url}/console/history?lang=ja`)
      await page.locator('#kind').focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      for (let tabs = 0; tabs < 12; tabs++) {
        await page.keyboard.press('Tab')
        if (await page.evaluate(() => document.activeElement?.tagName === 'BUTTON')) break
      }
      await page.keyboard.press('Enter')
      await page.waitForURL(/kind=settings/)
      await page.locator('.history-exports button').first().focus()
      const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
      expect(download.suggestedFilename()).toBe('history.csv')
    } finally {
      await leave()
    }
  })
})
