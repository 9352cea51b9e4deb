import { setImmediate as breathe } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { hindersRows } from '#domain/bulk-row.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import { normalized } from '#domain/typed-text.ts'
import { createBulkSend } from '#server/usecases/bulk/create-bulk-send.ts'
import { Refused } from '#server/usecases/refused.ts'
import { meansOf } from '#server/usecases/sending/send-draft.ts'
import { BulkUploadPage, type BulkUploadPageProps } from '#web/console/bulk/BulkUploadPage.tsx'
import { bulkWords } from '#web/console/bulk/bulk-words.ts'
import type { ListProblem } from '#web/console/bulk/list-problem.ts'
import { listSentence } from '#web/console/bulk/list-words.ts'
import { uploadWords } from '#web/console/bulk/upload-words.ts'
import { approvalWords } from '#web/console/words/approval-words.ts'
import { readList } from '../bulk-lists/read-list.ts'
import { sampleList } from '../bulk-lists/write-list.ts'
import { sendPage } from '../common/send-page.ts'
import type { FormParts } from '../common/upload-form.ts'
import { listFormBytes } from './bulk-routes.ts'
import type { ConsoleCall } from './call.ts'
import { userOfTemplate } from './checks.ts'
import { idOfPress } from './press.ts'
import { type ConsoleRoute, memberRoute, memberUploadRoute } from './route.ts'
import { sendExport } from './send-export.ts'

type TemplateCall = ConsoleCall & { template: Document }

/** A template and a list: the sample, and the list that is checked. */
export const bulkUploadRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/templates/:id/bulk', userOfTemplate, (call) =>
    sendUpload(call, { entry: { act: 'send', linkSms: false }, error: null }),
  ),

  memberRoute('GET', '/templates/:id/bulk/sample.csv', userOfTemplate, ({ template, visit, reply }) => {
    const { lang } = visit.chrome
    const name = lang === 'ja' ? '一括送信の見本.csv' : 'bulk-sample.csv'
    return sendExport(reply, sampleList(template, lang), { name, type: 'text/csv' })
  }),

  memberUploadRoute(
    '/templates/:id/bulk',
    userOfTemplate,
    async (call) => {
      const { template, needs, visit, reply } = call
      const form = await readUpload(call.parts)
      const { act, linkSms } = form
      const again = (sentence: string) =>
        sendUpload({ ...call, reply: reply.code(400) }, { entry: { act, linkSms }, error: sentence })
      const { lang } = visit.chrome
      const team = await needs.database.read.team(visit.member.teamId)
      if (hindranceOf(call, template) !== null) return again(uploadWords(lang).hindered)
      if (form.file === null) return again(listSentence({ kind: 'none' }, lang))
      const read = await readList(form.file.bytes, template, lang)
      if ('problem' in read) return again(listSentence(read.problem, lang))
      const id = idOfPress(
        form.press,
        [template.id, visit.member.id, form.file.bytes.toString('base64'), act, ...(linkSms ? ['link'] : [])],
        needs.random,
      )
      try {
        await createBulkSend(needs, visit.origin, {
          ...{ id, team, template, act, linkSms: linkSms && team.linkSms && act === 'send' },
          ...{ member: visit.member, test: false, via: 'console', file: form.file.name.slice(0, 255) },
          ...{ rows: read.rows, start: false, breathe },
        })
      } catch (error) {
        const problem = problemOf(error, lang)
        if (problem === null) throw error
        return again(problem)
      }
      return reply.redirect(`/console/bulk-sends/${id}?done=checked`, 303)
    },
    listFormBytes,
  ),
]

async function sendUpload(
  call: TemplateCall,
  answer: Pick<BulkUploadPageProps, 'entry' | 'error'>,
): Promise<FastifyReply> {
  const { template, needs, visit, reply } = call
  const team = await needs.database.read.team(visit.member.teamId)
  const page = { chrome: visit.chrome, template, hindrance: hindranceOf(call, template), ...answer }
  return sendPage(reply, h(BulkUploadPage, { ...page, mayLinkSms: team.linkSms, press: needs.random.id() }))
}

/** What every row would be refused for: said once, before a list is made. */
function hindranceOf({ needs }: ConsoleCall, template: Document): BulkUploadPageProps['hindrance'] {
  if (recipientsOf(template).every(({ slot }) => slot === null)) return 'noSlot'
  return hindersRows(template, meansOf(needs), needs.clock.now()) ? 'lacking' : null
}

type Upload = {
  press: string
  act: 'send' | 'draft'
  linkSms: boolean
  file: { name: string; bytes: Buffer } | null
}

async function readUpload(parts: FormParts): Promise<Upload> {
  const upload: Upload = { press: '', act: 'send', linkSms: false, file: null }
  for await (const part of parts) {
    if (part.name === 'press') upload.press = await part.text()
    else if (part.name === 'act') upload.act = (await part.text()) === 'draft' ? 'draft' : 'send'
    else if (part.name === 'link_sms') upload.linkSms = (await part.text()) === '1'
    else if (part.name === 'list' && part.fileName !== null && part.fileName !== '') {
      const chunks: Uint8Array[] = []
      for await (const chunk of part.content) chunks.push(chunk)
      const name = normalized('NFC', part.fileName, 1_000) ?? part.fileName
      upload.file = { name, bytes: Buffer.concat(chunks) }
    }
  }
  return upload
}

function problemOf(error: unknown, lang: 'ja' | 'en'): string | null {
  if (!(error instanceof Refused)) return null
  const { code, detail } = error.refusal
  const limit = Number(detail?.limit ?? 0)
  const kinds: Partial<Record<string, ListProblem>> = {
    bulk_no_row: { kind: 'no_row' },
    bulk_too_many_rows: { kind: 'too_many_rows', limit },
  }
  const problem = kinds[code]
  if (problem !== undefined) return listSentence(problem, lang)
  if (code === 'approval_missing') return approvalWords(lang).ask.bulk
  return code === 'bulk_too_many_open' ? bulkWords(lang).problems.too_many_open(limit) : null
}
