#!/usr/bin/env bash
# An issuer of tokens for trying a gate out, from nothing but openssl. In earnest it is your CI or your identity provider.
#   usage: issuer.sh new DIRECTORY            makes a key and its public half as a JSON web key set
#          issuer.sh token DIRECTORY SUBJECT  prints a token of five minutes for the audience "gatekeeper"
set -euo pipefail
issuer="${ISSUER:-https://issuer.example.com}"
verb="${1:?new or token}" directory="${2:?a directory}"

base64url() { basenc --base64url --wrap=0 | tr -d '='; }

case "$verb" in
  new)
    (umask 077 && openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$directory/issuer-key.pem")
    modulus="$(openssl rsa -in "$directory/issuer-key.pem" -noout -modulus | cut -d= -f2 | basenc --base16 --decode | base64url)"
    printf '{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"one","n":"%s","e":"AQAB"}]}\n' "$modulus" >"$directory/issuer-jwks.json"
    ;;
  token)
    now="$(date +%s)"
    head="$(printf '{"alg":"RS256","typ":"JWT","kid":"one"}' | base64url)"
    body="$(printf '{"iss":"%s","aud":"gatekeeper","sub":"%s","iat":%d,"nbf":%d,"exp":%d,"jti":"%s"}' \
      "$issuer" "${3:?a subject}" "$now" "$now" "$((now + 300))" "$(cat /proc/sys/kernel/random/uuid)" | base64url)"
    signature="$(printf '%s.%s' "$head" "$body" | openssl dgst -sha256 -sign "$directory/issuer-key.pem" -binary | base64url)"
    printf '%s.%s.%s\n' "$head" "$body" "$signature"
    ;;
  *)
    sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
