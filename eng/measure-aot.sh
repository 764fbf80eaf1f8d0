#!/usr/bin/env bash
# Publishes samples/hello.cs with Native AOT and prints the size of the program, the time from its start to the first response, and the
# memory it then holds: the median of eleven runs. Needs Linux and a C linker (clang or gcc, zlib1g-dev); fails on any warning.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

dotnet publish samples/hello.cs -c Release -p:Aot=true -p:DebugType=none -o "$folder" -nologo > "$folder/log" || { cat "$folder/log"; exit 1; }
if grep -E "(warning|error) (IL|CS|NETSDK)" "$folder/log"; then exit 1; fi

times=() memories=()
for _ in {1..11}; do
    began=${EPOCHREALTIME/./}
    coproc HELLO { exec "$folder/hello" http://127.0.0.1:0; }
    pid=$HELLO_PID
    read -r _ _ url <&"${HELLO[0]}"
    port=${url##*:}
    exec 3<>"/dev/tcp/127.0.0.1/${port%/}"
    printf 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n' >&3
    read -r _ status _ <&3
    times+=($((${EPOCHREALTIME/./} - began)))
    memories+=("$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$pid/status")")
    exec 3>&-
    kill "$pid"
    wait "$pid" || true
    [ "$status" = 200 ] || { echo "The first response was $status"; exit 1; }
done

median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }
echo "size:                    $(stat -c %s "$folder/hello") bytes"
echo "start to first response: $(median "${times[@]}") µs (least $(printf '%s\n' "${times[@]}" | sort -n | head -1))"
echo "resident memory:         $(median "${memories[@]}") KiB"
