#!/usr/bin/env bash
# Packs the command as a .NET tool and publishes it with Native AOT, and prints for both the size, the time from the start to the first
# response, and the memory then held: the median of eleven runs. Needs Linux and a C linker; fails on any warning.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
# A runtime of its own in the lock files is no business of the repository's.
mkdir "$folder/site" "$folder/locks"
cp --parents src/*/packages.lock.json "$folder/locks"
trap 'cp -r "$folder/locks/." .; rm -rf "$folder"' EXIT
echo hello > "$folder/site/a.txt"

dotnet pack src/Linnet.Cli -c Release -o "$folder/packages" -nologo > "$folder/log" || { cat "$folder/log"; exit 1; }
NUGET_PACKAGES="$folder/cache" dotnet tool install Linnet.Cli --version 0.1.0 --tool-path "$folder/tool" --source "$folder/packages" \
    > "$folder/log" || { cat "$folder/log"; exit 1; }
dotnet publish src/Linnet.Cli -c Release -r "linux-$(uname -m | sed s/x86_64/x64/\;s/aarch64/arm64/)" \
    -p:PublishAot=true -p:PackAsTool=false -p:DebugType=none -o "$folder/native" -nologo > "$folder/log" || { cat "$folder/log"; exit 1; }
if grep -E "(warning|error) (IL|CS|NETSDK)" "$folder/log"; then exit 1; fi

median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

measure() {
    local times=() memories=() url port status began pid
    for _ in {1..11}; do
        began=${EPOCHREALTIME/./}
        coproc LINNET { exec "$1" serve "$folder/site" -p 0 --log-format text 2>&1; }
        pid=$LINNET_PID
        read -r _ <&"${LINNET[0]}"
        read -r url <&"${LINNET[0]}"
        port=${url##*:}
        exec 3<>"/dev/tcp/127.0.0.1/${port%/}"
        printf 'GET /a.txt HTTP/1.1\r\nHost: localhost\r\n\r\n' >&3
        read -r _ status _ <&3
        times+=($((${EPOCHREALTIME/./} - began)))
        memories+=("$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$pid/status")")
        exec 3>&-
        kill "$pid"
        wait "$pid" || true
        [ "$status" = 200 ] || { echo "The first response was $status"; exit 1; }
    done
    echo "  start to first response: $(median "${times[@]}") µs (least $(printf '%s\n' "${times[@]}" | sort -n | head -1))"
    echo "  resident memory:         $(median "${memories[@]}") KiB"
}

echo "tool: $(stat -c %s "$folder"/packages/Linnet.Cli.*.nupkg) bytes packed"
measure "$folder/tool/linnet"
echo "native: $(stat -c %s "$folder/native/Linnet.Cli") bytes"
measure "$folder/native/Linnet.Cli"
