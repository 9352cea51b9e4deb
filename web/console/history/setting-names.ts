import type { Language } from '#domain/language.ts'
import type { TeamSetting } from '#domain/team-event.ts'

const settings: Record<Language, Record<TeamSetting, string>> = {
  ja: {
    webApiEnabled: 'Web API を使う',
    embeddedSigning: '組込み署名を使う',
    returnUrl: '戻り先URL',
    returnParameters: '戻り先URLに付けるパラメータ名',
    frameAncestors: 'iframe での表示を許すサイト',
    shownSmsSender: 'SMSの送信元として表示する番号',
    terms: '利用規約',
    privacyUrl: 'プライバシーについてのURL',
    contact: 'お問い合わせ先',
    privateDocuments: '非公開の書類を作れる',
    smsPerDay: '1日のSMSの上限',
    smsPriceSen: 'SMS 1通あたりの料金（銭）',
    copyDays: '控えを受け取れる日数',
    concludedMail: '締結完了メール',
    corsOrigins: 'ブラウザからの呼び出しを許すサイト',
    apiNetworks: '呼び出しを許すネットワーク',
    recipientUploads: '宛先の方にファイルの提出をお願いできる',
    importsEnabled: '締結済みのPDFを取り込める',
    departmentsEnabled: '部署を使う',
    reminderPlan: '自動の再送',
    linkSms: '同意用URLをSMSで送れるようにする',
    addressBook: 'アドレス帳を使う',
    lookLogo: '署名画面のロゴ',
    lookColour: '署名画面の色',
    factorRequired: '二段階認証を必須にする',
    consoleNetworks: '管理画面を使えるネットワーク',
    approvalRequired: '送信前の承認',
  },
  en: {
    webApiEnabled: 'Use the Web API',
    embeddedSigning: 'Use embedded signing',
    returnUrl: 'Return URL',
    returnParameters: 'Names of the return parameters',
    frameAncestors: 'Sites that may show the pages in a frame',
    shownSmsSender: 'SMS sender shown',
    terms: 'Terms',
    privacyUrl: 'Privacy URL',
    contact: 'Contact',
    privateDocuments: 'Private documents may be made',
    smsPerDay: 'SMS a day',
    smsPriceSen: 'Price of one SMS (sen)',
    copyDays: 'Days in which copies can be fetched',
    concludedMail: 'E-mail of a concluded document',
    corsOrigins: 'Sites that may call from a browser',
    apiNetworks: 'Networks that may call',
    recipientUploads: 'Recipients may be asked for files',
    importsEnabled: 'Concluded PDFs may be imported',
    departmentsEnabled: 'Use departments',
    reminderPlan: 'Automatic reminders',
    linkSms: 'Let consent URLs be sent by SMS',
    addressBook: 'Use address books',
    lookLogo: 'Logo of the signing pages',
    lookColour: 'Colour of the signing pages',
    factorRequired: 'Require two-step sign-in',
    consoleNetworks: 'Networks that may use the console',
    approvalRequired: 'Approval before sending',
  },
}

/** What the page of settings calls it. */
export function settingName(language: Language, setting: string): string {
  const table: Partial<Record<string, string>> = settings[language]
  return table[setting] ?? setting
}
