import { setTimeout as sleep } from 'node:timers/promises'
import { musubi } from '#sdk/client.ts'
import { openFormBrowser } from './form-browser.ts'
import { sampleContract } from './sample-contract.ts'

/** How far a sample may go; each is an event of the catalogue. */
export const sampleEnds = [
  'document.sent',
  'participant.authenticated',
  'participant.consented',
  'document.concluded',
  'participant.declined',
  'document.cancelled',
] as const
export type SampleEnd = (typeof sampleEnds)[number]

/** The address of a server in evaluation mode, one of its clients, and a phone number that nobody else has. */
export type SamplePlace = { url: string; clientId: string; tel: string }

const lookMilliseconds = 50
const longestLooks = 600
const statusConcluded = 2

/**
 * An agreement as strangers make it, through the Web API, the pages and the virtual phone, up to this event. Answers the id of
 * the document. Throws what the Web API or a page refused.
 */
export async function makeSample({ url, clientId, tel }: SamplePlace, end: SampleEnd): Promise<string> {
  const client = musubi({ baseUrl: url, clientId })
  const { id: document_id } = await client.createDocument({ title: `musubi trigger ${end}` })
  const uploadfile = new Uint8Array(sampleContract(`A sample of musubi trigger, document ${document_id}`))
  await client.addFile({ document_id, name: 'sample.pdf', uploadfile })
  const { participants } = await client.addParticipant({
    document_id,
    name: '見本 太郎',
    tel,
    callback: true,
  })
  await client.sendOrRemind({ document_id })
  if (end === 'document.sent') return document_id
  if (end === 'document.cancelled') {
    await client.declineDocument({ document_id })
    return document_id
  }
  const participant_id = participants.at(-1)?.id ?? ''
  const signing = await client.issueSigningUrl({ document_id, participant_id })
  await takePart(signing.url, () => codeFor(url, tel), tel, end)
  if (end === 'document.concluded') {
    await until(
      'it is concluded',
      async () => (await client.getDocument({ document_id })).status === statusConcluded,
    )
  }
  return document_id
}

/** The recipient: number, code, and the answer. */
async function takePart(
  url: string,
  code: () => Promise<string>,
  tel: string,
  end: SampleEnd,
): Promise<void> {
  const browser = openFormBrowser()
  await browser.get(url)
  await browser.submit(`${url}/phone`, { tel })
  await browser.submit(`${url}/code`, { code: await code() })
  if (end === 'participant.authenticated') return
  if (end === 'participant.declined') {
    await browser.get(`${url}/decline`)
    await browser.submit(`${url}/decline`, { reason: 'musubi trigger' })
    return
  }
  // The sender's own signature may still be in the making.
  await until(
    'the document can be read',
    async () => !(await browser.get(`${url}/review`)).includes('id="preparing"'),
  )
  await browser.submit(`${url}/confirm`)
  await browser.submit(`${url}/consent`)
}

/** Reads the virtual phone. */
async function codeFor(url: string, tel: string): Promise<string> {
  let code: string | undefined
  await until('the SMS with the code', async () => {
    const answer = await fetch(`${url}/playground/phone`, { headers: { accept: 'application/json' } })
    const messages: { to: string; text: string }[] = await answer.json()
    code = /[0-9]{6}/.exec(messages.find(({ to }) => to === tel)?.text ?? '')?.[0]
    return code !== undefined
  })
  return code ?? ''
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; !(await isSo()); looks++) {
    if (looks === longestLooks)
      throw new Error(`${what}: not within ${(longestLooks * lookMilliseconds) / 1000} seconds`)
    await sleep(lookMilliseconds)
  }
}
