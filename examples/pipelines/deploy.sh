#!/usr/bin/env bash
# Asks a gate for a deployment and follows it to its end. Needs bash and curl, nothing of ours: what a pipeline has.
#
#   GATE_URL            the gate, for example https://gate.example.com:8443
#   GATE_TOKEN          the pipeline's own OIDC token, for the gate's audience; lives minutes, is stored nowhere
#   GATE_TOKEN_COMMAND  a command that prints one: run where there is none yet, or the one at hand ends; this or GATE_TOKEN, or both
#   GATE_CA             a PEM file with the gate's authority, where the machine does not trust it already
#   GATE_REASON         why, for the record; a policy may ask for it, for example for the number of a ticket
#   GATE_EXCEPTION      the exception of the policy to invoke, by its name
#   GATE_REQUEST_ID     a UUID: the same for every try of a job, so that a try that is repeated does not deploy twice
#   GATE_TIMEOUT        how many seconds to follow the deployment, 3600 unless set; the deployment itself goes on
#   usage: deploy.sh APPLICATION ENVIRONMENT VERSION [DIGEST]
#
# Exit codes: 0 deployed, 1 failed, 2 usage, 3 denied, 4 unauthenticated, 5 unavailable. Whenever the deployment goes on without being
# followed to its end, the last line says so, and how to look at it.
set -euo pipefail
LC_ALL=C

usage() { echo "deploy.sh: $1" >&2; exit 2; }

