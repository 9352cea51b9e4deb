<?php
// Believes the result of a return URL of Musubi, or says why not: no library needed.
function verify_return(string $result, array $secrets, string $teamId, ?int $now = null, bool $tests = false): array
{
    $decoded = fn (string $part): string => (string) base64_decode(strtr($part, '-_', '+/'));
    [$head, $body, $mac] = explode('.', $result) + ['', '', ''];
    $header = json_decode($decoded($head), true) ?? [];
    $secret = $secrets[$header['kid'] ?? ''] ?? null;
    if (substr_count($result, '.') !== 2 || ($header['alg'] ?? '') !== 'HS256' || $secret === null) {
        throw new InvalidArgumentException('no key of ours');
    }
    $key = base64_decode(preg_replace('/^mrs_/', '', $secret));
    if (!hash_equals(hash_hmac('sha256', "$head.$body", $key, true), $decoded($mac))) {
        throw new InvalidArgumentException('altered');
    }
    $claims = json_decode($decoded($body), true, 512, JSON_THROW_ON_ERROR);
    $now ??= time();
    if ($claims['aud'] !== $teamId || $claims['exp'] <= $now || $claims['iat'] > $now + 60) {
        throw new InvalidArgumentException('for another team, or too old');
    }
    if (array_key_exists('test', $claims) && !$tests) {
        throw new InvalidArgumentException('of a test document, which binds nobody');
    }
    return $claims; // Keep $claims['jti'] until $claims['exp'], and refuse it a second time.
}

// For the test: vectors in, whether each is believed out.
if (PHP_SAPI === 'cli' && realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) {
    foreach (json_decode(stream_get_contents(STDIN), true) as $vector) {
        try {
            verify_return($vector['result'], $vector['secrets'], $vector['team_id'], now: $vector['now']);
            echo "believed\n";
        } catch (InvalidArgumentException) {
            echo "refused\n";
        }
    }
}
