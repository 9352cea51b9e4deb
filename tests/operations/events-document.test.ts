import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { compatibleEvents, documentCatalogue, teamCatalogue } from '#domain/event-catalogue.ts'

const file = new URL('../../docs/events.md', import.meta.url)

function tableOf(catalogue: typeof documentCatalogue): string {
  const rows = Object.entries(catalogue).map(([type, { fields, ja, en, note }]) => {
    const names = fields.map((name) => `\`${name}\``).join(', ')
    const told = note === undefined ? names : `${names} (${note})`
    return `| \`${type}\`${compatibleEvents.includes(type) ? ' ★' : ''} | ${en} | ${ja} | ${told} |`
  })
  return ['| event | | | besides |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

const document = `# Events

What [webhooks](webhooks.md) tell. Made from \`domain/event-catalogue.ts\` by \`tests/operations/events-document.test.ts\` (\`EVENTS=write\` writes it
anew). Each message has \`eventId\` and \`teamId\`, those of a document \`documentId\` too. In the standard format no names,
addresses, telephone numbers or texts are told: whoever may know them asks the Web API. ★: also in the CloudSign-compatible format,
which has its own fields and names the title, the sender and, where a mail came back, its address ([what it carries](webhooks.md#cloudsign-compatible)).

## Documents

${tableOf(documentCatalogue)}

## Teams

${tableOf(teamCatalogue)}

\`webhook.test\` is what テスト送信 sends.

As JSON Schema: under \`webhooks\` in \`/openapi.json\` (OpenAPI 3.1), one message for each event, and \`compatible\` for the other format. Pass over
fields that you do not know: a later release may add some.
`

test('docs/events.md says what the catalogue says', async () => {
  if (process.env.EVENTS === 'write') await writeFile(file, document)
  expect(await readFile(file, 'utf8')).toBe(document)
})