[ $# -ge 3 ] || { sed -n '2,/^set /s/^# \{0,1\}//p' "$0" >&2; exit 2; }
application="$1" environment="$2" version="$3" digest="${4:-}"
for name in "$application" "$environment"; do
  [[ "$name" =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$ ]] || usage "'$name' is no name: small letters, digits and inner hyphens"
done
[[ "${GATE_TIMEOUT:=3600}" =~ ^[1-9][0-9]{0,5}$ ]] || usage "GATE_TIMEOUT is a number of seconds"
[[ "${GATE_URL:-}" == https://* ]] || usage "GATE_URL is https://host:port; a token is never sent without TLS"
deployments="${GATE_URL%/}/v1/applications/$application/environments/$environment/deployments"
GATE_TOKEN="${GATE_TOKEN:-}"
[ -z "${GATE_CA:-}" ] || [ -r "$GATE_CA" ] || usage "GATE_CA is the file of the authority that signed the gate's certificate, and cannot be read"
[ -n "$GATE_TOKEN${GATE_TOKEN_COMMAND:-}" ] || usage "set GATE_TOKEN or GATE_TOKEN_COMMAND"
answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT

# A text as JSON. The gate takes what it is given for what it says: a quote must not end the text, nor a line break hide what follows.
json() {
  case "$2" in *[[:cntrl:]]*) echo "deploy.sh: $1 holds a control character, such as a line break" >&2; return 2 ;; esac
  local text="$2" backslash='\'
  text=${text//"$backslash"/"$backslash$backslash"}
  text=${text//'"'/"$backslash"'"'}
  printf '"%s"' "$text"
}

# How many seconds the token has left, as far as it says so: its claims are base64url between two dots.
seconds_left() {
  local claims="${GATE_TOKEN#*.}" end
  claims="${claims%%.*}"
  claims="${claims//-/+}" claims="${claims//_//}"
  while [ $((${#claims} % 4)) -ne 0 ]; do claims+="="; done
  end="$(printf '%s' "$claims" | base64 -d 2>/dev/null | sed -n 's/.*"exp" *: *\([0-9]\{1,11\}\).*/\1/p' || true)"
  echo $((${end:-99999999999} - $(date +%s)))
}

# Gets a new token, within 30 s and 64 KiB. 1 where there is none to be had.
renew() {
  local new code=0
  [ -n "${GATE_TOKEN_COMMAND:-}" ] || return 1
  new="$(timeout 30 bash -c "$GATE_TOKEN_COMMAND" < /dev/null | head -c 65537)" || code=$?
  case "$code" in
    0) ;;
    124) echo "GATE_TOKEN_COMMAND took longer than 30 s" >&2; return 1 ;;
    *) echo "GATE_TOKEN_COMMAND failed, with exit code $code" >&2; return 1 ;;
  esac
  if [ "${#new}" -gt 65536 ] || ! [[ "$new" =~ ^[A-Za-z0-9._~+/=-]+$ ]]; then
    echo "GATE_TOKEN_COMMAND did not print one token, and nothing else" >&2
    return 1
  fi
  GATE_TOKEN="$new"
}

# Sees to it that there is a token that lasts for another call, as far as one can be had.
need_token() {
  if [ -z "$GATE_TOKEN" ]; then
    renew || return 1
  elif [ -n "${GATE_TOKEN_COMMAND:-}" ] && [ "$(seconds_left)" -lt 30 ]; then
    renew || [ "$(seconds_left)" -gt 0 ] || return 1
  fi
}

# The token goes in by a file descriptor: the command line of a process is for all to read.
gate() {
  curl --silent --show-error ${GATE_CA:+--cacert "$GATE_CA"} --header @<(printf 'Authorization: Bearer %s\n' "$GATE_TOKEN") "$@"
}

# Prints the status of the answer, or "untrusted" where there is nobody to trust.
call() {
  local status code=0
  : > "$answer"
  status="$(gate --max-time 60 --output "$answer" --write-out '%{http_code}' "$@")" || code=$?
  case "$code" in 60 | 77) echo untrusted ;; *) echo "$status" ;; esac
}

# The value of a member of the answer that holds a plain text.
member() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1; }

# What to do about a refusal, by its reason; nothing where the gate's own words say it.
advice() {
  case "$1" in
    MISSING_CREDENTIALS) echo "set GATE_TOKEN to the job's token, or GATE_TOKEN_COMMAND to a command that prints one." ;;
    TOKEN_MALFORMED) echo "GATE_TOKEN is the id token that the CI signs for the job, whole and alone: not its API token, and not the JSON around it. If it is that, the gate's log names the part that is not taken." ;;
    TOKEN_EXPIRED)
      if [ -n "${GATE_TOKEN_COMMAND:-}" ]; then
        echo "GATE_TOKEN_COMMAND printed a token that has expired already: have it ask for a new one. If it is new, the clocks of the CI and the gate differ."
      else
        echo "ask for the token right before this script, or set GATE_TOKEN_COMMAND, which makes new ones. GitLab's lives as long as the job's timeout: set a longer one."
      fi
      ;;
    TOKEN_ISSUER) echo "the gate does not know this CI: its operator adds the token's exact iss to Gatekeeper:Issuers." ;;
    TOKEN_AUDIENCE) echo "ask for a token with the gate's audience: on GitHub audience=NAME in the request for the id token, on GitLab aud: NAME below id_tokens:. Nothing else may stand in aud but what the operator allows (AdditionalAudiences)." ;;
    TOKEN_PARTY) echo "the gate takes no tokens that were given to this client (azp): its operator, whose log names it, adds it to AuthorizedParties in the issuer's entry." ;;
    TOKEN_NOT_YET_VALID) echo "run the job again in a minute; if that does not help, the clocks of the CI and the gate differ." ;;
    TOKEN_LIFETIME) echo "ask for a token that lives shorter: on GitLab set a shorter timeout for the job. The gate's operator sets the longest (MaxTokenLifetime)." ;;
    TOKEN_TYPE) echo "the token must be signed with a public-key algorithm such as RS256; the gate's operator names the algorithms and types that an issuer may use." ;;
    TOKEN_KEY_UNKNOWN) echo "run the job again in a minute: the CI may have changed its keys. If it goes on, the gate's log names the kid." ;;
    TOKEN_SIGNATURE) echo "hand over the token as the CI signed it, neither cut nor changed; if it is that, it does not come from the issuer that it names." ;;
    TOKEN_TOO_LONG) echo "a token may have 16,384 characters. On GitLab the groups of whoever started the job fill it: start it as a user with fewer groups." ;;
    IDENTITY_UNAVAILABLE) echo "run the job again in a minute: the gate cannot get the CI's keys now. If it goes on, the gate's log says why." ;;
    REQUEST_TIMEOUT) echo "run the job again: the request did not reach the gate in time; look at the network in between." ;;
  esac
}

# Ends with a refusal of the gate, which is in a text, and what to do about it.
end() {
  local what
  echo "$2: $3" >&2
  what="$(advice "$(printf '%s' "$3" | member reason)")"
  [ -z "$what" ] || echo "what to do: $what" >&2
  [ -z "${id:-}" ] || echo "the deployment $id goes on. Look at it with: gatectl get $application $environment $id" >&2
  exit "$1"
}

unauthenticated() { end 4 "the gate does not know this pipeline${id:+ any more}" "$1"; }

