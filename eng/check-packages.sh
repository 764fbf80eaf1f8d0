#!/usr/bin/env bash
# Packs the last commit twice, in clones in different folders, and fails unless every package is the same bytes both times and says
# what it is made of; Linnet's has to bring what is compiled ahead of time. Prints the packages with their SHA-256.
set -euo pipefail
export LC_ALL=C CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1
unset SOURCE_DATE_EPOCH
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

pack() { # where the clone goes, where the packages go
    git clone --quiet . "$1"
    for project in "$1"/src/*/*.csproj; do
        grep -q '<IsPackable>false' "$project" && continue
        dotnet pack "$project" -o "$2" -p:CompilesAhead=true -v quiet -nologo > "$folder/log" || { cat "$folder/log"; exit 1; }
    done
}

pack "$folder/once" "$folder/first"
pack "$folder/and/once/more" "$folder/second"
for package in "$folder"/first/*.nupkg; do
    name=$(basename "$package")
    cmp "$package" "$folder/second/$name"
    unzip -p "$package" bom.spdx.json | grep -q '"SPDX-2.3"' || { echo "$name does not say what it is made of."; exit 1; }
    if [[ $name == Linnet.[0-9]* ]] && ! unzip -l "$package" runtimes/linux-x64/lib/net10.0/Linnet.dll > "$folder/log"; then
        echo "$name brings nothing that is compiled ahead of time."
        exit 1
    fi
    echo "$(sha256sum "$package" | cut -d ' ' -f 1)  $name"
done
