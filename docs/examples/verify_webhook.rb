# Believes a webhook of Musubi, or says why not: standard library only.
require "base64"
require "json"
require "openssl"

def verify_webhook(body, headers, secret, tolerance: 300, now: Time.now.to_i)
  id, timestamp, signatures = headers.values_at("webhook-id", "webhook-timestamp", "webhook-signature")
  raise ArgumentError, "the message is too old, or a clock is wrong" if (now - Integer(timestamp, 10)).abs > tolerance

  key = Base64.decode64(secret.delete_prefix("whsec_"))
  signed = "#{id}.#{timestamp}.".b + body.b
  right = "v1," + Base64.strict_encode64(OpenSSL::HMAC.digest("SHA256", key, signed))
  # Compared in constant time.
  fits = signatures.split(" ").any? { |each| OpenSSL.secure_compare(right, each) }
  raise ArgumentError, "no signature fits the body and the secret" unless fits

  JSON.parse(body)
end

if __FILE__ == $PROGRAM_NAME
  # For the test: vectors in, whether each is believed out.
  JSON.parse($stdin.read).each do |vector|
    verify_webhook(vector["body"], vector["headers"], vector["secret"], now: vector["now"])
    puts "believed"
  rescue ArgumentError
    puts "refused"
  end
end
