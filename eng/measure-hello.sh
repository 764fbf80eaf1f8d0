#!/usr/bin/env bash
# Publishes samples/hello.cs three ways: as it is, ReadyToRun, and with Native AOT. Prints for each what the program and its libraries
# weigh, the time from its start to the first response, and the memory it then holds: medians of eleven runs of each, by turns. Needs
# Linux and a C linker (clang or gcc, zlib1g-dev); fails on any warning.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ways=(jit ready aot)

publish() { # the way, and what asks for it
    dotnet publish samples/hello.cs -c Release -p:DebugType=none -o "$folder/$1" -nologo "${@:2}" > "$folder/log" \
        || { cat "$folder/log"; exit 1; }
    if grep -E "(warning|error) (IL|CS|NETSDK)" "$folder/log"; then exit 1; fi
}

run() { # the way: adds a line of microseconds and one of kibibytes to its figures
    local began=${EPOCHREALTIME/./}
    coproc HELLO { exec "$folder/$1/hello" http://127.0.0.1:0; }
    local pid=$HELLO_PID
    read -r _ _ url <&"${HELLO[0]}"
    port=${url##*:}
    exec 3<>"/dev/tcp/127.0.0.1/${port%/}"
    printf 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n' >&3
    read -r _ status _ <&3
    echo $((${EPOCHREALTIME/./} - began)) >> "$folder/$1.times"
    sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$pid/status" >> "$folder/$1.memories"
    exec 3>&-
    kill "$pid"
    wait "$pid" || true
    [ "$status" = 200 ] || { echo "The first response was $status"; exit 1; }
}

median() { sort -n "$1" | sed -n 6p; }

publish jit
publish ready -p:Ready=true
publish aot -p:Aot=true
for _ in {1..11}; do
    for way in "${ways[@]}"; do run "$way"; done
done
for way in "${ways[@]}"; do
    printf '%-6s %9d bytes, start to first response %6d µs (least %6d), resident %6d KiB\n' "$way" \
        "$(find "$folder/$way" -type f \( -name '*.dll' -o -name hello \) -printf '%s\n' | awk '{ sum += $1 } END { print sum }')" \
        "$(median "$folder/$way.times")" "$(sort -n "$folder/$way.times" | head -1)" "$(median "$folder/$way.memories")"
done
