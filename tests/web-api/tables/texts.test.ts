/**
 * Every text that a caller may give, by the registry of operations: what nobody sees is refused where it is said, with the
 * name of its field (sealing.md §2). A field that is declared tomorrow is in this table tomorrow.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '#contract/web-api/operation.ts'
import { titleOf, valuesWith } from './row.ts'
import { listed } from './rows.ts'
import { goodCall, openScene, type Scene, send } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.close())

/** A name of the shape that the field asks for, with a character in its middle. */
type Shape = { field: string; given: (char: string) => unknown; names: string }

/** Anything but `y` switches these off, as on that service; nothing of them is kept. */
const isSwitch = (name: string) => name.startsWith('with_')

function textsOf({ form }: Operation): Shape[] {
  return Object.entries(form).flatMap(([field, { schema }]): Shape[] => {
    const said = schema as { type?: unknown; enum?: unknown; format?: unknown }
    if (field === 'options') {
      const given = (char: string) => [{ order: 1, content: `内${char}容` }]
      return [{ field, given, names: 'options[0].content' }]
    }
    if (said.type !== 'string' || said.enum !== undefined || said.format !== undefined || isSwitch(field))
      return []
    const ends: Record<string, [string, string]> = {
      email: ['ta', 'ro@example.jp'],
      tel: ['0901234', '5678'],
      name: ['契約', '書.pdf'],
    }
    const [before, after] = ends[field] ?? ['ab', 'cd']
    return [{ field, given: (char) => `${before}${char}${after}`, names: field }]
  })
}

const texts = listed.flatMap((each) =>
  textsOf(each.operation).map((shape) => ({
    ...each,
    shape,
    title: `${titleOf(each.operation)}: ${shape.field}`,
  })),
)

test('the table holds the texts that stand on certificates, pages and in mails', () => {
  const titles = texts.map(({ operation, shape }) => `${operation.name} ${shape.field}`)
  expect(titles).toEqual(
    expect.arrayContaining([
      ...['name', 'email', 'organization', 'access_code', 'recipient_id'].map(
        (each) => `addParticipant ${each}`,
      ),
      ...['authentication_method', 'authentication_subject'].map((each) => `issueSigningUrl ${each}`),
      ...['title', 'note', 'message', 'template_id'].map((each) => `createDocument ${each}`),
      ...['addFile name', 'importDocument name', 'addWidget text', 'addWidget label', 'addReportee email'],
      ...[
        'requestAttachment description',
        'declineDocument comment',
        'updateAlert memo',
        'updateAttribute options',
      ],
    ]),
  )
  expect(titles.length).toBeGreaterThan(40)
})

describe.each(texts.map((each) => [each.title, each] as const))('%s', (_title, { operation, row, shape }) => {
  const characters: [string, string][] = [
    ['U+202E', '\u202e'],
    ['U+200B', '\u200b'],
    ['U+0007', '\u0007'],
  ]
  // Forms are UTF-8, which cannot spell half a character; JSON can.
  const takesJson =
    operation.request === 'json' || (operation.request === 'form' && operation.method !== 'GET')
  const half: [string, string][] = takesJson ? [['half a character', '\ud800']] : []

  test.each([...characters, ...half])('takes no %s', async (_name, char) => {
    const { subject, path, values } = await goodCall(scene, operation, row)
    const wrong = valuesWith(row, values, { [shape.field]: shape.given(char) })
    const { status, body } =
      char === '\ud800'
        ? await subject.caller.call(operation.method, path, { json: wrong })
        : await send(subject.caller, operation, path, wrong)
    expect([status, body.error]).toEqual([
      400,
      operation.path === '/token' ? 'invalid_request' : 'bad_request',
    ])
    expect(body.message).toContain(`\`${char === '\ud800' ? shape.field : shape.names}`)
  })
})
