#!/usr/bin/env bash
# Says again what others say in a room, from now on: echo-bot.sh http://localhost:8080 shared
messages=$1/api/rooms/$2/messages
ask() { curl -sSf --retry 100 --retry-all-errors --retry-max-time 60 "$@"; }
last=$(ask "$messages?limit=1" | jq '.messages[-1].sequence // 0')
while page=$(ask "$messages?after=$last"); do
  jq -c '.messages[] | select(.author != "echo") | [.sequence, {author: "echo", text}]' <<<"$page" | while read -r said; do
    jq -c '.[1]' <<<"$said" | ask -H "Idempotency-Key: echo-$(jq '.[0]' <<<"$said")" -d @- "$messages" >/dev/null; done
  last=$(jq ".messages[-1].sequence // $last" <<<"$page"); sleep 0.5
done; exit 1
