/** Mails of tests that were logged before the trigger of 0072 marked them; mails are logged beside it. */
export const testMails = `update mail_log m set test = true from documents d where d.id = m.document_id and d.test and not m.test`
