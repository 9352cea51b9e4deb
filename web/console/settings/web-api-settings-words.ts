import type { Language } from '#domain/language.ts'

const ja = {
  title: 'Web API',
  enabled: 'Web API を使う',
  enabledHint:
    '外すと、連携システムからの呼び出しはすべて止まります。この管理画面と、お客さまの同意の手続きはそのまま使えます。',
  corsOrigins: 'ブラウザからの呼び出しを許すサイト',
  corsHint: '1行に1つ、https://app.example.jp の形で入力してください。空なら、サーバーからだけ呼び出せます。',
  apiNetworks: '呼び出しを許すネットワーク',
  networksHint:
    '1行に1つ、203.0.113.0/24 または 203.0.113.7 の形で入力してください。IPv6 も使えます。空なら、どこからでも呼び出せます。',
  networksWarning: '入力すると、ほかの場所からの呼び出しは保存したときから止まります。',
  networksAdvice: (address: string) =>
    `連携システムのアドレスを確かめてから保存してください。管理画面は、これまでどおりどこからでも使えます。いまお使いのアドレスは ${address} です。`,
  documents: '書類でできること',
  privateDocuments: '非公開の書類を作れる',
  privateHint: '作成した人と、非公開書類管理者だけが見られます。',
  recipientUploads: '宛先の方にファイルの提出をお願いできる',
  uploadsHint: '外すと、新しくお願いできなくなります。',
  importsEnabled: '締結済みのPDFを取り込める',
  importsHint: '書類管理者が、ほかで締結した書類を Web API で取り込めます。',
  problems: {
    corsOrigins: (lines: string) =>
      `${lines}行目を直してください。https://app.example.jp のように、パスを付けずに入力します。http は localhost でだけ使えます。`,
    apiNetworks: (lines: string) =>
      `${lines}行目を直してください。203.0.113.0/24、203.0.113.7、2001:db8::/32 のように入力します。`,
    tooMany: (limit: number) => `${limit}行までにしてください。`,
  },
}

const counted = (lines: string) => `line${lines.includes(',') ? 's' : ''} ${lines}`

const en: typeof ja = {
  title: 'Web API',
  enabled: 'Use the Web API',
  enabledHint:
    'When off, all calls from your systems are refused. This console and the signing pages are not affected.',
  corsOrigins: 'Sites that may call from a browser',
  corsHint: 'One per line, for example https://app.example.jp. Leave empty to allow servers only.',
  apiNetworks: 'Allowed networks',
  networksHint:
    'One per line, for example 203.0.113.0/24 or 203.0.113.7. IPv6 is supported. Leave empty to allow any network.',
  networksWarning: 'Once you save an entry here, calls from anywhere else are refused.',
  networksAdvice: (address) =>
    `Please confirm your systems’ addresses first. This console remains available from anywhere; your own address is ${address}.`,
  documents: 'Document features',
  privateDocuments: 'Allow private documents',
  privateHint: 'Only the sender and private-document administrators can see them.',
  recipientUploads: 'Allow requests for files',
  uploadsHint: 'When off, recipients can no longer be asked for files.',
  importsEnabled: 'Allow importing concluded PDFs',
  importsHint: 'Document administrators can import documents concluded elsewhere through the Web API.',
  problems: {
    corsOrigins: (lines) =>
      `Please correct ${counted(lines)}. Enter it in the form https://app.example.jp, without a path. Plain http is allowed for localhost only.`,
    apiNetworks: (lines) =>
      `Please correct ${counted(lines)}. Use the form 203.0.113.0/24, 203.0.113.7 or 2001:db8::/32.`,
    tooMany: (limit) => `Use at most ${limit} lines.`,
  },
}

/** What the settings of the Web API say in this language. */
export function webApiSettingsWordsIn(language: Language): typeof ja {
  return language === 'ja' ? ja : en
}
