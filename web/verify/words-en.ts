import type { ja } from './words-ja.ts'

/** Everything the verification page says, in English. */
export const en: typeof ja = {
  language: { other: '日本語', otherLang: 'ja' },
  skip: 'Skip to content',
  evaluation: 'Evaluation copy. Not for real contracts.',
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
    too_often: 'Many files came from your connection. Wait a while (an hour at most) and try again.',
    too_slow: 'The file did not arrive within 60 seconds. Try again on a faster connection.',
    busy: 'This cannot be checked right now. Wait a little and try again.',
  },
  answers: {
    issued_whole: 'Issued by this server, and unchanged',
    issued_not_this_state: 'Issued by this server, but not in this state',
    not_issued: 'Not issued by this server',
    unreadable: 'Cannot be read',
  },
  verdicts: {
    concluded: {
      title: 'A concluded document',
      lead: 'Not one byte has changed since it was issued.',
    },
    certificate: {
      title: 'A certificate of agreement',
      lead: 'Not one byte has changed since it was issued.',
    },
    pending: {
      title: 'A document that is still on its way here',
      lead: 'It is not concluded yet. Check again once it is.',
    },
    ended: {
      title: 'A document that ended without being concluded',
      lead: 'It was on its way here, but was cancelled or declined. It is not concluded.',
    },
    earlier: {
      title: 'A file from before the conclusion',
      lead: 'Its signatures are genuine, but it is not the concluded document. Ask the sender for that.',
    },
    bytes_added: {
      title: 'Something was added after the last signature',
      lead: 'Nobody signed what was added. Up to there it is what this server issued. Ask the sender for it again.',
    },
    resaved: {
      title: 'The file was saved again by another program',
      lead: 'Even if it looks the same, its signatures can no longer be checked. Choose the original file, or ask the sender for it again.',
    },
    altered: {
      title: 'Not the file that was issued',
      lead: 'It carries signatures by the operator of this server, but differs from what was issued. Ask the sender for it again.',
    },
    encrypted_copy: {
      title: 'A copy with a password or restrictions',
      lead: 'Signatures by the operator of this server are in sight, but an encrypted copy cannot be checked. Choose the original file.',
    },
    foreign: {
      title: 'It carries signatures by somebody else',
      lead: 'None is by the operator of this server. See the list below for whose they are. This server has not checked who they are, nor the times.',
    },
    unsigned: {
      title: 'A PDF without signatures',
      lead: 'It was read to its end and carries none. Check whether you chose the concluded document.',
    },
    unknown_hash: {
      title: 'No file with this hash was issued',
      lead: 'Check the hash once more, or choose the file itself.',
    },
    encrypted: {
      title: 'The file is encrypted',
      lead: 'Because of its password or restrictions nobody can tell whether it is signed. Choose the file without them.',
    },
    damaged: {
      title: 'This PDF cannot be read to its end',
      lead: 'It is cut off or damaged, so that nobody can tell whether it is signed. Get it once more.',
    },
  },
  missing: (names) => {
    const named = names.filter((name) => name !== '')
    const others = names.length - named.length
    const rest = others === 0 ? [] : [named.length === 0 ? `${others} recipient(s)` : `${others} more`]
    return `It lacks the consent of ${new Intl.ListFormat('en').format([...named, ...rest])}.`
  },
  invalid: (count) => (count === 1 ? '1 signature is not valid.' : `${count} signatures are not valid.`),
  renewed:
    'Its archive timestamp has been renewed since. This file is good, too; to keep it for long, ask the sender for the new one.',
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
    unchanged: 'Unchanged since signed',
    invalid: 'Not valid',
    reason: 'What for',
    at: 'Time of the act',
    timestamp: 'Timestamp',
    none: 'none',
    authority: 'Time-stamping authority',
    signer: 'Signer’s certificate',
    operator: 'Operator of this server',
    otherSigner: 'Not the operator of this server',
    otherKind: 'Signature by somebody else',
    otherAuthority: 'a timestamp by a service that this server does not know; the time is not checked',
    documentId: 'Document ID',
    field: 'Field',
  },
  findings: {
    title: 'What was found',
    notes: (count) => `Good to know (${count})`,
    levels: { alarm: 'Alarm', warning: 'Please read', note: 'Note' },
    page: (n) => `page ${n}`,
    between: ', ',
  },
  statement: {
    title: 'Keep the result',
    lead: 'A record of this result, signed with the key of this server’s operator (JWS).',
    button: 'Save the signed result',
  },
  ownMachine: {
    title: 'Check on your own computer, without sending the file',
    lead: 'A checker in one file. It opens no connection and runs with Node.js 20 or newer. Given a document with its certificate of agreement, it checks that they belong together.',
    button: 'Save the checker',
    hash: 'SHA-256 of the checker',
    command: 'How to run it',
  },
  valued: '[Evaluation] ',
  test: '[Test] ',
  testLead: 'Made with a client ID that is for tests. It binds nobody, and proves nothing about anybody.',
}
