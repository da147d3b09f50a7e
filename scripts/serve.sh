#!/bin/bash
# Start the web server and the job runner, in this process group; when one of them ends, or at Ctrl-C, both end.
set -u
port=${1:-8000}
export QIYAL_BASE_URL=${QIYAL_BASE_URL:-http://localhost:$port}
export FLASK_APP=contest_app.commands OMP_NUM_THREADS=1
cd "$(dirname "$0")/.."

stop() {
    trap '' INT TERM EXIT
    kill -TERM $(jobs -p) 2>/dev/null
    wait
}
trap 'stop; exit 0' INT TERM
trap stop EXIT

.venv/bin/flask prepare || exit 1
.venv/bin/flask jobs run &
.venv/bin/gunicorn --config gunicorn.conf.py --bind "0.0.0.0:$port" wsgi:app &
wait -n
