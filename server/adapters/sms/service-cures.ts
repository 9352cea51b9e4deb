type Settings = { account: string; meaning: string }

/** What an operator does about an error of Twilio (its error dictionary) or of AWS (errors of `SendTextMessage`). */
export function cureOfService(reason: string, { account, meaning }: Settings): string {
  switch (reason) {
    case 'twilio_20003':
    case 'twilio_20404':
    case 'aws_AccessDeniedException':
    case 'aws_UnrecognizedClientException':
    case 'aws_InvalidSignatureException':
    case 'aws_ExpiredTokenException':
      return `correct ${account}, and look what the account may do; for AWS also the clock of this machine`
    case 'twilio_21211':
    case 'twilio_21614':
      return 'nothing, for it is this one number, which is none or takes no SMS'
    case 'twilio_21610':
      return 'nothing: whoever has this number asked for no more SMS; they may send START'
    case 'twilio_21408':
      return "allow Japan in the console under the account's geographic permissions"
    case 'twilio_21606':
    case 'twilio_21612':
    case 'twilio_21659':
    case 'aws_ResourceNotFoundException':
    case 'aws_ConflictException':
      return `correct ${meaning}, which cannot send to this number`
    case 'twilio_20429':
    case 'twilio_21611':
    case 'twilio_14107':
    case 'aws_ThrottlingException':
      return 'nothing, if it passes; else ask the service for a higher rate'
    case 'aws_ServiceQuotaExceededException':
      return 'raise the monthly limit of spending for SMS'
    case 'aws_ValidationException':
      return `nothing, if it is this one number; else correct ${meaning}`
    default:
      return "look the code up in the service's documentation"
  }
}

/** What an operator does about an SMS that was taken and did not arrive: by Twilio's codes of delivery and AWS's events, else in general. */
export function cureOfReceipt(code: string | null): string {
  switch (code) {
    case 'aws_TEXT_UNREACHABLE':
    case 'aws_TEXT_CARRIER_UNREACHABLE':
    case 'twilio_30003':
    case 'twilio_30008':
      return 'nothing, if it is this one phone, which was off or away'
    case 'aws_TEXT_INVALID':
    case 'twilio_30005':
    case 'twilio_30006':
      return 'nothing, if it is this one number, which is none or takes no SMS; the sender may correct it'
    case 'aws_TEXT_CARRIER_BLOCKED':
    case 'aws_TEXT_SPAM':
    case 'twilio_30004':
    case 'twilio_30007':
      return "where it is more than this one phone, ask the gateway's provider why carriers block this sender"
    case 'aws_TEXT_PROTECT_BLOCKED':
      return "allow Japan in the account's protect configuration"
    default:
      return "nothing, if it is this one phone; where many are not reached, ask the gateway's provider"
  }
}
