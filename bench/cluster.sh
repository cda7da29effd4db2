#!/usr/bin/env bash
# A crawl as a job: on one core and on two, with one executor of one slot and with two; and with an executor killed when 30 of
# 100 units are read, the scheduler when 60 are, and the job resumed. Prints for each the seconds, the most memory of any
# executor (MB), and whether its tables are those of the first. CASES names those to run.
#
#     bench/cluster.sh CRAWL [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
crawl=$(realpath "$1")
folder=$(realpath -m "${2:-${TMPDIR:-/tmp}/rashomon-cluster}")
cases=${CASES:-local-1 local-2 one two killed}
program=target/release/rashomon-cluster
port=${PORT:-50050}

[ -x "$program" ] || cargo build --quiet --release --package rashomon-cluster
mkdir -p "$folder"
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true' EXIT

start_scheduler() {
    "$program" scheduler --listen "127.0.0.1:$port" --lost-after 12 2>"$folder/scheduler.log" &
    scheduler=$!
    pids+=("$scheduler")
    sleep 1
}
# each on a core of its own
start_executor() {
    taskset -c "$1" "$program" executor --scheduler "127.0.0.1:$port" --listen "127.0.0.1:$((port + 11 + 2 * $1))" --slots 1 \
        --work-dir "$folder/rows-$1" 2>"$folder/executor-$1.log" &
    executor[$1]=$!
    pids+=("$!")
}
submit() { "$program" submit "$crawl" --out "$1" --scheduler "127.0.0.1:$port" --quiet "${@:2}"; }
# waits until so many of a hundred units are read
wait_share() {
    until [ -s "$1/job.json" ]; do sleep 0.2; done
    local units
    units=$(jq '.units | length' "$1/job.json")
    until [ $((100 * $(find "$1/work/read" -name '*.json' 2>/dev/null | wc -l))) -ge $(($2 * units)) ]; do sleep 0.2; done
}
peak() { awk '/VmHWM/ { printf "%.0f\n", $2 / 1024 }' "/proc/$1/status" 2>/dev/null || echo 0; }
stop() {
    for it in "${!executor[@]}"; do
        most=$(printf '%s\n' "$most" "$(peak "${executor[$it]}")" | sort -n | tail -n 1)
        kill "${executor[$it]}" 2>/dev/null || true
    done
    kill "$scheduler" 2>/dev/null || true
    wait "$scheduler" "${executor[@]}" 2>/dev/null || true
    executor=()
}

run() {
    local out=$folder/$1 cpus=0,1
    rm -rf "$out" "$folder"/rows-*
    executor=() most=0
    SECONDS=0
    local begun
    begun=$(date +%s.%N)
    case $1 in
    local-*)
        [ "$1" = local-1 ] && cpus=0
        taskset -c "$cpus" /usr/bin/time -f %M -o "$folder/memory" \
            "$program" local "$crawl" --out "$out" --threads "${1#local-}" --quiet
        most=$(awk '{ printf "%.0f", $1 / 1024 }' "$folder/memory")
        ;;
    one) start_scheduler; start_executor 0; begun=$(date +%s.%N); submit "$out"; stop ;;
    two) start_scheduler; start_executor 0; start_executor 1; begun=$(date +%s.%N); submit "$out"; stop ;;
    killed)
        start_scheduler; start_executor 0; start_executor 1
        submit "$out" 2>"$folder/said" &
        local job=$!
        wait_share "$out" 30
        kill -9 "${executor[1]}"
        wait_share "$out" 60
        kill -9 "$scheduler"
        if wait "$job"; then echo "a job without a scheduler ended well"; exit 1; fi
        echo "said: $(cat "$folder/said")"
        stop
        start_scheduler; start_executor 0; start_executor 1
        submit "$out" --resume
        stop
        ;;
    esac
    local seconds
    seconds=$(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')
    first=${first:-$out}
    local same=same
    cmp -s "$first/manifest.json" "$out/manifest.json" || same="DIFFERENT FROM $first"
    # the manifest has a digest of every file; see that they are these
    jq -r '.files[] | .sha256 + "  " + .path' "$out/manifest.json" | (cd "$out" && sha256sum --quiet -c -) || same=DAMAGED
    local rows
    rows=$({ du -scm "$folder"/rows-* 2>/dev/null || true; } | awk 'END { print $1 + 0 }')
    printf '%-8s %8s s %6s MB, %6s MB of rows moved  %s\n' "$1" "$seconds" "$most" "$rows" "$same"
    [ "$out" = "$first" ] || rm -rf "$out"
}
for it in $cases; do run "$it"; done
jq -c '.records, .stories' "$first/manifest.json"
