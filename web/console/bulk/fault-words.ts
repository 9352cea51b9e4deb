import { columnNamed } from '#domain/bulk-row.ts'
import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { peopleWords } from '../making/people-words.ts'
import { textProblem, textWords } from '../words/text-words.ts'

const ja = {
  empty: 'この項目を入力してください。',
  tooLarge: '項目の枠に収まりません。短くするか、テンプレートで枠を大きくしてください。',
  reach: '携帯電話番号かメールアドレスを入力してください。',
  rounded:
    'Excelが番号を丸めています。セルの書式を「文字列」にしてから、番号を入力し直してください。例：090-1234-5678',
  ascii: '半角の英数字と記号で入力してください。',
  beside: '見出しのない列です。余分なカンマがないか確かめ、このセルを空にしてください。',
  language: 'この宛先の言語は日本語ではないため、SMS認証は使えません。メールアドレスを入力してください。',
  mail: 'このサーバーはメールを送信できません。携帯電話番号を入力してください。',
  privately: '非公開の書類はこのチームでは作れません。テンプレートの設定を変えてください。',
  numberLimit: 'この番号に送ったSMSが多いため、時間を置いて送信します。',
  teamLimit: '今日のSMSが上限に達したため、次の日の朝に送信します。',
  linkOff: '同意用URLのSMS送信が、チームの設定で使えません。書類の画面からURLを渡してください。',
  linkOther: '同意用URLのSMSを送信できませんでした。書類の画面からURLを渡してください。',
  other: 'この内容では書類を作れません。テンプレートと入力内容を確かめてください。',
}

const en: typeof ja = {
  empty: 'Fill this field in.',
  tooLarge: 'This does not fit into the field. Shorten it, or make the field larger in the template.',
  reach: 'Enter a mobile number or an e-mail address.',
  rounded:
    'Excel has rounded the number. Format the cell as text and type the number again, such as 090-1234-5678.',
  ascii: 'Use plain letters, digits and symbols.',
  beside: 'This column has no heading. Check for an extra comma, and clear this cell.',
  language: 'This recipient’s language is not Japanese, so there is no code by SMS. Enter an e-mail address.',
  mail: 'This server cannot send e-mail. Enter a mobile number.',
  privately: 'This team does not allow private documents. Change the template.',
  numberLimit: 'This number has received many SMS; the link will be sent a little later.',
  teamLimit: 'Today’s SMS limit has been reached; the link will be sent tomorrow morning.',
  linkOff: 'The team settings do not allow links by SMS. Hand over the link from the document’s page.',
  linkOther: 'The SMS with the link could not be sent. Hand over the link from the document’s page.',
  other: 'No document could be created. Check the template and the values.',
}

/** What is wrong with a row, or why it could not be made, and what helps. */
export function faultSentence(fault: Refusal, lang: Language): string {
  const words = lang === 'ja' ? ja : en
  const people = peopleWords(lang).problems
  const { code, detail } = fault
  const column = columnNamed(fault.field ?? '')
  const field = column?.of === 'slot' ? column.field : ''
  switch (code) {
    case 'field_missing':
      if (column?.of === 'field') return words.empty
      return field === 'name' ? (people.missing.get('name') ?? words.other) : words.reach
    case 'text_does_not_fit':
      return words.tooLarge
    case 'field_too_long':
      return people.tooLong(Number(detail?.limit ?? 0))
    case 'tel_not_mobile':
      return detail?.why === 'rounded' ? words.rounded : people.tel
    case 'duplicate_recipient':
      return people.duplicate
    case 'embedding_not_enabled':
      return people.site
    case 'embedding_language':
      return words.language
    case 'field_malformed':
      if (field === 'email') return people.email
      return field === 'access_code' ? people.accessCode(64) : words.ascii
    case 'field_not_allowed':
      return words.beside
    case 'mail_not_configured':
      return words.mail
    case 'private_not_allowed':
      return words.privately
    case 'code_send_limit':
      return words.numberLimit
    case 'team_sms_limit':
      return words.teamLimit
    case 'link_sms_off':
      return words.linkOff
    case 'link_sms_too_long':
    case 'not_in_charge':
      return words.linkOther
  }
  return textProblem(fault, textWords[lang]) ?? words.other
}
