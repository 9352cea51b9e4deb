/** What the page of the way back says of each outcome, and its buttons. */
export const outcomeWords = {
  ja: {
    each: {
      concluded: {
        title: 'ご契約が成立しました',
        text: 'ようこそ、つばめの町へ。契約書と合意締結証明書は、下のボタンからいつでも保存できます。',
      },
      sealing: {
        title: '契約書を仕上げています',
        text: '同意を承りました。契約書に電子署名をしています。この画面は自動で切り替わりますので、そのままお待ちください。',
      },
      declined: {
        title: 'ご契約を見送られました',
        text: '契約は成立していません。お部屋のご案内は続けられますので、いつでもお申し込みください。',
      },
      cancelled: {
        title: '書類が取り消されました',
        text: '当社がこの契約書を取り消しました。契約は成立していません。あらためてお申し込みください。',
      },
      expired: {
        title: 'お手続きの期限が過ぎました',
        text: '契約は成立していません。下のボタンから、新しい期限でお手続きを再開できます。',
      },
      locked: {
        title: 'ご本人の確認ができませんでした',
        text: '認証コードの入力を規定の回数まちがえたため、安全のために止めています。担当者が解除すると再開できます。',
      },
      not_available: {
        title: 'ただいまお手続きできません',
        text: 'しばらくしてから、下のボタンでもう一度お試しください。',
      },
      unfinished: {
        title: 'お手続きの途中です',
        text: '契約はまだ成立していません。下のボタンから続きに進めます。',
      },
      unknown: {
        title: '契約が見つかりません',
        text: 'お申し込みをしたものと同じブラウザで開いてください。お心当たりがないときは、お部屋の一覧にお戻りください。',
      },
    },
    resume: 'お手続きを続ける',
    unlock: ['評価用：解除は', '管理画面', 'の書類の詳細でできます。'],
    top: 'つばめ不動産のトップへ',
    list: 'お部屋の一覧へ戻る',
    contract: '契約書を保存する（PDF）',
    certificate: '合意締結証明書を保存する（PDF）',
  },
  en: {
    each: {
      concluded: {
        title: 'Your lease is concluded',
        text: 'Welcome to the town of swallows. You can save the lease and its certificate of agreement below at any time.',
      },
      sealing: {
        title: 'The lease is being finished',
        text: 'We have your consent, and the lease is being signed. This page goes on by itself; please wait.',
      },
      declined: {
        title: 'You declined the lease',
        text: 'No lease was concluded. You are welcome to apply again at any time.',
      },
      cancelled: {
        title: 'The document was cancelled',
        text: 'We have cancelled this lease; nothing was concluded. Please apply again.',
      },
      expired: {
        title: 'The time for this has run out',
        text: 'No lease was concluded. The button below begins again with a new time limit.',
      },
      locked: {
        title: 'We could not confirm who you are',
        text: 'The code was wrong too often, so we have stopped here for safety. You can go on when our staff has unlocked it.',
      },
      not_available: {
        title: 'This is not possible right now',
        text: 'Please try again with the button below in a while.',
      },
      unfinished: {
        title: 'You are not finished yet',
        text: 'No lease is concluded yet. The button below leads you on.',
      },
      unknown: {
        title: 'We cannot find this lease',
        text: 'Open it in the browser in which you applied. If you did not apply, please go back to the flats.',
      },
    },
    resume: 'Go on',
    unlock: ['In evaluation you can unlock it yourself in the ', 'console', ', on the page of the document.'],
    top: 'To the front page',
    list: 'Back to the flats',
    contract: 'Save the lease (PDF)',
    certificate: 'Save the certificate of agreement (PDF)',
  },
}
