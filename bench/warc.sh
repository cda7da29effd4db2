#!/usr/bin/env bash
# Reading a crawl of SIZE MiB (1000 where not said): finding its records beside `zcat` on the same file, turn by
# turn, and then the whole of `rashomon read` with its peak memory.
#
#     bench/warc.sh [SIZE]
set -euo pipefail
cd "$(dirname "$0")/.."
size=${1:-1000}
folder=${TMPDIR:-/tmp}
file=$folder/rashomon-bench-$size.warc.gz
trap 'rm -f "$folder"/rashomon-bench-out.jsonl*' EXIT

cargo build --quiet --release --package rashomon --bin rashomon
cargo build --quiet --release --package rashomon-ingest --example crawl
[ -f "$file" ] || target/release/examples/crawl make "$file" "$size"

seconds() {
    local start end
    start=$(date +%s.%N)
    "$@" >/dev/null
    end=$(date +%s.%N)
    awk -v a="$start" -v b="$end" 'BEGIN { printf "%.2f\n", b - a }'
}
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

turns=${TURNS:-5}
unpack=() find=()
for _ in $(seq "$turns"); do
    unpack+=("$(seconds zcat "$file")")
    find+=("$(seconds target/release/examples/crawl records "$file")")
done
zcat=$(printf '%s\n' "${unpack[@]}" | median)
records=$(printf '%s\n' "${find[@]}" | median)
echo "zcat     $zcat s (${unpack[*]})"
echo "records  $records s (${find[*]})"
awk -v a="$zcat" -v b="$records" 'BEGIN { printf "records at %.0f %% of the speed of zcat\n", 100 * a / b }'

# GNU time, where it is there
time=()
if [ -x /usr/bin/time ]; then time=(/usr/bin/time -f 'peak memory %M KiB, %e s, %U s of all cores'); fi
"${time[@]}" target/release/rashomon read "$file" --out "$folder/rashomon-bench-out.jsonl"
