#!/bin/sh
# Run pytest in a folder of its own that goes with it, in memory where there is room: tests sync to disk ten thousand
# times, and pytest tidies a shared folder away under runs that go on beside it.
set -eu
wanted_kb=4000000
free_kb=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1 || true)
place=${TMPDIR:-/tmp}
[ "${free_kb:-0}" -lt "$wanted_kb" ] || place=/dev/shm
folder=$(mktemp -d -p "$place")
trap 'rm -rf "$folder"' EXIT
OMP_NUM_THREADS=1 "$@" --basetemp="$folder/run"
