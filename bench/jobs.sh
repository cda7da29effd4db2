#!/usr/bin/env bash
# How processor time and memory of a job grow: `rashomon-cluster local` on the first N pages of a crawl that
# `cargo xtask scale MOST --warc CRAWL` wrote, for each N. Prints a row `job⇥N⇥all⇥processor seconds⇥MB` for each;
# `cargo xtask scale --rows FILE --plot PICTURE` draws them.
#
#     bench/jobs.sh CRAWL 1000 10000 100000 >>docs/jobs.tsv
set -euo pipefail
cd "$(dirname "$0")/.."
crawl=$(realpath "$1")
shift
program=target/release/rashomon-cluster
[ -x "$program" ] || cargo build --quiet --release --package rashomon-cluster
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for articles in "$@"; do
    rm -rf "$folder/crawl" "$folder/tables"
    mkdir "$folder/crawl"
    # a file holds 500 pages
    for file in $(ls "$crawl" | head -n $((articles / 500))); do ln -s "$crawl/$file" "$folder/crawl/$file"; done
    /usr/bin/time -f '%U %S %M' -o "$folder/used" \
        "$program" local "$folder/crawl" --out "$folder/tables" --quiet
    pages=$(jq '.records.accounts' "$folder/tables/manifest.json")
    awk -v n="$pages" '{ printf "job\t%d\tall\t%.2f\t%.0f\n", n, $1 + $2, $3 / 1024 }' "$folder/used"
done
