#!/bin/sh
# Make the virtual environment. Debian keeps `venv` in a package of its own: fetched where the user may.
set -eu
python=$1 folder=$2
if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then :; else
    echo "Qiyal needs Python 3.11 or newer; '$python' is older. Set PYTHON=…" >&2
    exit 1
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null || {
    if [ "$(id -u)" = 0 ]; then
        apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Python's venv is missing. Run: sudo apt-get install python3-venv" >&2
        exit 1
    fi
}
"$python" -m venv "$folder"
"$folder/bin/pip" install -q --disable-pip-version-check --upgrade pip
