#!/usr/bin/env bash
# Asks a gate for a deployment and follows it to its end. Needs bash and curl, nothing of ours: what a pipeline has.
#
#   GATE_URL     the gate, for example https://gate.example.com:8443
#   GATE_TOKEN   the pipeline's own OIDC token, for the gate's audience; lives minutes, is stored nowhere
#   GATE_CA      a PEM file with the gate's authority, where the machine does not trust it already
#   usage: deploy.sh APPLICATION ENVIRONMENT VERSION [DIGEST]
#
# Exit codes: 0 deployed, 1 failed, 2 usage, 3 denied, 4 unauthenticated, 5 unavailable.
set -euo pipefail

[ $# -ge 3 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
application="$1" environment="$2" version="$3" digest="${4:-}"
deployments="${GATE_URL:?}/v1/applications/$application/environments/$environment/deployments"
answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT

# The token goes in by a file descriptor: the command line of a process is for all to read.
call() {
  curl --silent --show-error --output "$answer" --write-out '%{http_code}' ${GATE_CA:+--cacert "$GATE_CA"} \
    --header @<(printf 'Authorization: Bearer %s\n' "${GATE_TOKEN:?}") "$@"
}

# The value of a member of the answer that holds a plain text.
member() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1; }

# The same id for every try of this job: a try that is repeated after a lost answer does not deploy twice.
request_id="${GATE_REQUEST_ID:-$(cat /proc/sys/kernel/random/uuid)}"
body="{\"version\":\"$version\",\"request_id\":\"$request_id\"${digest:+,\"digest\":\"$digest\"}}"

for try in 1 2 3 4 5; do
  status="$(call --header 'Content-Type: application/json' --data "$body" "$deployments" || true)"
  case "$status" in
    503 | 429 | 000) sleep "$try" ;;
    *) break ;;
  esac
done

case "$status" in
  200) ;;
  401) echo "the gate does not know this pipeline: $(cat "$answer")" >&2; exit 4 ;;
  403) echo "denied: $(cat "$answer")" >&2; exit 3 ;;
  429 | 503 | 504 | 000) echo "the gate is not available: $(cat "$answer")" >&2; exit 5 ;;
  *) echo "refused ($status): $(cat "$answer")" >&2; exit 1 ;;
esac

id="$(member deployment_id < "$answer")"
echo "deployment $id, allowed by decision $(member decision_id < "$answer")"

# Server-Sent Events until the final state; a watch that breaks is taken up again.
state=""
for try in 1 2 3 4 5 6 7 8 9 10; do
  while IFS= read -r line; do
    case "$line" in
      data:*)
        now="$(printf '%s' "$line" | member state)"
        [ -z "$now" ] || [ "$now" = "$state" ] || echo "$(date -u +%H:%M:%S) $now"
        state="${now:-$state}"
        ;;
    esac
  done < <(curl --silent --show-error --no-buffer ${GATE_CA:+--cacert "$GATE_CA"} \
    --header @<(printf 'Authorization: Bearer %s\n' "$GATE_TOKEN") "$deployments/$id:watch")
  case "$state" in
    SUCCEEDED) exit 0 ;;
    FAILED | ROLLED_BACK | REJECTED | CANCELLED | SUPERSEDED)
      call "$deployments/$id" >/dev/null || true
      echo "$state: $(member error < "$answer")" >&2
      exit 1
      ;;
  esac
  sleep 2
done
echo "the deployment goes on, but the watch does not." >&2
exit 5
