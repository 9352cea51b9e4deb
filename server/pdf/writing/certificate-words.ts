import type { CertificateLanguage } from '#domain/agreement-evidence.ts'
import type { FixedLetters } from './fonts.ts'

/** The label of a row. A certificate in Japanese shows the English one beside it, smaller. */
export type RowLabel = keyof (typeof ja)['labels']
export type SectionName = keyof (typeof ja)['sections']
export type CertificateWords = {
  [Group in keyof typeof ja]: (typeof ja)[Group] extends string
    ? string
    : { [Key in keyof (typeof ja)[Group]]: string }
}

const ja = {
  title: '合意締結証明書',
  evaluation: '評価用',
  extract: '抄本',
  statement:
    '下記の書類について、記載の当事者がそれぞれ本人確認を経て合意したことを証明します。{operator}は立会人として、各当事者の行為の直後に、その指示にもとづいて電子署名を付しました。',
  evaluationNotice: '評価用の環境で作成されたものです。実際の契約にはお使いになれません。',
  scan: '真正性の確認',
  sections: {
    parties: '当事者',
    files: 'ファイル',
    signatures: '電子署名とタイムスタンプ',
    proof: '記録と確認',
  },
  labels: {
    title: '書類名',
    documentId: '書類ID',
    sentAt: '送信日時',
    agreedAt: '合意成立日時',
    issuedAt: '発行日時',
    issuer: '発行者（立会人）',
    address: '所在地',
    contact: '連絡先',
    email: 'メール',
    phone: '携帯電話番号',
    commitment: '番号の確認値',
    phoneSecret: '確認値の秘密',
    recipientId: '利用者ID',
    passedOn: '転送',
    identification: '本人確認',
    atTheSameTime: '同時の依頼',
    viewing: '閲覧',
    terms: '利用規約',
    sent: '送信',
    consented: '同意',
    entries: '記入内容',
    attached: '提出ファイル',
    pages: 'ファイル名',
    uploaded: '提出時 SHA-256',
    repair: '修復',
    original: '原本 SHA-256',
    sealed: '署名済み SHA-256',
    level: '署名レベル',
    certificate: '署名証明書',
    stamp: 'タイムスタンプ',
    head: '監査記録の末尾値',
    embedded: '添付データ',
    url: '検証ページ',
    boundTo: '証明書 SHA-256',
  },
  roles: { sender: '送信者', recipient: '宛先', seal: '押印', checkbox: 'チェック', text: '記入' },
  says: {
    capacity: '{operator}（当事者の指示にもとづき署名する立会人）',
    account: '送信者アカウントへのログイン',
    sms: '登録された携帯電話番号へのSMS認証コード',
    voice: '登録された携帯電話番号への通話で伝えた認証コード',
    codeTimes: '{sentAt} 送信　{enteredAt} 入力　送信{sent}回　誤入力{wrong}回',
    codeEntered: '{enteredAt} 入力',
    simple: '連携サイトによる認証（簡易認証）',
    mail: 'メールで届けた専用リンク',
    accessCode: 'アクセスコードの入力',
    siteLogin: '連携サイトでのログイン（{method}、{at}）',
    corrected:
      '番号は同意用URLからの申し出を受け、送信者 {by} が別の方法でご本人を確かめたとして、{at} に訂正を承認',
    correctedByApi:
      '番号は同意用URLからの申し出を受け、送信者 {by} が別の方法でご本人を確かめたとして、{at} にWeb APIで訂正を承認',
    passedOn: '{who} から転送　{at}',
    notShown: '{names} の同意は、この方が確認した画面より後に反映',
    pagesShown: '全{of}ページ中{shown}ページを表示',
    pagesShownOf: '{file}: 全{of}ページ中{shown}ページを表示',
    pagesUnknown: '表示ページの記録なし',
    termsVersion: '{version} 版に同意',
    from: '接続元 {address}',
    checked: 'チェックあり',
    unchecked: 'チェックなし',
    empty: '記入なし',
    entries: '以下の{count}件',
    unlabelled: '{kind}（{page}ページ）',
    pages: '{name}（{pages}ページ）',
    repaired: '提出されたファイルは破損していたため、内容を変えずに修復したものを原本としました。',
    actStamped: '{who}　{at}　{authority}',
    actSigned: '{who}　{at}　タイムスタンプなし',
    wholeFile: 'ファイル全体（長期保存）',
    embedded: 'このPDFには、記載内容のデータと監査記録を添付しています（{names}）。',
    verify:
      '本証明書と署名済みファイルの真正性は、検証ページにファイルを置くことで、どなたでもログインなしにご確認いただけます。お手元のPDF閲覧ソフトの署名検証でも確認できます。',
    zone: '日時は日本時間（UTC+9）です。',
    page: '{page} / {pages} ページ',
    continued: '{section}（続き）',
    extractNotice:
      'この抄本は、合意締結証明書から {name} に関する事項だけを写したもので、電子署名は付していません。下記のSHA-256をもつ合意締結証明書が正本です。',
  },
}

