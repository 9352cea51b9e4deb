import type { Words } from './words.ts'

/** Everything the verification page says, in English. */
export const en: Words = {
  language: { other: '日本語', otherLang: 'ja' },
  skip: 'Skip to content',
  evaluation: 'Evaluation mode (評価用). Not for real contracts.',
  title: 'Check electronic signatures',
  error: 'Error: ',
  lead: 'See which signatures a PDF carries, and whether this server issued it.',
  privacy: 'The file is used for this check only and removed at once. Up to 50 MB. No sign-in needed.',
  file: 'PDF file',
  fileHint: 'Choose a concluded document or a certificate of agreement.',
  button: 'Check',
  hashTitle: 'Look up a hash',
  hashLead: 'Without sending the file: tells only whether this server issued it.',
  hashLabel: 'SHA-256 (64 hexadecimal digits)',
  hashButton: 'Look up',
  again: 'Check another file',
  problems: {
    missing: 'Choose a PDF file, then press “Check”.',
    too_large: 'The file is too large. Choose a PDF of at most 50 MB.',
    not_pdf: 'This does not read as a PDF. Choose a PDF file.',
    hash_malformed: 'This does not read as a hash. Enter 64 characters, 0 to 9 and a to f.',
    busy: 'This cannot be checked right now. Wait a little and try again.',
  },
  verdicts: {
    concluded: {
      title: 'This server issued this file',
      lead: 'The document is concluded. Not one byte has changed since it was issued.',
    },
    certificate: {
      title: 'This server issued this certificate of agreement',
      lead: 'Not one byte has changed since it was issued.',
    },
    pending: {
      title: 'A document that is still on its way here',
      lead: 'It is not concluded yet. Check again once it is.',
    },
    altered: {
      title: 'Not the file that was issued',
      lead: 'It carries signatures by the operator of this server, but differs from what was issued. Ask the sender for it again.',
    },
    foreign: {
      title: 'This server did not issue this file',
      lead: 'It carries signatures by somebody else. See the list below.',
    },
    unsigned: {
      title: 'This server did not issue this file',
      lead: 'It carries no signature.',
    },
    unknown_hash: {
      title: 'This server did not issue this file',
      lead: 'No file with this hash was issued. Choose the file itself, or check the hash.',
    },
    unreadable: {
      title: 'This server did not issue this file',
      lead: 'The PDF is damaged or too complicated, so that its signatures could not be read.',
    },
  },
  invalid: (count) => (count === 1 ? '1 signature is not valid.' : `${count} signatures are not valid.`),
  facts: {
    sha256: 'SHA-256',
    documentId: 'Document ID',
    issuedAt: 'Issued at',
  },
  signatures: {
    title: (count) => (count === 1 ? '1 signature' : `${count} signatures`),
    number: (n) => `Signature ${n}`,
    kinds: { certification: 'Sending', approval: 'Consent', document_timestamp: 'Document timestamp' },
    unstated: 'not stated',
    valid: 'Valid',
    invalid: 'Not valid',
    reason: 'What for',
    at: 'Time of the act',
    timestamp: 'Timestamp',
    none: 'none',
    authority: 'Time-stamping authority',
    signer: 'Signer’s certificate',
    operator: 'Operator of this server',
    otherSigner: 'Not the operator of this server',
    documentId: 'Document ID',
    field: 'Field',
  },
  valued: '評価用',
}
