import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Document } from '#domain/document.ts'
import { DraftPage } from '#web/console/making/DraftPage.tsx'
import type { DraftPageProps } from '#web/console/making/draft-page-props.ts'
import { sendPage } from '../common/send-page.ts'
import { doneOf } from './fields.ts'
import type { ConsoleCall } from './route.ts'

/** The page of a draft, also after a refused entry: `entry` says what stands in its forms and what is wrong there. */
export async function sendDraftPage(
  { needs, visit, request, reply }: ConsoleCall,
  document: Document,
  entry: Partial<Omit<DraftPageProps, 'chrome' | 'document'>>,
): Promise<FastifyReply> {
  const team = await needs.database.read.team(document.teamId)
  const page = h(DraftPage, {
    chrome: visit.chrome,
    document,
    privateDocuments: team.privateDocuments,
    maxBytes: needs.maxUploadBytes,
    done: request.method === 'GET' ? doneOf(request) : null,
    refusedFiles: [],
    fileError: null,
    refusedTexts: null,
    ...entry,
  })
  return sendPage(reply, page)
}
