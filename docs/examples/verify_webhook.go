// Believes a webhook of Musubi, or says why not: standard library only.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

func VerifyWebhook(body []byte, header func(string) string, secret string, tolerance time.Duration, now time.Time) error {
	id, timestamp := header("webhook-id"), header("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > tolerance {
		return errors.New("the message is too old, or a clock is wrong")
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, timestamp, body)
	right := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	for _, each := range strings.Split(header("webhook-signature"), " ") {
		if hmac.Equal(right, []byte(each)) {
			return nil
		}
	}
	return errors.New("no signature fits the body and the secret")
}

// For the test: vectors in, whether each is believed out.
func main() {
	var vectors []struct {
		Secret, Body string
		Headers      map[string]string
		Now          int64
	}
	if err := json.NewDecoder(os.Stdin).Decode(&vectors); err != nil {
		panic(err)
	}
	for _, v := range vectors {
		header := func(name string) string { return v.Headers[name] }
		if VerifyWebhook([]byte(v.Body), header, v.Secret, 5*time.Minute, time.Unix(v.Now, 0)) == nil {
			fmt.Println("believed")
		} else {
			fmt.Println("refused")
		}
	}
}
