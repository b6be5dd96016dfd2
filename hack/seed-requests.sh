#!/usr/bin/env bash
# Sends the seeds' literal requests, RunInstances of Tencent Cloud and the creation of an auto launch group of Huawei
# Cloud, signed by hack/cloud-call and hack/huawei-call with curl and openssl alone, so that nothing of Spotkeeper and
# no vendor SDK stands between the documented requests and the emulator.
#
# usage: hack/seed-requests.sh [http://127.0.0.1:PORT]
# Without a URL it starts an emulator of its own through bin/spotkeeper, and stops it again.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
url=${1:-}
failures=0
emulator=
log=

fail() {
  echo "FAILED: $*" >&2
  failures=$((failures + 1))
}

stop_emulator() {
  if [ -n "$emulator" ]; then
    kill "$emulator" 2>/dev/null || true
    wait "$emulator" 2>/dev/null || true
  fi
  if [ -n "$log" ]; then
    rm -f "$log"
  fi
}

start_emulator() {
  log=$(mktemp)
  trap stop_emulator EXIT
  "$here/bin/spotkeeper" emulator --port 0 >"$log" 2>&1 &
  emulator=$!
  local tries=0
  until url=$(grep -o 'http://127\.0\.0\.1:[0-9]*' "$log"); do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "$emulator" 2>/dev/null; then
      echo "the emulator did not start:" >&2
      cat "$log" >&2
      exit 1
    fi
    sleep 0.1
  done
}

# call METHOD SIGNATURE_METHOD SECRET_ID ACTION NAME=VALUE...: prints the answer
call() {
  METHOD=$1 SIGNATURE=$2 SECRET_ID=$3 "$here/hack/cloud-call" "$url" "${@:4}"
}

# buy METHOD SIGNATURE_METHOD SECRET_ID MAX_PRICE: the request of the seeds, word for word
buy() {
  call "$1" "$2" "$3" \
    RunInstances \
    "Placement.Zone=ap-guangzhou-3" \
    "InstanceChargeType=SPOTPAID" \
    "InstanceMarketOptions.MarketType=spot" \
    "InstanceMarketOptions.SpotOptions.MaxPrice=$4" \
    "InstanceMarketOptions.SpotOptions.SpotInstanceType=one-time" \
    "ImageId=img-pmqg1cw7" \
    "InstanceType=S2.MEDIUM4" \
    "InstanceCount=1"
}

count() { # SECRET_ID: how many instances the account has
  call GET HmacSHA256 "$1" DescribeInstances "Limit=1" | grep -o '"TotalCount":[0-9]*' | grep -o '[0-9]*$'
}

expect_one_id() { # WHAT ANSWER
  local ids
  ids=$(grep -o '"ins-[0-9a-z]*"' <<<"$2" | wc -l)
  if [ "$ids" -ne 1 ] || ! grep -q '"RequestId"' <<<"$2"; then
    fail "$1: expected one instance id, got $2"
  else
    echo "ok: $1: $(grep -o 'ins-[0-9a-z]*' <<<"$2")"
  fi
}

expect_code() { # WHAT CODE ANSWER
  if ! grep -q "\"Code\":\"$2\"" <<<"$3" || grep -q 'ins-' <<<"$3"; then
    fail "$1: expected $2, got $3"
  else
    echo "ok: $1: $2"
  fi
}

if [ -z "$url" ]; then
  start_emulator
fi
url=${url%/}

for method in GET POST; do
  for algorithm in HmacSHA1 HmacSHA256; do
    how="$method $algorithm"
    china=$(count AKIDemulator)
    international=$(count AKIDemulatorIntl)
    expect_one_id "$how, 0.60 CNY" "$(buy $method $algorithm AKIDemulator 0.60)"
    expect_one_id "$how, 0.0923 USD" "$(buy $method $algorithm AKIDemulatorIntl 0.0923)"
    expect_code "$how, 0.40 CNY" InvalidParameterValue.InsufficientPrice \
      "$(buy $method $algorithm AKIDemulator 0.40)"
    if [ "$(count AKIDemulator)" -ne $((china + 1)) ] ||
      [ "$(count AKIDemulatorIntl)" -ne $((international + 1)) ]; then
      fail "$how: expected one more instance in each account and no other"
    fi
  done
done

# The body of the documentation's example, word for word. Its window ended in 2021: it is accepted and buys nothing.
group_body=$here/src/test/resources/convert/huawei-seed/in.json

huawei() { # METHOD PATH [BODY]: prints the answer
  "$here/hack/huawei-call" "$url" "$@" 2>/dev/null
}

groups=/v2/emulator-domain/auto-launch-groups
answer=$(huawei POST "$groups" - <"$group_body")
group=$(sed -n 's/^{"auto_launch_group_id":"\([0-9a-f-]*\)"}$/\1/p' <<<"$answer")
if [ -z "$group" ]; then
  fail "auto launch group: expected an id and nothing else, got $answer"
else
  echo "ok: auto launch group: $group"
  sleep 2
  answer=$(huawei GET "$groups/$group")
  if grep -q '"current_capacity":0' <<<"$answer" && grep -q '"version":"1.0"' <<<"$answer"; then
    echo "ok: auto launch group: bought nothing, its window is over"
  else
    fail "auto launch group: expected capacity 0, got $answer"
  fi
  huawei DELETE "$groups/$group" '{"delete_instances":"terminate"}' >/dev/null
fi

if [ "$failures" -gt 0 ]; then
  echo "$failures expectations failed" >&2
  exit 1
fi
echo "all requests of the seeds were served"
