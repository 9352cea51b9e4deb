import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Scanner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Believes a webhook of Musubi, or says why not: no library needed. */
public final class VerifyWebhook {
    /** Throws IllegalArgumentException when the message is not to be believed. */
    public static void verify(byte[] body, String id, String timestamp, String signatures, String secret, Instant now)
            throws GeneralSecurityException {
        if (Math.abs(now.getEpochSecond() - Long.parseLong(timestamp)) > 300) {
            throw new IllegalArgumentException("the message is too old, or a clock is wrong");
        }
        byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        String right = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        for (String each : signatures.split(" ")) {
            // Compared in constant time.
            if (MessageDigest.isEqual(right.getBytes(StandardCharsets.UTF_8), each.getBytes(StandardCharsets.UTF_8))) return;
        }
        throw new IllegalArgumentException("no signature fits the body and the secret");
    }

    /** For the test: a vector a line, its parts in base64; whether each is believed out. */
    public static void main(String[] arguments) throws GeneralSecurityException {
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            String[] part = lines.nextLine().split(",", -1);
            try {
                verify(Base64.getDecoder().decode(part[0]), text(part[1]), text(part[2]), text(part[3]), text(part[4]),
                        Instant.ofEpochSecond(Long.parseLong(text(part[5]))));
                System.out.println("believed");
            } catch (IllegalArgumentException refused) {
                System.out.println("refused");
            }
        }
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
