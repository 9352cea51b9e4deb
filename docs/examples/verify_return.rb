# Believes the result of a return URL of Musubi, or says why not: standard library only.
require "base64"
require "json"
require "openssl"

def verify_return(result, secrets, team_id, now: Time.now.to_i, tests: false)
  head, body, mac, more = result.split(".", -1)
  raise ArgumentError, "no result" if mac.nil? || more

  header = JSON.parse(Base64.urlsafe_decode64(head))
  secret = secrets[header["kid"]]
  raise ArgumentError, "no key of ours" if header["alg"] != "HS256" || secret.nil?

  right = OpenSSL::HMAC.digest("SHA256", Base64.decode64(secret.delete_prefix("mrs_")), "#{head}.#{body}")
  raise ArgumentError, "altered" unless OpenSSL.secure_compare(right, Base64.urlsafe_decode64(mac))

  claims = JSON.parse(Base64.urlsafe_decode64(body))
  fresh = claims["exp"] > now && claims["iat"] <= now + 60
  raise ArgumentError, "for another team, or too old" unless claims["aud"] == team_id && fresh

  raise ArgumentError, "of a test document, which binds nobody" if claims.key?("test") && !tests

  claims # Keep claims["jti"] until claims["exp"], and refuse it a second time.
end

if __FILE__ == $PROGRAM_NAME
  # For the test: vectors in, whether each is believed out.
  JSON.parse($stdin.read).each do |vector|
    verify_return(vector["result"], vector["secrets"], vector["team_id"], now: vector["now"])
    puts "believed"
  rescue ArgumentError, JSON::ParserError
    puts "refused"
  end
end