const en: CertificateWords = {
  title: 'Certificate of Agreement',
  evaluation: 'EVALUATION',
  extract: 'Extract',
  statement:
    'This certifies that the parties named below, each identified as stated, agreed to this document. {operator}, as a witness, signed it electronically right after each act, on the instruction of the party who acted.',
  evaluationNotice: 'Made in an environment for evaluation. It is not for real contracts.',
  scan: 'Verify',
  sections: {
    parties: 'Parties',
    files: 'Files',
    signatures: 'Signatures and timestamps',
    proof: 'Record and verification',
  },
  labels: {
    title: 'Title',
    documentId: 'Document ID',
    sentAt: 'Sent',
    agreedAt: 'Agreed',
    issuedAt: 'Issued',
    issuer: 'Issuer (witness)',
    address: 'Address',
    contact: 'Contact',
    email: 'E-mail',
    phone: 'Mobile number',
    commitment: 'Commitment',
    phoneSecret: 'Its secret',
    recipientId: 'User ID',
    passedOn: 'Passed on',
    identification: 'Identification',
    atTheSameTime: 'Asked together',
    viewing: 'Viewed',
    terms: 'Terms of use',
    sent: 'Sent',
    consented: 'Consent',
    entries: 'Entries',
    attached: 'Files sent in',
    pages: 'File name',
    uploaded: 'Upload SHA-256',
    repair: 'Repair',
    original: 'Original SHA-256',
    sealed: 'Sealed SHA-256',
    level: 'Level',
    certificate: 'Certificate',
    stamp: 'Timestamps',
    head: 'Audit head',
    embedded: 'Attached data',
    url: 'Verification',
    boundTo: 'Certificate SHA-256',
  },
  roles: {
    sender: 'Sender',
    recipient: 'Recipient',
    seal: 'Seal',
    checkbox: 'Check box',
    text: 'Entry',
  },
  says: {
    capacity: '{operator} (signs as a witness, on the parties’ instruction)',
    account: 'Signed in to the sender’s account',
    sms: 'Code sent by SMS to the registered mobile number',
    voice: 'Code told in a call to the registered mobile number',
    codeTimes: 'sent {sentAt}, entered {enteredAt}; {sent} sent, {wrong} wrong entries',
    codeEntered: 'entered {enteredAt}',
    simple: 'Identified by the integrating site (simple authentication)',
    mail: 'Personal link sent by e-mail',
    accessCode: 'Access code entered',
    siteLogin: 'Signed in at the integrating site ({method}, {at})',
    corrected:
      'The number was asked for through the consent URL; the sender {by} stated to have identified the person otherwise, and approved it on {at}',
    correctedByApi:
      'The number was asked for through the consent URL; the sender {by} stated to have identified the person otherwise, and approved it by the Web API on {at}',
    passedOn: 'by {who}, {at}',
    notShown: 'The consent of {names} was not yet on the pages that this party saw',
    pagesShown: '{shown} of {of} pages shown',
    pagesShownOf: '{file}: {shown} of {of} pages shown',
    pagesUnknown: 'pages shown: not recorded',
    termsVersion: 'Agreed to version {version}',
    from: 'from {address}',
    checked: 'checked',
    unchecked: 'not checked',
    empty: 'left empty',
    entries: 'the following {count}',
    unlabelled: '{kind} (page {page})',
    pages: '{name} ({pages} pages)',
    repaired: 'The uploaded file was damaged; the original is its repair, which shows the same.',
    actStamped: '{who}, {at}, {authority}',
    actSigned: '{who}, {at}, no timestamp',
    wholeFile: 'Whole file (long term)',
    embedded: 'This PDF carries what it says and the audit trail as data ({names}).',
    verify:
      'Anybody can check this certificate and the sealed files on the verification page, without signing in; so does the signature panel of a PDF reader.',
    zone: 'Times are Japan Standard Time (UTC+9).',
    page: 'Page {page} of {pages}',
    continued: '{section} (continued)',
    extractNotice:
      'This extract repeats what the certificate of agreement says of {name} alone, and is not signed. The certificate with the SHA-256 below is authoritative.',
  },
}

export const certificateWords: Record<CertificateLanguage, CertificateWords> = { ja, en }

/** A sentence with its places filled. */
export function filled(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

const ASCII = Array.from({ length: 0x5f }, (_, at) => String.fromCharCode(0x20 + at)).join('')

/** Letters of every text of a language, and some that names of companies and files nearly always have. */
function lettersOf(words: CertificateWords, more: string): FixedLetters {
  const { title, extract, evaluation, sections, roles, ...others } = words
  const flat = (value: object): string =>
    Object.values(value)
      .map((one) => (typeof one === 'string' ? one : flat(one)))
      .join('')
  const unique = (text: string) => [...new Set(text)].join('')
  return {
    regular: unique(`${ASCII}年月日　・${flat(others)}${flat(roles)}${evaluation}${title}${more}`),
    strong: unique(`${title}${extract}${evaluation}${flat(sections)}${flat(roles)}0123456789${more}`),
  }
}

/**
 * What a certificate says whoever the parties are, in one subset that is made once. A letter that is missing here costs time
 * only: it is embedded with those of names and titles.
 */
export const certificateLetters: Record<CertificateLanguage, FixedLetters> = {
  ja: lettersOf(ja, '株式会社契約書有限'),
  en: lettersOf(en, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
}
