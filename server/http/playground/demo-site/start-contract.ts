import type { LeaseContract, LeaseTerms } from './lease-contract.ts'
import type { MusubiClient } from './musubi-client.ts'

/** What this site remembers of a contract that it has started. */
export type StartedContract = { documentId: string; participantId: string }

/**
 * The whole integration: from a finished PDF to a document that awaits the customer's consent, in seven calls.
 * The customer is named by phone number only (`tel` and `callback`): SMS authentication, no e-mail.
 */
export async function startContract(
  musubi: MusubiClient,
  terms: LeaseTerms,
  contract: LeaseContract,
): Promise<StartedContract> {
  // 1. A draft. Every further call answers with the document as it then stands.
  const draft = await musubi.document('POST', '/documents', {
    title: `建物賃貸借契約書（${terms.flat.name}）`,
    message: 'お申し込みありがとうございます。契約書の内容をご確認ください。',
  })
  const path = `/documents/${draft.id}`

  // 2. The contract itself.
  const upload = new FormData()
  upload.set('name', contract.fileName)
  upload.set(
    'uploadfile',
    new File([new Uint8Array(contract.bytes)], contract.fileName, { type: 'application/pdf' }),
  )
  const [file] = (await musubi.document('POST', `${path}/files`, upload)).files

  // 3. The customer, by phone number. `order` 0 is the sender, which Musubi puts in by itself.
  const withCustomer = await musubi.document('POST', `${path}/participants`, {
    name: terms.tenant,
    tel: terms.tel,
    callback: '1',
  })
  const sender = withCustomer.participants.find((participant) => participant.order === 0)
  const customer = withCustomer.participants.find((participant) => participant.order === 1)
  if (!file || !sender || !customer) throw new Error('the document lacks the file or the customer just added')

  // 4–6. Our seal is already on the paper; the customer ticks the special terms and sets a seal of their own.
  const widgets = `${path}/files/${file.id}/widgets`
  await musubi.document('POST', widgets, {
    ...at(contract.landlordSeal),
    participant_id: sender.id,
    type: '0',
    text: 'つばめ不動産',
  })
  await musubi.document('POST', widgets, {
    ...at(contract.specialTermsCheckbox),
    participant_id: customer.id,
    type: '2',
    label: '特約事項の確認',
    required: '1',
  })
  await musubi.document('POST', widgets, {
    ...at(contract.tenantSeal),
    participant_id: customer.id,
    type: '0',
    label: '借主の印',
  })

  // 7. Sent: from now on nothing in it can change.
  await musubi.document('POST', path)
  return { documentId: draft.id, participantId: customer.id }
}

function at(place: { page: number; x: number; y: number }): Record<'page' | 'x' | 'y', string> {
  return { page: String(place.page), x: String(place.x), y: String(place.y) }
}
