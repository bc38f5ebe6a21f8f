#!/usr/bin/env bash
# Builds and starts a server and two clients of it on this machine. Ctrl-C stops all of them.
set -euo pipefail
cd "$(dirname "$0")"

for program in ServerHost ClientHost; do
  dotnet build "src/$program" --configuration Release --nologo --verbosity quiet
done

pids=()
stop() {
  trap '' INT TERM
  kill -TERM "${pids[@]}" 2>/dev/null || true
  wait
}
trap 'stop; exit 0' INT TERM

start() { # program, its settings
  local program=$1
  shift
  env "$@" dotnet "src/$program/bin/Release/net10.0/Messenger.$program.dll" &
  pids+=($!)
}
start ServerHost MESSENGER_SERVER_PORT=51075
start ClientHost MESSENGER_SERVER_ADDR=localhost:51075 MESSENGER_HTTP_PORT=8080
start ClientHost MESSENGER_SERVER_ADDR=localhost:51075 MESSENGER_HTTP_PORT=8081

echo "server   localhost:51075 (gRPC)"
echo "client 1 http://localhost:8080"
echo "client 2 http://localhost:8081"
echo "Ctrl-C stops them."

# If one ends by itself, for example because its port is taken, the others are of no use.
while :; do
  for pid in "${pids[@]}"; do
    if ! kill -0 "$pid" 2>/dev/null; then
      status=0
      wait "$pid" || status=$?
      stop
      exit "$status"
    fi
  done
  sleep 0.5
done