# The same id for every try of this job: a try that is repeated after a lost answer does not deploy twice.
request_id="${GATE_REQUEST_ID:-$(cat /proc/sys/kernel/random/uuid)}"
body=""
add() {
  local text
  [ -n "$3" ] || return 0
  text="$(json "$2" "$3")" || exit 2
  body+="${body:+,}\"$1\":$text"
}
add version VERSION "$version"
add request_id GATE_REQUEST_ID "$request_id"
add digest DIGEST "$digest"
add reason GATE_REASON "${GATE_REASON:-}"
add exception GATE_EXCEPTION "${GATE_EXCEPTION:-}"
body="{$body}"

need_token || { echo "there is no token to call the gate with." >&2; exit 4; }
renewed=""
for try in 1 2 3 4 5; do
  status="$(call --header 'Content-Type: application/json' --data "$body" "$deployments")"
  case "$status" in
    503 | 429 | 408 | 000) sleep "$try"; need_token || true ;;
    401)
      # What has been refused was not done.
      [ -z "$renewed" ] && [ "$(member reason < "$answer")" = TOKEN_EXPIRED ] && renew || break
      renewed=yes
      ;;
    *) break ;;
  esac
done

case "$status" in
  200) ;;
  401) unauthenticated "$(cat "$answer")" ;;
  403) end 3 "denied" "$(cat "$answer")" ;;
  untrusted) end 5 "the gate's certificate is not trusted" "name its authority in GATE_CA" ;;
  408 | 429 | 503 | 504 | 000) end 5 "the gate is not available" "$(cat "$answer")" ;;
  *) end 1 "refused ($status)" "$(cat "$answer")" ;;
esac

id="$(member deployment_id < "$answer")"
echo "deployment $id, allowed by decision $(member decision_id < "$answer")"

# Tells the state of the deployment in a text where it is new, or waits for something else, and ends with a final one.
state="" waits=""
tell() {
  local new now
  new="$(printf '%s' "$1" | member state)"
  now="$(printf '%s' "$1" | member waiting_for)"
  [ -n "$new" ] || return 0
  [ "$new $now" = "$state $waits" ] || echo "$(date -u +%H:%M:%S) $new${now:+, waits for $now}"
  state="$new" waits="$now"
  case "$state" in
    SUCCEEDED) exit 0 ;;
    FAILED | ROLLED_BACK | REJECTED | CANCELLED | SUPERSEDED | EXPIRED | DENIED)
      need_token || true
      call "$deployments/$id" >/dev/null
      echo "$state: $(member error < "$answer")" >&2
      [ "$state" != DENIED ] || exit 3
      exit 1
      ;;
  esac
}

# Follows the Server-Sent Events until the watch ends. Every event has one line of data: a deployment, or why the watch ends, which may
# also be the whole answer. That is left in $refusal, its HTTP status in $status.
watch() {
  local line
  refusal="" status=""
  while IFS= read -r line; do
    case "$line" in
      'data: {"error":{'* | '{"error":{'*) refusal="${line#data: }" ;;
      data:*) failures=0 renewed=""; tell "$line" ;;
      'http-status: '*) status="${line#http-status: }" ;;
    esac
  done < <(gate --no-buffer --max-time "$left" --write-out '\nhttp-status: %{http_code}\n' "$deployments/$id:watch" || true)
}

# Looks at the deployment for as long as the token serves for that.
poll() {
  status="$(call "$deployments/$id")"
  refusal="$(cat "$answer")"
  [ "$status" != 200 ] || { failures=0 refusal=""; tell "$(cat "$answer")"; }
}

# A watch that breaks is taken up again, and one that ends with its token goes on with a new one, or with what the old one still serves for.
failures=0 renewed="" follow=watch
while [ "$failures" -lt 10 ]; do
  left=$((GATE_TIMEOUT - SECONDS))
  [ "$left" -gt 0 ] || { echo "the deployment $id has not ended within $GATE_TIMEOUT s; it goes on. Look at it with: gatectl get $application $environment $id" >&2; exit 5; }
  failures=$((failures + 1))
  need_token || end 4 "it is not followed further" "there is no token to do so with"
  "$follow"
  case "$status $refusal" in
    403* | *'"status":"PERMISSION_DENIED"'*) end 3 "it may not be followed any longer" "$refusal" ;;
    401* | *'"status":"UNAUTHENTICATED"'*)
      if [ -z "$renewed" ] && renew; then
        renewed=yes
        continue
      fi
      [ "$follow" = watch ] || unauthenticated "$refusal"
      follow=poll
      continue
      ;;
  esac
  sleep 2
done
end 5 "the watch does not go on" "${refusal:-the gate is not available}"
