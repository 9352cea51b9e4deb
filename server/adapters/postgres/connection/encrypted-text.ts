import type { Place, Secrets } from '#server/usecases/ports.ts'

/** Empty stays empty: nothing is hidden by encrypting it, and reads stay cheap. */
export function encryptText(plain: string, secrets: Secrets, place: Place): string {
  return plain === '' ? '' : secrets.encrypt(plain, place)
}

export function decryptText(encrypted: string, secrets: Secrets, place: Place): string {
  return encrypted === '' ? '' : secrets.decrypt(encrypted, place)
}

/** Which ciphertexts an earlier release wrote that did not bind them to a place; as the SQL pattern of those that are. */
export const boundPattern = '2:%'

/** False for what an earlier release wrote: it is to be encrypted anew with the next write. */
export function isBound(encrypted: string): boolean {
  return encrypted === '' || encrypted.startsWith('2:')
}

/**
 * The document belongs to the place: a participant lifted into another document with its row's id would bring a number
 * that the sender of that document never gave.
 */
export function placeOfParticipant(
  documentId: string,
  id: string,
  column: 'email_sealed' | 'access_code_sealed' | 'tel_sealed',
): Place {
  return { table: 'participants', column, row: `${documentId} ${id}` }
}

/** Bound to the request: a number lifted into a newer request, or into another document, is refused. */
export function placeOfTelRequest(
  documentId: string,
  id: string,
  column: 'tel_sealed' | 'reason_sealed',
): Place {
  return { table: 'documents', column: `tel_request.${column}`, row: `${documentId} ${id}` }
}

/** Bound to the transfer: the address of whoever held a place before. */
export function placeOfTransfer(documentId: string, id: string): Place {
  return { table: 'documents', column: 'transfers', row: `${documentId} ${id}` }
}

/** Bound to the member and to who it is: no row's person is shown to another member. */
export function placeOfContact(memberId: string, personHash: string): Place {
  return { table: 'contacts', column: 'person_sealed', row: `${memberId} ${personHash}` }
}

export function placeOfReportee(documentId: string, id: string): Place {
  return { table: 'documents', column: 'reportees', row: `${documentId} ${id}` }
}

export function placeOfSms(id: string, column: 'tel_sealed' | 'text_sealed'): Place {
  return { table: 'sms_messages', column, row: id }
}

export function placeOfStatement(urlId: string): Place {
  return { table: 'signing_urls', column: 'statement_sealed', row: urlId }
}

export function placeOfToken(clientId: string): Place {
  return { table: 'clients', column: 'token_sealed', row: clientId }
}

export function placeOfCallAnswer(clientId: string, keyHash: string): Place {
  return { table: 'call_keys', column: 'body_sealed', row: `${clientId} ${keyHash}` }
}

/** The team belongs to the place: an address or secret lifted into another team's row is refused. */
export function placeOfReturnSecret(teamId: string, id: string): Place {
  return { table: 'return_secrets', column: 'secret_sealed', row: `${teamId} ${id}` }
}

/** Bound to its URL. */
export function placeOfState(urlId: string): Place {
  return { table: 'signing_urls', column: 'state_sealed', row: urlId }
}

export function placeOfWebhook(
  teamId: string,
  id: string,
  column: 'url_sealed' | 'secret_sealed' | 'former_secret_sealed',
): Place {
  return { table: 'webhook_endpoints', column, row: `${teamId} ${id}` }
}

export function placeOfTestMessage(teamId: string, id: string): Place {
  return { table: 'test_messages', column: 'content_sealed', row: `${teamId} ${id}` }
}

export function placeOfTestAuthority(id: string): Place {
  return { table: 'test_authorities', column: 'keys_sealed', row: id }
}

export function placeOfAnswer(deliveryId: string, number: number): Place {
  return { table: 'delivery_attempts', column: 'answer_sealed', row: `${deliveryId} ${number}` }
}

export function placeOfBulkSend(teamId: string, id: string): Place {
  return { table: 'bulk_sends', column: 'about_sealed', row: `${teamId} ${id}` }
}

/** The list and the document that it becomes belong to the place: no row's people are sent another row's document. */
export function placeOfBulkRow(bulkSendId: string, row: number, documentId: string): Place {
  return { table: 'bulk_rows', column: 'content_sealed', row: `${bulkSendId} ${row} ${documentId}` }
}

/** The secret of a member's authenticator app: lifted into another's row it is refused. */
export function placeOfApp(memberId: string): Place {
  return { table: 'sign_in_factors', column: 'totp_sealed', row: memberId }
}

export function placeOfResetRequest(id: string): Place {
  return { table: 'password_reset_requests', column: 'email_sealed', row: id }
}
