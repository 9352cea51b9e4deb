import type { Musubi } from '#sdk/calls.ts'
import type { LeaseContract, LeaseTerms } from './lease-contract.ts'

/** What this site remembers of a contract that it has started. */
export type StartedContract = { documentId: string; participantId: string }

/**
 * The whole integration: from a finished PDF to a document that awaits the customer's consent, in seven calls.
 * The customer is named by phone number only (`tel` and `callback`): SMS authentication, no e-mail.
 */
export async function startContract(
  musubi: Musubi,
  terms: LeaseTerms,
  contract: LeaseContract,
): Promise<StartedContract> {
  // 1. A draft. Every further call answers with the document as it then stands.
  const { id: document_id } = await musubi.createDocument({
    title: `建物賃貸借契約書（${terms.flat.name}）`,
    message: 'お申し込みありがとうございます。契約書の内容をご確認ください。',
  })

  // 2. The contract itself.
  const withFile = await musubi.addFile({
    document_id,
    name: contract.fileName,
    uploadfile: contract.bytes,
  })
  const [file] = withFile.files

  // 3. The customer, by phone number. `order` 0 is the sender, which Musubi puts in by itself.
  const withCustomer = await musubi.addParticipant({
    document_id,
    name: terms.tenant,
    tel: terms.tel,
    callback: true,
  })
  const sender = withCustomer.participants.find((participant) => participant.order === 0)
  const customer = withCustomer.participants.find((participant) => participant.order === 1)
  if (!file || !sender || !customer) throw new Error('the document lacks the file or the customer just added')

  // 4–6. Our seal is already on the paper; the customer ticks the special terms and sets a seal of their own.
  const onPaper = { document_id, file_id: file.id }
  await musubi.addWidget({
    ...onPaper,
    ...contract.landlordSeal,
    participant_id: sender.id,
    type: 0,
    text: 'つばめ不動産',
  })
  await musubi.addWidget({
    ...onPaper,
    ...contract.specialTermsCheckbox,
    participant_id: customer.id,
    type: 2,
    label: '特約事項の確認',
    required: true,
  })
  await musubi.addWidget({
    ...onPaper,
    ...contract.tenantSeal,
    participant_id: customer.id,
    type: 0,
    label: '借主の印',
  })

  // 7. Sent: from now on nothing in it can change.
  await musubi.sendOrRemind({ document_id })
  return { documentId: document_id, participantId: customer.id }
}
