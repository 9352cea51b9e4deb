import type { Language } from '#domain/language.ts'

export type { Language } from '#domain/language.ts'

/** The demo site's texts, a table per page. The contract itself is in Japanese whatever the page speaks. */
export const demoWords = {
  ja: {
    lang: 'ja' as const,
    company: 'つばめ不動産',
    frame: {
      skip: '本文へ進む',
      nav: 'サイト内',
      flats: 'お部屋',
      steps: 'ご契約の流れ',
      hours: (address: string, hours: string) => `${address}　営業時間 ${hours}`,
      fiction: 'Musubi の評価用サイトです。会社・物件・契約はすべて架空のもので、効力はありません。',
      phone: '仮想の携帯電話',
      mail: '仮想のメール',
      console: '管理画面',
      other: 'English',
    },
    hint: {
      lead: '認証コードは仮想の携帯電話に届きます。',
      text: '評価用のため、SMSは実際には送信されません。',
      link: '携帯電話を開く（別ウィンドウ）',
    },
    landing: {
      title: 'つばめが帰る町の、お部屋さがし',
      heading: 'つばめが帰る町に、あなたの部屋を。',
      lead: '気に入ったお部屋の申し込みから賃貸借契約まで、スマートフォンひとつで。来店も印鑑もいりません。',
      see: 'お部屋を見る',
      offers: 'いま申し込めるお部屋',
      fee: (yen: string) => `／月　共益費 ${yen}`,
      apply: 'このお部屋に申し込む',
      steps: 'ご契約の流れ',
      each: [
        {
          name: 'お申し込み',
          text: 'お名前と携帯電話番号、入居希望日をお知らせください。その場で契約書をおつくりします。',
        },
        { name: 'ご本人の確認', text: '携帯電話にSMSで届く6桁の認証コードを入力して、書類を開きます。' },
        {
          name: 'ご確認と同意',
          text: '契約書をお読みいただき、同意すると完了です。控えはその場でお受け取りになれます。',
        },
      ],
    },
    application: {
      title: '入居のお申し込み',
      titleWrong: '入力をご確認ください',
      lead: 'ご入力の内容で契約書をおつくりし、続けてご本人の確認とご契約に進みます。',
      wrong: (count: number) => `入力内容をご確認ください（${count}件）。`,
      flat: 'お部屋',
      perMonth: (layout: string, area: number, yen: string) => `${layout}・${area}㎡・${yen}／月`,
      name: 'お名前',
      nameHint: '契約書に印字します。姓と名の間を空けてください。',
      namePlaceholder: '佐藤 ひかり',
      tel: '携帯電話番号',
      telHint: '認証コードをSMSで受け取る番号です。ハイフンはあってもなくてもかまいません。',
      moveIn: '入居希望日',
      moveInHint: '契約期間はこの日から2年間です。',
      submit: '申し込んで契約に進む',
      next: 'ボタンを押すと、電子契約サービス Musubi の画面に移ります。',
      errors: {
        nameMissing: 'お名前を入力してください。',
        nameLong: (limit: number) => `お名前は${limit}文字までで入力してください。`,
        nameUnprintable: (marks: string[]) =>
          `「${marks.join('」「')}」は契約書に印字できません。別の文字で入力してください。`,
        telMissing: '携帯電話番号を入力してください。',
        telWrong: '060・070・080・090で始まる11桁の携帯電話番号を入力してください。',
        flatMissing: 'お部屋を選んでください。',
        moveInWrong: '入居希望日を、2026-04-01 のように入力してください。',
        moveInOutside: (days: number) => `入居希望日は、明日から${days}日以内の日を選んでください。`,
      },
    },
    trouble: {
      title: 'ただいまお手続きできません',
      text: '電子契約サービスから応答がありませんでした。お申し込みはまだ完了していません。時間をおいてもう一度お試しください。',
      code: (code: string) => `開発者向け：Web API の応答 ${code}`,
      back: '申し込みの画面へ戻る',
    },
  },
  en: {
    lang: 'en' as const,
    company: 'Tsubame Homes',
    frame: {
      skip: 'Skip to the content',
      nav: 'This site',
      flats: 'Flats',
      steps: 'How it works',
      hours: () => 'Nokisaki 1-1-1, Yokohama · 10:00–18:00, closed on Wednesdays',
      fiction:
        'A site to try Musubi with. Company, flats and contracts are invented, and nothing here has effect.',
      phone: 'Virtual phone',
      mail: 'Virtual mailbox',
      console: 'Console',
      other: '日本語',
    },
    hint: {
      lead: 'The code arrives on a virtual phone.',
      text: 'No SMS is really sent in evaluation.',
      link: 'Open the phone (new window)',
    },
    landing: {
      title: 'Flats in the town of swallows',
      heading: 'A home in the town where swallows return.',
      lead: 'From the application to the lease, all on your phone. No visit, no paper, no seal.',
      see: 'See the flats',
      offers: 'Flats you can apply for now',
      fee: (yen: string) => ` a month, plus ${yen} service charge`,
      apply: 'Apply for this flat',
      steps: 'How it works',
      each: [
        {
          name: 'Apply',
          text: 'Tell us your name, mobile number and moving-in day. We draw up the lease on the spot.',
        },
        { name: 'Show who you are', text: 'Type the six-digit code that we send to your phone by SMS.' },
        {
          name: 'Read and consent',
          text: 'Read the lease and consent: that is all. Your copy is there to keep at once.',
        },
      ],
    },
    application: {
      title: 'Apply for a flat',
      titleWrong: 'Please check your entries',
      lead: 'We draw up the lease with what you enter; after it you show who you are, and consent. The lease itself is in Japanese.',
      wrong: (count: number) => `Please check your entries (${count}).`,
      flat: 'Flat',
      perMonth: (layout: string, area: number, yen: string) => `${layout} · ${area} m² · ${yen} a month`,
      name: 'Your name',
      nameHint: 'As it will be printed in the lease.',
      namePlaceholder: 'Hikari Sato',
      tel: 'Mobile number',
      telHint: 'The code is sent there by SMS. Japanese numbers only, with or without hyphens.',
      moveIn: 'Moving-in day',
      moveInHint: 'The lease runs for two years from this day.',
      submit: 'Apply and go to the lease',
      next: 'The button leads you to Musubi, the signing service.',
      errors: {
        nameMissing: 'Enter your name.',
        nameLong: (limit: number) => `Enter a name of at most ${limit} characters.`,
        nameUnprintable: (marks: string[]) =>
          `“${marks.join('”, “')}” cannot be printed in the lease. Use other characters.`,
        telMissing: 'Enter your mobile number.',
        telWrong: 'Enter a mobile number of 11 digits that begins with 060, 070, 080 or 090.',
        flatMissing: 'Choose a flat.',
        moveInWrong: 'Enter the day as 2026-04-01.',
        moveInOutside: (days: number) => `Choose a day from tomorrow on, within ${days} days.`,
      },
    },
    trouble: {
      title: 'This is not possible right now',
      text: 'The signing service did not answer. Your application is not complete yet; please try again later.',
      code: (code: string) => `For developers: the Web API answered ${code}`,
      back: 'Back to the application',
    },
  },
}

export type DemoWords = (typeof demoWords)[Language]
