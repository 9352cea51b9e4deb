type Settings = { address: string; account: string }

const provider = "the centre's provider"

/** What an operator does about a status of SMPP 3.4 §5.1.3, or about a line that is not opened. */
export function cureOfSmpp(reason: string, { address, account }: Settings): string {
  switch (reason) {
    case 'smpp_bind_0x05':
      return `end the other program that uses this account, or ask ${provider} for more lines at a time`
    case 'smpp_bind_0x0d':
    case 'smpp_bind_0x0e':
    case 'smpp_bind_0x0f':
    case 'smpp_bind_0x53':
      return `correct ${account}, or ask ${provider} whether the account may come from here as a transceiver`
    case 'smpp_bind_cut':
    case 'smpp_bind_timeout':
      return `check that SMPP is spoken under ${address} (smpps:// or smpp://), and ask ${provider} whether this machine's address is let in`
    case 'smpp_0x58':
    case 'smpp_0x14':
      return `nothing, if it passes; else lower the number of texts a second (…_SMPP_PER_SECOND), or ask ${provider} for a higher rate`
    case 'smpp_0x0a':
      return `correct the sender (…_SMPP_SENDER), or ask ${provider} which ones the account may use`
    case 'smpp_0x0b':
    case 'smpp_0x34':
      return 'nothing, if it is this one number; where every number is refused, change …_SMPP_NUMBER_FORMAT'
    case 'smpp_0x08':
    case 'smpp_0x45':
    case 'smpp_0x64':
      return `nothing, if it passes; else ask ${provider} what is wrong there`
    default:
      return `ask ${provider} what the status means (balance, sender, number)`
  }
}
