import type { Document } from '#domain/document.ts'
import { mostChosen } from '#web/console/documents/chosen-words.ts'
import type { ConsoleCall } from './call.ts'
import { placeIn, typed } from './fields.ts'
import { listIn, pageOf, questionOf, saidIn } from './listed-documents.ts'

/** Bodies are read so many at a time. */
const readAtOnce = 50

/** What an act for several is about. A document that is not there any more is named by its id alone. */
export type Chosen = {
  chosen: { id: string; document: Document | null }[]
  /** Where all that match were asked for: how many there are, and behind which those go on that were too many for once. */
  matching: { total: number; more: boolean; rest: string | null } | null
}

type Call = Pick<ConsoleCall, 'needs' | 'visit' | 'request'>

/** What the list's form asks for: those that are ticked, all of its page, or all that match its filter. */
export async function chosenIn(call: Call): Promise<Chosen> {
  switch (typed(call.request, 'which')) {
    case 'all':
      return matchingIn(call)
    case 'page':
      return { chosen: await readAll(call, typed(call.request, 'page').split(' ')), matching: null }
    default:
      return tickedIn(call)
  }
}

/** Those that are ticked, or that the page which asks once named. */
export async function tickedIn(call: Call): Promise<Chosen> {
  const names = Object.keys(Object(call.request.body))
  const ids = names.map((name) => /^chosen_([0-9a-z]{32})$/.exec(name)?.[1] ?? '')
  return { chosen: await readAll(call, ids), matching: null }
}

/**
 * Of all that match, the newest, or those behind `rest`: as many as one form holds and one answer can do. The page that asks
 * names them one by one, so that nothing is done with a document that came to match only after it was read.
 */
async function matchingIn({ needs, visit, request }: Call): Promise<Chosen> {
  const question = await questionOf(needs, visit.member, saidIn(listIn(typed(request, 'back'))))
  const from = { ...question, filter: { ...question.filter, after: placeIn(typed(request, 'rest')) } }
  const { documents, next, count } = await pageOf(needs, from, mostChosen)
  const { total, more } = count ?? { total: 0, more: false }
  return {
    chosen: documents.map((document) => ({ id: document.id, document })),
    matching: { total, more, rest: next },
  }
}

/** Documents by their ids, each once; one that is not there any more is named all the same. */
export async function readAll({ needs }: Pick<Call, 'needs'>, given: string[]): Promise<Chosen['chosen']> {
  const ids = [...new Set(given)].filter((id) => /^[0-9a-z]{32}$/.test(id)).slice(0, mostChosen)
  const chosen: Chosen['chosen'] = []
  for (let at = 0; at < ids.length; at += readAtOnce) {
    const some = ids.slice(at, at + readAtOnce)
    const documents = await Promise.all(some.map((id) => needs.database.read.document(id)))
    chosen.push(...some.map((id, n) => ({ id, document: documents[n] ?? null })))
  }
  return chosen
}
