import type { Language } from '#domain/language.ts'

const ja = {
  status: '締結できません',
  notice:
    'サーバーの最終確認に通らず、この書類に電子署名を付けられませんでした。いただいた同意は保存されています。サービスの運営者が解決できたときは、自動で締結されます。',
  way: 'お待ちになれないときは、この書類を終了し、「印刷」から PDF に保存し直したファイルで送り直してください。',
  reason: '運営者へ伝える理由：',
  end: 'この書類を終了する',
  title: '書類の終了',
  lead: (title: string) => `「${title}」を、締結せずに終了します。`,
  consequence:
    'いただいた同意は記録に残りますが、この書類は締結されません。終了は元に戻せません。締結が先に済んだときは、終了できません。',
  button: '終了する',
  back: '終了せずに戻る',
}

const en: SealingWords = {
  status: 'Cannot be concluded',
  notice:
    'This document did not pass the final check, so it could not be sealed. The consents are kept. If the system administrator can fix the cause, it will be concluded automatically.',
  way: 'If you cannot wait, end this document and send the file again after re-saving it as a PDF with “Print”.',
  reason: 'Reason (for the administrator): ',
  end: 'End this document',
  title: 'End the document',
  lead: (title) => `You are about to end “${title}” without concluding it.`,
  consequence:
    'The consents stay on record, but the document is not concluded. This cannot be undone. If it is concluded first, it can no longer be ended.',
  button: 'End the document',
  back: 'Go back without ending it',
}

export type SealingWords = typeof ja

/** What the console says of a seal that cannot be made. */
export function sealingWords(lang: Language): SealingWords {
  return lang === 'ja' ? ja : en
}
