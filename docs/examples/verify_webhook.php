<?php
// Believes a webhook of Musubi, or says why not: no library needed.
function verify_webhook(string $body, array $headers, string $secret, int $tolerance = 300, ?int $now = null): array
{
    ['webhook-id' => $id, 'webhook-timestamp' => $timestamp, 'webhook-signature' => $signatures] = $headers;
    if (!ctype_digit($timestamp) || abs(($now ?? time()) - (int) $timestamp) > $tolerance) {
        throw new InvalidArgumentException('the message is too old, or a clock is wrong');
    }
    $key = base64_decode(preg_replace('/^whsec_/', '', $secret));
    $right = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    foreach (explode(' ', $signatures) as $each) {
        if (hash_equals($right, $each)) {
            return json_decode($body, true, 512, JSON_THROW_ON_ERROR);
        }
    }
    throw new InvalidArgumentException('no signature fits the body and the secret');
}

// For the test: vectors in, whether each is believed out.
if (PHP_SAPI === 'cli' && realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) {
    foreach (json_decode(stream_get_contents(STDIN), true) as $vector) {
        try {
            verify_webhook($vector['body'], $vector['headers'], $vector['secret'], now: $vector['now']);
            echo "believed\n";
        } catch (InvalidArgumentException) {
            echo "refused\n";
        }
    }
}
